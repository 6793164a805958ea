using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>
/// The settings of an object by Keras's names, in order: what <c>get_config</c> gives in Keras. Written as a collection of pairs by
/// <c>GetConfig</c>, read by the getters when the object is made again.
/// </summary>
/// <example>
/// <code>
/// public override Config GetConfig() => new(base.GetConfig()) { { "rate", Rate } };
///
/// public static Fade FromConfig(Config config) => new(config.GetDouble("rate", 0.5), name: config.GetName());
/// </code>
/// </example>
public sealed partial class Config : IEnumerable<KeyValuePair<string, JsonNode?>>
{
    /// <summary>The value of a setting that is not given.</summary>
    public static readonly JsonNode? None;

    private readonly HashSet<string> read = [];

    /// <summary>Settings to be added.</summary>
    public Config()
        : this("object", [])
    {
    }

    /// <summary>Settings to be added to others, which this takes over.</summary>
    public Config(Config others)
        : this(others.Owner, others.Values)
    {
    }

    internal Config(string owner, JsonObject values) => (Owner, Values) = (owner, values);

    /// <summary>Whose settings these are, for messages.</summary>
    internal string Owner { get; }

    internal JsonObject Values { get; }

    /// <summary>Whether there is a setting of that name, null or not.</summary>
    public bool Contains(string key) => Values.ContainsKey(key);

    /// <summary>Adds or replaces a setting: anything that JSON can say, or <see cref="None"/>.</summary>
    public void Add(string key, JsonNode? value) => Values[key] = value;

    /// <summary>Adds or replaces a setting that is a text.</summary>
    public void Add(string key, string? value) => Values[key] = value;

    /// <summary>Adds or replaces a setting that is true or false.</summary>
    public void Add(string key, bool? value) => Values[key] = value;

    /// <summary>Adds or replaces a setting that is a whole number.</summary>
    public void Add(string key, int? value) => Values[key] = value;

    /// <summary>Adds or replaces a setting that is a number.</summary>
    public void Add(string key, double? value) => Values[key] = value;

    /// <summary>Adds or replaces a setting that is a list of whole numbers.</summary>
    public void Add(string key, IEnumerable<int>? values) =>
        Values[key] = values is null ? null : new JsonArray([.. values.Select(value => JsonValue.Create(value))]);

    /// <inheritdoc cref="Add(string, IEnumerable{int})"/>
    public void Add(string key, int[]? values) => Add(key, (IEnumerable<int>?)values);

    /// <summary>Adds or replaces a setting that is a shape; unknown extents are null.</summary>
    public void Add(string key, Shape? shape) =>
        Values[key] = shape is null ? null : new JsonArray([.. shape.Select(extent =>
            extent == Shape.Unknown ? null : JsonValue.Create(extent))]);

    /// <summary>Adds or replaces a setting that is one axis, a number, or several, a list.</summary>
    public void Add(string key, Axes? axes)
    {
        int[]? all = axes is null ? null : [.. axes];
        Values[key] = all is [var single] ? single : null;
        if (all is { Length: not 1 })
        {
            Add(key, (IEnumerable<int>)all);
        }
    }

    /// <summary>Adds or replaces a setting that is an object with settings of its own.</summary>
    [OverloadResolutionPriority(1)]    // a layer is that, before it is an activation
    public void Add(string key, IConfigurable? value) => Values[key] = value?.Serialize();

    /// <summary>Adds or replaces a setting that is a list of objects with settings of their own.</summary>
    public void Add(string key, IEnumerable<IConfigurable>? values) =>
        Values[key] = values is null ? null : new JsonArray([.. values.Select(value => value.Serialize())]);

    /// <summary>Adds or replaces a setting that is a layer's type, which Keras calls a policy.</summary>
    public void Add(string key, DType? dtype) => Values[key] = dtype is null
        ? null
        : new JsonObject { ["module"] = "keras", ["class_name"] = "DTypePolicy", ["config"] = new JsonObject { ["name"] = dtype.Name },
        ["registered_name"] = null };

    /// <summary>The settings in order.</summary>
    public IEnumerator<KeyValuePair<string, JsonNode?>> GetEnumerator() => Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The settings as JSON, as Python writes it.</summary>
    public override string ToString() => KerasJson.Write(Values);

    /// <summary>
    /// Refuses settings that nobody read, which would change what the object does. Those that are null or false are taken for "not used".
    /// </summary>
    /// <exception cref="NotSupportedException">There is one.</exception>
    internal void ThrowIfUnread()
    {
        foreach (var (key, value) in Values)
        {
            if (!read.Contains(key) && value is not null && value.GetValueKind() != JsonValueKind.False)
            {
                throw new NotSupportedException(
                    $"{Owner}: the setting '{key}' = {Shorten(value)} is not supported here. If it does not matter, remove it from the "
                    + "configuration, or set it to null.");
            }
        }
    }

    internal static string Shorten(JsonNode? value)
    {
        var text = KerasJson.Write(value);
        return text.Length > 80 ? text[..80] + "…" : text;
    }
}

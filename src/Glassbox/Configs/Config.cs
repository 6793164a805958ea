using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>
/// The ordered settings of an object under Keras's keys, like the result of Keras's <c>get_config</c>. Written as a collection of pairs by
/// <c>GetConfig</c> and read by the getters on deserialization.
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
    /// <summary>The value of a setting that is not set.</summary>
    public static readonly JsonNode? None;

    private readonly HashSet<string> read = [];

    /// <summary>Creates an empty config.</summary>
    public Config()
        : this("object", [])
    {
    }

    /// <summary>Creates a config that extends another one and takes ownership of its settings.</summary>
    public Config(Config others)
        : this(others.Owner, others.Values)
    {
    }

    internal Config(string owner, JsonObject values) => (Owner, Values) = (owner, values);

    /// <summary>The owner of the settings, for messages.</summary>
    internal string Owner { get; }

    internal JsonObject Values { get; }

    /// <summary>Whether a key exists, null or not.</summary>
    public bool Contains(string key) => Values.ContainsKey(key);

    /// <summary>Adds or replaces a setting: any JSON value, or <see cref="None"/>.</summary>
    public void Add(string key, JsonNode? value) => Values[key] = value;

    /// <summary>Adds or replaces a string.</summary>
    public void Add(string key, string? value) => Values[key] = value;

    /// <summary>Adds or replaces a boolean.</summary>
    public void Add(string key, bool? value) => Values[key] = value;

    /// <summary>Adds or replaces an integer.</summary>
    public void Add(string key, int? value) => Values[key] = value;

    /// <summary>Adds or replaces a floating-point number.</summary>
    public void Add(string key, double? value) => Values[key] = value;

    /// <summary>Adds or replaces a list of integers.</summary>
    public void Add(string key, IEnumerable<int>? values) =>
        Values[key] = values is null ? null : new JsonArray([.. values.Select(value => JsonValue.Create(value))]);

    /// <inheritdoc cref="Add(string, IEnumerable{int})"/>
    public void Add(string key, int[]? values) => Add(key, (IEnumerable<int>?)values);

    /// <summary>Adds or replaces a shape; unknown sizes are null.</summary>
    public void Add(string key, Shape? shape) =>
        Values[key] = shape is null ? null : new JsonArray([.. shape.Select(extent =>
            extent == Shape.Unknown ? null : JsonValue.Create(extent))]);

    /// <summary>Adds or replaces axes: an integer for one, a list for several.</summary>
    public void Add(string key, Axes? axes)
    {
        int[]? all = axes is null ? null : [.. axes];
        Values[key] = all is [var single] ? single : null;
        if (all is { Length: not 1 })
        {
            Add(key, (IEnumerable<int>)all);
        }
    }

    /// <summary>Adds or replaces an object with its own settings.</summary>
    [OverloadResolutionPriority(1)]    // for a layer, preferred to the conversion to an activation
    public void Add(string key, IConfigurable? value) => Values[key] = value?.Serialize();

    /// <summary>Adds or replaces a list of objects with their own settings.</summary>
    public void Add(string key, IEnumerable<IConfigurable>? values) =>
        Values[key] = values is null ? null : new JsonArray([.. values.Select(value => value.Serialize())]);

    /// <summary>Adds or replaces a layer's type, which Keras calls a dtype policy.</summary>
    public void Add(string key, DType? dtype) => Values[key] = dtype is null
        ? null
        : new JsonObject
        {
            ["module"] = "keras",
            ["class_name"] = "DTypePolicy",
            ["config"] = new JsonObject { ["name"] = dtype.Name },
            ["registered_name"] = null
        };

    /// <summary>The settings in order.</summary>
    public IEnumerator<KeyValuePair<string, JsonNode?>> GetEnumerator() => Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The settings as JSON in Python's format.</summary>
    public override string ToString() => KerasJson.Write(Values);

    /// <summary>Rejects keys that were not read, since they might change the object's behaviour. Null and false count as unused.</summary>
    /// <exception cref="NotSupportedException">There is an unread key.</exception>
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

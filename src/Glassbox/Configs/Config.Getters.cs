using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glassbox.Saving;

public sealed partial class Config
{
    /// <summary>A whole number.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="whenMissing">What it is where the setting is missing; without it a missing setting is an error.</param>
    /// <exception cref="InvalidDataException">It is missing or something else.</exception>
    public int GetInt32(string key, int? whenMissing = null) => GetInt32OrNull(key) ?? whenMissing ?? throw Missing(key);

    /// <summary>A whole number, or null.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public int? GetInt32OrNull(string key) => Find(key, out var value) ? AsInt32(value) ?? throw Wrong(key, value, "a whole number") : null;

    /// <summary>A number.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="whenMissing">What it is where the setting is missing; without it a missing setting is an error.</param>
    /// <exception cref="InvalidDataException">It is missing or something else.</exception>
    public double GetDouble(string key, double? whenMissing = null) => GetDoubleOrNull(key) ?? whenMissing ?? throw Missing(key);

    /// <summary>A number, or null.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public double? GetDoubleOrNull(string key) => Find(key, out var value) ? AsDouble(value) ?? throw Wrong(key, value, "a number") : null;

    /// <summary>True or false.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="whenMissing">What it is where the setting is missing; without it a missing setting is an error.</param>
    /// <exception cref="InvalidDataException">It is missing or something else.</exception>
    public bool GetBoolean(string key, bool? whenMissing = null) => !Find(key, out var value)
        ? whenMissing ?? throw Missing(key)
        : value.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, _ =>
        throw Wrong(key, value, "true or false") };

    /// <summary>A text.</summary>
    /// <param name="key">The setting's name.</param>
    /// <param name="whenMissing">What it is where the setting is missing; without it a missing setting is an error.</param>
    /// <exception cref="InvalidDataException">It is missing or something else.</exception>
    public string GetString(string key, string? whenMissing = null) => GetStringOrNull(key) ?? whenMissing ?? throw Missing(key);

    /// <summary>A text, or null.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public string? GetStringOrNull(string key) => Find(key, out var value)
        ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw Wrong(key, value, "a text")
        : null;

    /// <summary>A list of whole numbers, or null. One number alone is a list of one.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public int[]? GetInt32sOrNull(string key)
    {
        if (!Find(key, out var value))
        {
            return null;
        }

        return AsInt32(value) is { } single
            ? [single]
            : value is JsonArray array
                ? [.. array.Select(item => AsInt32(item) ?? throw Wrong(key, value, "a list of whole numbers"))]
                : throw Wrong(key, value, "a list of whole numbers");
    }

    /// <summary>A list of whole numbers. One number alone is a list of one.</summary>
    /// <exception cref="InvalidDataException">It is missing or something else.</exception>
    public int[] GetInt32s(string key) => GetInt32sOrNull(key) ?? throw Missing(key);

    /// <summary>A list of numbers, or null.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public double[]? GetDoublesOrNull(string key) => !Find(key, out var value)
        ? null
        : value is JsonArray array
            ? [.. array.Select(item => AsDouble(item) ?? throw Wrong(key, value, "a list of numbers"))]
            : throw Wrong(key, value, "a list of numbers");

    /// <summary>A shape, whose null extents are unknown, or null.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public Shape? GetShapeOrNull(string key)
    {
        if (!Find(key, out var value))
        {
            return null;
        }

        var extents = value is JsonArray array
            ? array.Select(item => item is null ? Shape.Unknown : AsInt32(item) is { } extent and >= Shape.Unknown ? extent
            : throw Wrong(key, value, "a shape")).ToArray()
            : throw Wrong(key, value, "a shape");
        return extents.Length <= ExtentMath.MostAxes ? Shape.Create(extents)
            : throw new InvalidDataException($"{Owner}: '{key}' has {extents.Length:N0} axes; {ExtentMath.MostAxes} are the most.");
    }

    /// <summary>A shape, whose null extents are unknown.</summary>
    /// <exception cref="InvalidDataException">It is missing or something else.</exception>
    public Shape GetShape(string key) => GetShapeOrNull(key) ?? throw Missing(key);

    /// <summary>An axis, or several, or null.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public Axes? GetAxesOrNull(string key) => GetInt32sOrNull(key) is { } axes ? [.. axes] : null;

    /// <summary>The value as JSON, for settings of another form; null where it is missing.</summary>
    public JsonNode? GetNode(string key) => Find(key, out var value) ? value : null;

    /// <summary>Refuses another value of a setting than the only one that is supported.</summary>
    /// <exception cref="NotSupportedException">It has another.</exception>
    internal void Require(string key, int supported)
    {
        if (GetInt32(key, supported) is var value && value != supported)
        {
            throw new NotSupportedException($"{Owner}: '{key}' = {value} is not supported; {supported} is.");
        }
    }

    /// <summary>Accepts a setting that says nothing as long as others are off.</summary>
    internal void Ignore(string key) => read.Add(key);

    /// <summary>An object, or the name of one that has its default settings, or null.</summary>
    internal T? GetObject<T>(string key, Registry<T> known)
        where T : class, IConfigurable => Find(key, out var value) ? known.Deserialize(value, $"{Owner}, '{key}'") : null;

    /// <summary>A list of objects, or null.</summary>
    internal IReadOnlyList<T>? GetObjects<T>(string key, Registry<T> known)
        where T : class, IConfigurable => !Find(key, out var value)
        ? null
        : value is JsonArray array
            ? [.. array.Select(item => known.Deserialize(item, $"{Owner}, '{key}'"))]
            : throw Wrong(key, value, "a list of objects");

    /// <summary>The value of a setting that may be anything.</summary>
    internal bool Find(string key, [NotNullWhen(true)] out JsonNode? value)
    {
        read.Add(key);
        return Values.TryGetPropertyValue(key, out value) && value is not null;
    }

    internal InvalidDataException Missing(string key) => new($"{Owner}: the configuration has no '{key}'. It has: "
        + $"{string.Join(", ", Values.Select(pair => pair.Key))}.");

    internal InvalidDataException Wrong(string key, JsonNode? value, string expected) => new($"{Owner}: '{key}' must be {expected}; "
        + $"received {Shorten(value)}.");

    private static int? AsInt32(JsonNode? node) =>
        AsDouble(node) is { } number && number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue ? (int)number : null;

    /// <summary>A number of any form; null for what is none.</summary>
    internal static double? AsDouble(JsonNode? node) => node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number
        ? null
        : value.TryGetValue<double>(out var number) ? number : value.TryGetValue<long>(out var whole) ? whole
        : value.TryGetValue<int>(out var small) ? small : null;
}

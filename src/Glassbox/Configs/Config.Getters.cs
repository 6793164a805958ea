using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glassbox.Saving;

public sealed partial class Config
{
    /// <summary>An integer.</summary>
    /// <param name="key">The key.</param>
    /// <param name="whenMissing">The default for a missing key; without it a missing key is an error.</param>
    /// <exception cref="InvalidDataException">The value is missing or has the wrong type.</exception>
    public int GetInt32(string key, int? whenMissing = null) => GetInt32OrNull(key) ?? whenMissing ?? throw Missing(key);

    /// <summary>An integer, or null.</summary>
    /// <exception cref="InvalidDataException">The value has the wrong type.</exception>
    public int? GetInt32OrNull(string key) => Find(key, out var value) ? AsInt32(value) ?? throw Wrong(key, value, "an integer") : null;

    /// <summary>A floating-point number.</summary>
    /// <param name="key">The key.</param>
    /// <param name="whenMissing">The default for a missing key; without it a missing key is an error.</param>
    /// <exception cref="InvalidDataException">The value is missing or has the wrong type.</exception>
    public double GetDouble(string key, double? whenMissing = null) => GetDoubleOrNull(key) ?? whenMissing ?? throw Missing(key);

    /// <summary>A floating-point number, or null.</summary>
    /// <exception cref="InvalidDataException">The value has the wrong type.</exception>
    public double? GetDoubleOrNull(string key) => Find(key, out var value) ? AsDouble(value) ?? throw Wrong(key, value, "a number") : null;

    /// <summary>A boolean.</summary>
    /// <param name="key">The key.</param>
    /// <param name="whenMissing">The default for a missing key; without it a missing key is an error.</param>
    /// <exception cref="InvalidDataException">The value is missing or has the wrong type.</exception>
    public bool GetBoolean(string key, bool? whenMissing = null) => !Find(key, out var value)
        ? whenMissing ?? throw Missing(key)
        : value.GetValueKind() switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ =>
        throw Wrong(key, value, "true or false")
        };

    /// <summary>A string.</summary>
    /// <param name="key">The key.</param>
    /// <param name="whenMissing">The default for a missing key; without it a missing key is an error.</param>
    /// <exception cref="InvalidDataException">The value is missing or has the wrong type.</exception>
    public string GetString(string key, string? whenMissing = null) => GetStringOrNull(key) ?? whenMissing ?? throw Missing(key);

    /// <summary>A string, or null.</summary>
    /// <exception cref="InvalidDataException">The value has the wrong type.</exception>
    public string? GetStringOrNull(string key) => Find(key, out var value)
        ? value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : throw Wrong(key, value, "a text")
        : null;

    /// <summary>A list of integers, or null. A single integer is a list of one.</summary>
    /// <exception cref="InvalidDataException">The value has the wrong type.</exception>
    public int[]? GetInt32sOrNull(string key)
    {
        if (!Find(key, out var value))
        {
            return null;
        }

        return AsInt32(value) is { } single
            ? [single]
            : value is JsonArray array
                ? [.. array.Select(item => AsInt32(item) ?? throw Wrong(key, value, "a list of integers"))]
                : throw Wrong(key, value, "a list of integers");
    }

    /// <summary>A list of integers. A single integer is a list of one.</summary>
    /// <exception cref="InvalidDataException">The value is missing or has the wrong type.</exception>
    public int[] GetInt32s(string key) => GetInt32sOrNull(key) ?? throw Missing(key);

    /// <summary>A list of numbers, or null.</summary>
    /// <exception cref="InvalidDataException">The value has the wrong type.</exception>
    public double[]? GetDoublesOrNull(string key) => !Find(key, out var value)
        ? null
        : value is JsonArray array
            ? [.. array.Select(item => AsDouble(item) ?? throw Wrong(key, value, "a list of numbers"))]
            : throw Wrong(key, value, "a list of numbers");

    /// <summary>A shape, in which null is an unknown size, or null.</summary>
    /// <exception cref="InvalidDataException">The value has the wrong type.</exception>
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

    /// <summary>A shape, in which null is an unknown size.</summary>
    /// <exception cref="InvalidDataException">The value is missing or has the wrong type.</exception>
    public Shape GetShape(string key) => GetShapeOrNull(key) ?? throw Missing(key);

    /// <summary>One axis or several, or null.</summary>
    /// <exception cref="InvalidDataException">The value has the wrong type.</exception>
    public Axes? GetAxesOrNull(string key) => GetInt32sOrNull(key) is { } axes ? [.. axes] : null;

    /// <summary>The value as JSON, for other types; null if missing.</summary>
    public JsonNode? GetNode(string key) => Find(key, out var value) ? value : null;

    /// <summary>Rejects any value of a key except the only supported one.</summary>
    /// <exception cref="NotSupportedException">The value is not supported.</exception>
    internal void Require(string key, int supported)
    {
        if (GetInt32(key, supported) is var value && value != supported)
        {
            throw new NotSupportedException($"{Owner}: '{key}' = {value} is not supported; {supported} is.");
        }
    }

    /// <summary>Accepts a key that has no effect while other settings are off.</summary>
    internal void Ignore(string key) => read.Add(key);

    /// <summary>An object, or the name of one with its default settings, or null.</summary>
    internal T? GetObject<T>(string key, Registry<T> known)
        where T : class, IConfigurable => Find(key, out var value) ? known.Deserialize(value, $"{Owner}, '{key}'") : null;

    /// <summary>A list of objects, or null.</summary>
    internal IReadOnlyList<T>? GetObjects<T>(string key, Registry<T> known)
        where T : class, IConfigurable => !Find(key, out var value)
        ? null
        : value is JsonArray array
            ? [.. array.Select(item => known.Deserialize(item, $"{Owner}, '{key}'"))]
            : throw Wrong(key, value, "a list of objects");

    /// <summary>The value of a key, of any type.</summary>
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

    /// <summary>A JSON number as double; null for other values.</summary>
    internal static double? AsDouble(JsonNode? node) => node is not JsonValue value || value.GetValueKind() != JsonValueKind.Number
        ? null
        : value.TryGetValue<double>(out var number) ? number : value.TryGetValue<long>(out var whole) ? whole
        : value.TryGetValue<int>(out var small) ? small : null;
}

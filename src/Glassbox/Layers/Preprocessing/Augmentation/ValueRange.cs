using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>The value range of images.</summary>
internal static class ValueRange
{
    /// <summary>Returns the range after checking it; (0, 255) for null.</summary>
    /// <exception cref="ArgumentException">The upper bound is not greater than the lower one.</exception>
    public static (double Low, double High) Checked((double Low, double High)? valueRange, string owner) =>
        (valueRange ?? (0, 255)) is var range && range.Low < range.High
        ? range
        : throw new ArgumentException($"{owner}: valueRange must be (low, high), such as (0, 255) or (0, 1); received {range}.",
        nameof(valueRange));

    /// <summary>The serialized form.</summary>
    public static JsonNode ToJson((double Low, double High) range) => new JsonArray(range.Low, range.High);

    /// <summary>The setting in a configuration; null if missing.</summary>
    public static (double, double)? FromConfig(Config config) => config.GetDoublesOrNull("value_range") switch
    {
        null => null,
        [var low, var high] => (low, high),
        _ => throw config.Wrong("value_range", config.GetNode("value_range"), "a pair of numbers"),
    };
}

using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>The range of the values of images.</summary>
internal static class ValueRange
{
    /// <summary>The range itself; 0 to 255 for null.</summary>
    /// <exception cref="ArgumentException">The upper end is not above the lower one.</exception>
    public static (double Low, double High) Checked((double Low, double High)? valueRange, string owner) =>
        (valueRange ?? (0, 255)) is var range && range.Low < range.High
        ? range
        : throw new ArgumentException($"{owner}: valueRange must be (low, high), such as (0, 255) or (0, 1); received {range}.",
        nameof(valueRange));

    /// <summary>As files have it.</summary>
    public static JsonNode ToJson((double Low, double High) range) => new JsonArray(range.Low, range.High);

    /// <summary>The setting of a file, or null where there is none.</summary>
    public static (double, double)? FromConfig(Config config) => config.GetDoublesOrNull("value_range") switch
    {
        null => null,
        [var low, var high] => (low, high),
        _ => throw config.Wrong("value_range", config.GetNode("value_range"), "a pair of numbers"),
    };
}

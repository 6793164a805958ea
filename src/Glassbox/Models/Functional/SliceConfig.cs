using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>
/// Serializes tensor slices, <c>x[.., 1..3]</c>, as Keras serializes Python's: an index is a number, a range has start, stop and step.
/// </summary>
internal static class SliceConfig
{
    /// <summary>A single slice as an object, several as a list.</summary>
    public static JsonNode Write(IReadOnlyList<Slice> slices) =>
        slices is [var only] ? Write(only) : new JsonArray([.. slices.Select(Write)]);

    /// <exception cref="InvalidDataException">The value is not a slice.</exception>
    /// <exception cref="NotSupportedException">The slice is of an unsupported kind, such as an ellipsis.</exception>
    public static Slice[] Read(JsonNode? key, string operation) =>
        key is JsonArray several ? [.. several.Select(item => ReadOne(item, operation))] : [ReadOne(key, operation)];

    private static JsonNode Write(Slice slice) => slice.IsPosition ? JsonValue.Create(slice.Start!.Value) : new JsonObject
    {
        ["class_name"] = "__slice__",
        ["config"] = new JsonObject
        {
            ["start"] = slice.StepLength > 0 && slice.Start == 0 ? null : slice.Start,
            ["stop"] = slice.Stop,
            ["step"] = slice.StepLength == 1 ? null : slice.StepLength,
        },
    };

    private static Slice ReadOne(JsonNode? node, string operation)
    {
        if (Whole(node) is { } position)
        {
            return position;
        }

        if (node is not JsonObject slice || !FunctionalConfig.IsText(slice["class_name"])
            || slice["class_name"]!.GetValue<string>() != "__slice__" || slice["config"] is not JsonObject config)
        {
            throw new NotSupportedException($"The operation '{operation}' indexes a tensor with {Config.Shorten(node)}, which is not "
                + "supported; indices and ranges are.");
        }

        int? Bound(string key) => config[key] is not { } node ? null
            : Whole(node) ?? throw new InvalidDataException(
                $"The operation '{operation}': the {key} of a slice must be an integer; received {Config.Shorten(node)}.");
        return Bound("step") == 0
            ? throw new InvalidDataException($"The operation '{operation}' has a slice with step 0.")
            : Slice.Python(Bound("start"), Bound("stop"), Bound("step"));
    }

    private static int? Whole(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && ((JsonValue)node).TryGetValue<int>(out var whole) && whole != int.MinValue ? whole
        : null;
}

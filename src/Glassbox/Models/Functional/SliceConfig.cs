using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>
/// What is taken of a tensor, <c>x[.., 1..3]</c>, as Keras writes Python's slices: a position is a number, a range has a start, a stop and
/// a step.
/// </summary>
internal static class SliceConfig
{
    /// <summary>One slice by itself, several as a list.</summary>
    public static JsonNode Write(IReadOnlyList<Slice> slices) =>
        slices is [var only] ? Write(only) : new JsonArray([.. slices.Select(Write)]);

    /// <exception cref="InvalidDataException">It is no slice.</exception>
    /// <exception cref="NotSupportedException">It is one that is not known here, such as an ellipsis.</exception>
    public static Slice[] Read(JsonNode? key, string operation) =>
        key is JsonArray several ? [.. several.Select(item => ReadOne(item, operation))] : [ReadOne(key, operation)];

    private static JsonNode Write(Slice slice)
    {
        var (range, step) = (slice.Range, slice.StepLength);
        return slice.IsPosition ? Number(range.Start) : new JsonObject
        {
            ["class_name"] = "__slice__",
            ["config"] = new JsonObject
            {
                ["start"] = range.Start.Equals(Index.Start) ? null : range.Start.Equals(Index.End) ? int.MaxValue : Number(range.Start),
                ["stop"] = range.End.Equals(Index.End) ? null : Number(range.End),
                ["step"] = step == 1 ? null : step,
            },
        };
    }

    private static Slice ReadOne(JsonNode? node, string operation)
    {
        if (Whole(node) is { } position)
        {
            return position;
        }

        if (node is not JsonObject slice || !FunctionalConfig.IsText(slice["class_name"])
            || slice["class_name"]!.GetValue<string>() != "__slice__" || slice["config"] is not JsonObject config)
        {
            throw new NotSupportedException($"The operation '{operation}' takes {Config.Shorten(node)} of a tensor, which is not "
                + "supported here; positions and ranges are.");
        }

        Index Bound(string key, Index missing) => config[key] is null
            ? missing
            : Whole(config[key]) is { } bound ? FromPython(bound) : throw new InvalidDataException($"The operation '{operation}': the "
            + $"{key} of a slice must be a whole number; received {Config.Shorten(config[key])}.");
        var range = Bound("start", Index.Start)..Bound("stop", Index.End);
        return config["step"] is null
            ? range
            : Whole(config["step"]) is { } step and > 0
                ? Slice.Step(range, step)
                : throw new NotSupportedException($"The operation '{operation}' takes a slice with step "
                + $"{Config.Shorten(config["step"])}; steps of 1 or more are supported.");
    }

    private static JsonValue Number(Index index) => JsonValue.Create(index.IsFromEnd ? -index.Value : index.Value);

    private static Index FromPython(int position) => position < 0 ? ^(position == int.MinValue ? int.MaxValue : -position) : position;

    private static int? Whole(JsonNode? node) =>
        node?.GetValueKind() == JsonValueKind.Number && ((JsonValue)node).TryGetValue<int>(out var whole) && whole != int.MinValue ? whole
        : null;
}

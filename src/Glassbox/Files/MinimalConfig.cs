using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>
/// Leaves out of a description what older versions of Keras refuse and newer ones take for granted, so that every Keras from 3.6 on reads
/// it: keys that came later, as long as they are null or false, and the long form of types.
/// </summary>
internal static class MinimalConfig
{
    private static readonly HashSet<string> NewKeys =
    [
        "input_axes", "output_axes", "quantization_config", "optional", "ragged", "sparse", "use_gate", "sliding_window", "synchronized",
        "renorm", "renorm_clipping", "lora_rank", "lora_alpha", "num_regressors", "auto_mask",
    ];

    public static JsonNode? Of(JsonNode? node) => node switch
    {
        JsonObject policy when policy["class_name"] is JsonValue name && name.GetValueKind() == JsonValueKind.String
            && name.GetValue<string>() == "DTypePolicy" =>
            policy["config"]!["name"]!.DeepClone(),
        JsonObject pairs => new JsonObject(pairs.Where(pair => !IsLeftOut(pairs, pair.Key, pair.Value))
        .Select(pair => KeyValuePair.Create(pair.Key, Of(pair.Value)))), JsonArray items => new JsonArray([.. items.Select(Of)]),
        _ => node?.DeepClone(),
    };

    private static bool IsLeftOut(JsonObject pairs, string key, JsonNode? value) =>
        (NewKeys.Contains(key) && (value is null || value.GetValueKind() == JsonValueKind.False)) ||
        // A momentum means nothing without what it belongs to.
        (key == "renorm_momentum" && (pairs["renorm"] is null || pairs["renorm"]!.GetValueKind() == JsonValueKind.False)) ||
        // Older random flips, contrasts and brightnesses know no order of axes, and older contrasts no range of values.
        (key == "data_format" && (pairs.ContainsKey("value_range") || IsFlip(pairs["mode"]))
            && KerasJson.Write(value) == "\"channels_last\"") ||
        (key == "value_range" && value is JsonArray { Count: 2 } range && KerasJson.Write(range[0]) is "0" or "0.0"
            && KerasJson.Write(range[1]) is "255" or "255.0");

    private static bool IsFlip(JsonNode? mode) =>
        mode?.ToJsonString() is "\"horizontal\"" or "\"vertical\"" or "\"horizontal_and_vertical\"";
}

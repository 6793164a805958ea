using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>
/// Removes config entries that older versions of Keras reject and newer ones default, so that every Keras from 3.6 on can read the file:
/// keys added later if they are null or false, and the long form of dtypes.
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
        .Select(pair => KeyValuePair.Create(pair.Key, Of(pair.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Of)]),
        _ => node?.DeepClone(),
    };

    private static bool IsLeftOut(JsonObject pairs, string key, JsonNode? value) =>
        (NewKeys.Contains(key) && (value is null || value.GetValueKind() == JsonValueKind.False)) ||
        // A momentum is meaningless without the feature it belongs to.
        (key == "renorm_momentum" && (pairs["renorm"] is null || pairs["renorm"]!.GetValueKind() == JsonValueKind.False)) ||
        // Older random flip, contrast and brightness layers have no data_format, and older contrast layers no value_range.
        (key == "data_format" && (pairs.ContainsKey("value_range") || IsFlip(pairs["mode"]))
            && KerasJson.Write(value) == "\"channels_last\"") ||
        (key == "value_range" && value is JsonArray { Count: 2 } range && KerasJson.Write(range[0]) is "0" or "0.0"
            && KerasJson.Write(range[1]) is "255" or "255.0");

    private static bool IsFlip(JsonNode? mode) =>
        mode?.ToJsonString() is "\"horizontal\"" or "\"vertical\"" or "\"horizontal_and_vertical\"";
}

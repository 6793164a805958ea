using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>Small tensors in configurations, as nested lists of numbers.</summary>
internal static class ConfigTensor
{
    /// <summary>The values as nested lists; null for null.</summary>
    public static JsonNode? Write(Tensor? tensor) => tensor switch
    {
        null => null,
        { Rank: 0 } => JsonValue.Create((double)tensor),
        _ => new JsonArray([.. Enumerable.Range(0, tensor.Shape[0]).Select(i => Write(tensor[i]))]),
    };

    /// <summary>A number or nested list as a float64 tensor; null if the setting is missing.</summary>
    /// <exception cref="InvalidDataException">It is neither a number nor a nested list.</exception>
    public static Tensor? Read(Config config, string key) => config.GetNode(key) is { } node ? Read(config, key, node) : null;

    private static Tensor Read(Config config, string key, JsonNode? node) => node switch
    {
        JsonArray list => Ops.Stack([.. list.Select(item => Read(config, key, item))]),
        // A serialized NumPy array or backend tensor.
        JsonObject { Count: > 0 } array when array["config"] is JsonObject values && values["value"] is { } within =>
            Read(config, key, within),
        _ => Config.AsDouble(node) ?? throw config.Wrong(key, node, "a number or lists of numbers"),
    };
}

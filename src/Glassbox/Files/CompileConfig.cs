using System.Text.Json.Nodes;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;

namespace Glassbox.Saving;

/// <summary>Serialization of a model's compile settings.</summary>
internal static class CompileConfig
{
    public static JsonObject Of(Model model) => model is not { Compiled: { } options, OptimizerOrNone: { } optimizer } ? [] : new Config
    {
        { "optimizer", optimizer },
        { "loss", Node(options.Loss, loss => ((IConfigurable)loss).Serialize()) },
        { "loss_weights", options.LossWeights is { IsSingle: true, One: 1 } ? null
        : Node(options.LossWeights, weight => JsonValue.Create(weight)) }, { "metrics", Node(options.Metrics, List) },
        { "weighted_metrics", Node(options.WeightedMetrics, List) },
        { "run_eagerly", false }, { "steps_per_execution", 1 }, { "jit_compile", false },
    }.Values;

    /// <summary>Compiles a model with the settings in a file.</summary>
    /// <exception cref="InvalidDataException">The config is invalid.</exception>
    /// <exception cref="NotSupportedException">The config uses an unsupported feature.</exception>
    public static void Apply(Model model, JsonObject description, string where)
    {
        if (description.Count == 0)
        {
            return;
        }

        var config = new Config($"{where}, compile_config", description);
        var optimizer = config.GetObject("optimizer", Optimizer.Known);
        model.Compile(
            optimizer,
            Structure(config, "loss", node => Loss.Known.Deserialize(node, $"{where}, loss")),
            Structure(config, "metrics", node => Metrics(node, where)),
            Structure(config, "weighted_metrics", node => Metrics(node, where)),
            Structure(config, "loss_weights", node => (node as JsonValue)?.TryGetValue<double>(out var weight) == true ? weight
            : throw config.Wrong("loss_weights", node, "numbers")));
    }

    private static JsonNode? List(Metric[] metrics) =>
        metrics.Length == 0 ? null : new JsonArray([.. metrics.Select(metric => ((IConfigurable)metric).Serialize())]);

    private static JsonNode? Node<T>(Structure<T> nest, Func<T, JsonNode?> one) => nest.Count == 0
        ? null
        : nest.IsSingle
            ? one(nest.One)
            : nest.Keys is { } keys
                ? new JsonObject(keys.Zip(nest, (key, value) => KeyValuePair.Create(key, one(value))))
                : new JsonArray([.. nest.Select(one)]);

    // The config of an object has a class_name; other dictionaries are values by output name. A list of metrics belongs to one output
    // unless it holds lists.
    private static Structure<T> Structure<T>(Config config, string key, Func<JsonNode?, T> one) => config.GetNode(key) switch
    {
        null => default,
        JsonObject named when !named.ContainsKey("class_name") =>
        named.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => one(pair.Value)),
        JsonArray list when typeof(T) != typeof(Metric[]) || list.Any(item => item is JsonArray) =>
        list.Select(one).ToArray(),
        var node => one(node),
    };

    private static Metric[] Metrics(JsonNode? node, string where) => node switch
    {
        null => [],
        JsonArray list => [.. list.Select(item => Metric.Known.Deserialize(item, $"{where}, metrics"))],
        _ => [Metric.Known.Deserialize(node, $"{where}, metrics")],
    };
}

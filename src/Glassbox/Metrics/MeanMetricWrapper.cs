using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Layers;

namespace Glassbox.Metrics;

/// <summary>The mean of what a function says of each sample. A function is accepted wherever a metric is.</summary>
/// <param name="fn">From what is right and what was predicted to a value for each sample.</param>
/// <param name="name">The key under which it is logged; by default the function's name in snake case, <c>mean_prediction</c>, and
/// <c>lambda</c> of one without a name.</param>
/// <param name="dtype">The type that files name, float32 by default; figures are gathered in double precision whatever it is.</param>
/// <remarks>Source: <see href="https://keras.io/api/metrics/base_metric/"/>.</remarks>
public sealed class MeanMetricWrapper(Func<Tensor, Tensor, Tensor> fn, string? name = null, DType? dtype = null)
    : MeanMetric(name ?? LayerNames.OfFunction(fn), dtype)
{
    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred)
    {
        using var code = RunningCode.Enter(isUsers: true);
        return fn(yTrue, yPred);
    }

    private protected override JsonNode Serialize() =>
        new JsonObject { ["module"] = "builtins", ["class_name"] = "function", ["config"] = Name, ["registered_name"] = Name };
}

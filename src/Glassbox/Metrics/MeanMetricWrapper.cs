using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Layers;

namespace Glassbox.Metrics;

/// <summary>The mean of a function of targets and predictions. Where a metric is expected, a function is accepted.</summary>
/// <param name="fn">Maps targets and predictions to a value per sample.</param>
/// <param name="name">Key in the logs; by default the function's name in snake case, <c>mean_prediction</c>, or <c>lambda</c> for an
/// anonymous function.</param>
/// <param name="dtype">Data type recorded in files, float32 by default; values are always accumulated in double precision.</param>
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

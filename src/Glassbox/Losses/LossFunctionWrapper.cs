using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Layers;

namespace Glassbox.Losses;

/// <summary>
/// Wraps a function as a loss. Functions convert to losses implicitly, except within lists and dictionaries, where the wrapper is needed:
/// <c>["mse", new LossFunctionWrapper(OwnLoss)]</c>.
/// </summary>
/// <param name="fn">Maps targets and predictions to a loss per sample, with differentiable operations (<see cref="Ops"/>).</param>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss; by default the function's name in snake case.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/"/>.</remarks>
public sealed class LossFunctionWrapper(Func<Tensor, Tensor, Tensor> fn, Reduction reduction = default, string? name = null,
    DType? dtype = null)
    : Loss(name ?? LayerNames.OfFunction(fn), reduction, dtype)
{
    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        using var code = RunningCode.Enter(isUsers: true);
        return fn(yTrue, yPred);
    }

    private protected override JsonNode Serialize() =>
        new JsonObject { ["module"] = "builtins", ["class_name"] = "function", ["config"] = Name, ["registered_name"] = Name };
}

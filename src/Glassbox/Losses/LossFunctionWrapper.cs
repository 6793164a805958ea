using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Layers;

namespace Glassbox.Losses;

/// <summary>
/// A function as a loss. A function is accepted wherever a loss is, but within lists and dictionaries, where this is how to write it:
/// <c>["mse", new LossFunctionWrapper(OwnLoss)]</c>.
/// </summary>
/// <param name="fn">From what is right and what was predicted to a loss for each sample, made of differentiable operations
/// (<see cref="Ops"/>).</param>
/// <param name="reduction">How the losses of a batch become one number.</param>
/// <param name="name">What it is called; by default the function's name in snake case.</param>
/// <param name="dtype">The type to compute in; that of the predictions by default.</param>
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

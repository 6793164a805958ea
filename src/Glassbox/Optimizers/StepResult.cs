using Glassbox.Layers;

namespace Glassbox.Optimizers;

/// <summary>
/// The result of the forward and backward pass before anything is changed: the loss, the gradients, and the state updates that
/// <see cref="Optimizer.Apply(StepResult)"/> will commit. The gradients can be replaced in between, for example by averages over several
/// processes: <c>result with { Gradients = averages }</c>.
/// </summary>
public sealed record StepResult
{
    /// <summary>Creates a step to be applied.</summary>
    /// <param name="loss">Scalar loss.</param>
    /// <param name="predicted">The model's predictions for the batch.</param>
    /// <param name="variables">The variables to update.</param>
    /// <param name="gradients">Gradient of the loss with respect to each variable; null leaves the variable unchanged.</param>
    /// <param name="call">Context of the forward pass, with uncommitted state updates.</param>
    /// <exception cref="ArgumentException">The counts of gradients and variables differ.</exception>
    public StepResult(
        Tensor loss, Structure<Tensor> predicted, IReadOnlyList<Variable> variables, IReadOnlyList<Tensor?> gradients, CallContext call)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(call);
        if (gradients.Count != variables.Count)
        {
            throw new ArgumentException(
                $"There must be one gradient for each variable; received {gradients.Count} gradients for {variables.Count} variables.",
                nameof(gradients));
        }

        (Loss, Predicted, Variables, Gradients, Call) = (loss, predicted, variables, gradients, call);
    }

    /// <summary>The scalar loss of the batch.</summary>
    public Tensor Loss { get; init; }

    /// <summary>The model's predictions for the batch.</summary>
    public Structure<Tensor> Predicted { get; }

    /// <summary>The trainable variables.</summary>
    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>Gradients of the loss with respect to the variables; null where the loss does not depend on one.</summary>
    public IReadOnlyList<Tensor?> Gradients { get; init; }

    /// <summary>The compiled loss of each output by name, unweighted; empty if the model computed its loss otherwise.</summary>
    public IReadOnlyDictionary<string, Tensor> OutputLosses =>
        (Call.OutputLosses ?? []).ToDictionary(pair => pair.Output, pair => pair.Loss);

    /// <summary>Context of the forward pass: the losses added by layers, and uncommitted state updates.</summary>
    public CallContext Call { get; }
}

using Glassbox.Layers;

namespace Glassbox.Optimizers;

/// <summary>
/// What a training step has found out before anything changes: the loss, the gradients, and the state updates that wait for
/// <see cref="Optimizer.Apply(StepResult)"/>. Between the two the gradients may be replaced, by averages over several processes for
/// example: <c>result with { Gradients = averages }</c>.
/// </summary>
public sealed record StepResult
{
    /// <summary>A step that is still to be made.</summary>
    /// <param name="loss">One number.</param>
    /// <param name="predicted">What the model made of the batch.</param>
    /// <param name="variables">What to change.</param>
    /// <param name="gradients">The derivative of the loss by each variable; null leaves a variable alone.</param>
    /// <param name="call">The call in which the model did, with state updates that are not committed.</param>
    /// <exception cref="ArgumentException">There are more or fewer gradients than variables.</exception>
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

    /// <summary>The loss of the batch, one number.</summary>
    public Tensor Loss { get; init; }

    /// <summary>What the model made of the batch.</summary>
    public Structure<Tensor> Predicted { get; }

    /// <summary>The trainable variables.</summary>
    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>The derivative of the loss by each variable; null where the loss does not depend on one.</summary>
    public IReadOnlyList<Tensor?> Gradients { get; init; }

    /// <summary>
    /// The compiled loss of each output by its name, before it is weighted; empty where the model computed its loss otherwise.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> OutputLosses =>
        (Call.OutputLosses ?? []).ToDictionary(pair => pair.Output, pair => pair.Loss);

    /// <summary>
    /// The call in which the model predicted: what layers added to the loss, and the state updates that are not committed yet.
    /// </summary>
    public CallContext Call { get; }
}

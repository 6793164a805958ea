namespace Glassbox;

/// <summary>
/// What an observer sees of a training step. All tensors are copies, which stay as they are whatever the training does next.
/// </summary>
public sealed class StepSnapshot
{
    private static readonly Dictionary<string, IReadOnlyList<Tensor>> NoActivations = [];
    private static readonly Dictionary<string, Tensor> NoTensors = [];

    internal StepSnapshot(long step, int? epoch, Logs logs) => (Step, Epoch, Logs) = (step, epoch, logs);

    /// <summary>How many steps the optimizer had made before this one; where several batches make a step, each counts.</summary>
    public long Step { get; }

    /// <summary>The epoch of Fit, counted from 0; null for a step by itself.</summary>
    public int? Epoch { get; }

    /// <summary>The figures so far, as callbacks get them.</summary>
    public Logs Logs { get; }

    /// <summary>
    /// The outputs of the chosen layers by their names, in the order in which they were computed: several of a layer with several outputs,
    /// or of one that is used several times.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> Activations { get; internal init; } = NoActivations;

    /// <summary>
    /// The derivatives of the loss by the weights of the chosen layers, by the weights' paths (<c>dense_1/kernel</c>); those that the loss
    /// does not depend on are left out.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Gradients { get; internal init; } = NoTensors;

    /// <summary>The weights of the chosen layers after the step, by their paths (<c>dense_1/kernel</c>).</summary>
    public IReadOnlyDictionary<string, Tensor> Weights { get; internal init; } = NoTensors;
}

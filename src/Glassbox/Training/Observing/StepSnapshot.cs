namespace Glassbox;

/// <summary>Snapshot of a training step for an observer. All tensors are copies, unaffected by further training.</summary>
public sealed class StepSnapshot
{
    private static readonly Dictionary<string, IReadOnlyList<Tensor>> NoActivations = [];
    private static readonly Dictionary<string, Tensor> NoTensors = [];

    internal StepSnapshot(long step, int? epoch, Logs logs) => (Step, Epoch, Logs) = (step, epoch, logs);

    /// <summary>Number of optimizer calls before this one; with gradient accumulation each batch counts.</summary>
    public long Step { get; }

    /// <summary>Zero-based epoch of Fit; null for a single step.</summary>
    public int? Epoch { get; }

    /// <summary>The running logs, as passed to callbacks.</summary>
    public Logs Logs { get; }

    /// <summary>
    /// Outputs of the chosen layers by layer name, in order of computation: several for a layer with several outputs or calls.
    /// </summary>
    public IReadOnlyDictionary<string, IReadOnlyList<Tensor>> Activations { get; internal init; } = NoActivations;

    /// <summary>
    /// Gradients of the loss with respect to the weights of the chosen layers, by weight path (<c>dense_1/kernel</c>); weights without a
    /// gradient are left out.
    /// </summary>
    public IReadOnlyDictionary<string, Tensor> Gradients { get; internal init; } = NoTensors;

    /// <summary>Weights of the chosen layers after the step, by path (<c>dense_1/kernel</c>).</summary>
    public IReadOnlyDictionary<string, Tensor> Weights { get; internal init; } = NoTensors;
}

using Glassbox.Backends;
using Glassbox.Regularizers;

namespace Glassbox.Layers;

public abstract partial class Layer
{
    private Regularizer? activityRegularizer;

    /// <summary>
    /// Regularization penalties of the trainable weights, one scalar each. Losses that a call adds are in its context:
    /// <see cref="CallContext.Losses"/>.
    /// </summary>
    public IReadOnlyList<Tensor> Losses => WeightLosses(null);

    /// <summary>Regularizer applied to the output; its penalty, divided by the batch size, is added to the loss. Null for none.</summary>
    public Regularizer? ActivityRegularizer
    {
        get => activityRegularizer;
        protected init => activityRegularizer = value;
    }

    /// <summary>Regularization penalties of the trainable weights, at their values within a call.</summary>
    internal IReadOnlyList<Tensor> WeightLosses(CallContext? call)
    {
        using var code = RunningCode.Enter(isUsers: false);
        List<Tensor>? losses = null;
        foreach (var weight in TrainableVariables)
        {
            if (weight.Regularizer is { } regularizer)
            {
                (losses ??= []).Add(call?.Pending(weight) is { } pending ? regularizer.Apply(pending) : regularizer.Apply(weight));
            }
        }

        return losses ?? (IReadOnlyList<Tensor>)[];
    }
}

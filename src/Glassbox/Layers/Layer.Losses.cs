using Glassbox.Backends;
using Glassbox.Regularizers;

namespace Glassbox.Layers;

public abstract partial class Layer
{
    private Regularizer? activityRegularizer;

    /// <summary>
    /// The prices of the trainable weights, each one number. What a call adds to the loss is in its context:
    /// <see cref="CallContext.Losses"/>.
    /// </summary>
    public IReadOnlyList<Tensor> Losses => WeightLosses(null);

    /// <summary>The price of the output, which is added to the loss, divided by the batch size; null for none.</summary>
    public Regularizer? ActivityRegularizer
    {
        get => activityRegularizer;
        protected init => activityRegularizer = value;
    }

    /// <summary>The prices of the trainable weights as they are in a call.</summary>
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

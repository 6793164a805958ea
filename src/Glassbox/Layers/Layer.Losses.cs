using Glassbox.Regularizers;

namespace Glassbox.Layers;

public abstract partial class Layer
{
    private readonly CallLosses callLosses = new();

    /// <summary>
    /// What is added to the loss: the prices of the trainable weights, and what the last call added with <see cref="AddLoss"/>, each one number.
    /// </summary>
    public IReadOnlyList<Tensor> Losses
    {
        get
        {
            var added = new DistinctList<Tensor>();
            foreach (var layer in SelfAndSublayers())
            {
                added.AddNew(layer.callLosses.Of(callLosses.LastCall));
            }

            List<Tensor> losses = [.. added.Items];
            foreach (var weight in TrainableVariables)
            {
                if (weight.Regularizer is { } regularizer)
                {
                    losses.Add(regularizer.Call(weight));
                }
            }

            return losses;
        }
    }

    /// <summary>The price of the output, which is added to the loss, divided by the batch size; null for none.</summary>
    public Regularizer? ActivityRegularizer { get; protected init; }

    /// <summary>Adds to the loss of the batch that is being computed; to be called in <see cref="Call(Tensor, bool)"/>.</summary>
    /// <param name="loss">One number, made of differentiable operations.</param>
    /// <exception cref="ArgumentException">It is more than one number.</exception>
    protected void AddLoss(Tensor loss) => callLosses.Add(loss.Rank == 0
        ? loss
        : throw new ArgumentException($"Layer '{Name}': AddLoss takes one number; received shape {loss.Shape}. Take its Ops.Sum or Ops.Mean.", nameof(loss)));
}

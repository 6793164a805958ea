using Glassbox.Losses;

namespace Glassbox.Metrics;

/// <summary>A loss that is watched instead of made small.</summary>
public abstract class LossMetric : MeanMetric
{
    private readonly Loss loss;

    private protected LossMetric(string name, DType? dtype, Loss loss)
        : base(name, dtype) => this.loss = loss;

    /// <inheritdoc/>
    public override bool? LargerIsBetter => false;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred) => loss.Call(yTrue, yPred);
}

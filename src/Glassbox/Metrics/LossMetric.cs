using Glassbox.Losses;

namespace Glassbox.Metrics;

/// <summary>Base class of metrics that report a loss function.</summary>
public abstract class LossMetric : MeanMetric
{
    private readonly Loss loss;

    private protected LossMetric(string name, DType? dtype, Loss loss)
        : base(name, dtype) => this.loss = loss;

    /// <inheritdoc/>
    public override bool? LargerIsBetter => false;

    /// <inheritdoc/>
    protected override Tensor Values(Tensor yTrue, Tensor yPred) => loss.Call(yTrue, yPred);

    private protected sealed override bool IsByElement => loss is Losses.MeanSquaredError or Losses.MeanAbsoluteError
        or Losses.MeanAbsolutePercentageError or Losses.MeanSquaredLogarithmicError or Losses.LogCosh or Losses.Poisson
        or Losses.BinaryCrossentropy or Losses.Hinge or Losses.SquaredHinge;

    private protected sealed override Tensor? Counts(Tensor yTrue, Tensor values) => loss.Counts(yTrue, values);
}

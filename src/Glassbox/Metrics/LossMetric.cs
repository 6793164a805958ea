using Glassbox.Losses;

namespace Glassbox.Metrics;

/// <summary>A loss that is watched instead of made small.</summary>
internal sealed class LossMetric(string name, Loss loss) : MeanMetric(name)
{
    protected override Tensor Values(Tensor yTrue, Tensor yPred) => loss.Call(yTrue, yPred);
}

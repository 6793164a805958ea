namespace Glassbox.Metrics;

/// <summary>
/// "accuracy" or "crossentropy", resolved by the shapes of the first batch: binary for one output per sample, sparse for targets without a
/// class axis, otherwise categorical.
/// </summary>
internal sealed class MetricByShape(string name, bool crossentropy) : Metric(name)
{
    private Metric? resolved;

    public override bool? LargerIsBetter => !crossentropy;

    public override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        resolved ??= Resolve(yTrue, yPred);
        resolved.UpdateState(yTrue, yPred, sampleWeight);
    }

    public override double Result() => resolved?.Result() ?? 0;

    public override void ResetState() => resolved?.ResetState();

    internal override Figure Snapshot() => resolved?.Snapshot() ?? 0;

    internal override object? Gathered
    {
        get => resolved is null ? null : (resolved, resolved.Gathered);
        set
        {
            resolved = null;
            if (value is (Metric before, { } gathered))
            {
                resolved = before;
                resolved.Gathered = gathered;
            }
        }
    }

    private Metric Resolve(Tensor yTrue, Tensor yPred)
    {
        if (yPred.Shape[^1] == 1)
        {
            return crossentropy ? new BinaryCrossentropyMetric(Name) : new BinaryAccuracy(name: Name);
        }

        return yTrue.Rank < yPred.Rank || yTrue.Shape[^1] == 1
            ? crossentropy ? new SparseCategoricalCrossentropyMetric(Name) : new SparseCategoricalAccuracy(Name)
            : crossentropy ? new CategoricalCrossentropyMetric(Name) : new CategoricalAccuracy(Name);
    }
}

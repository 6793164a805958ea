namespace Glassbox;

/// <summary>Converts class weights to sample weights.</summary>
internal static class ClassWeights
{
    /// <summary>The weight of each sample's class; 1 for classes not listed.</summary>
    /// <param name="y">One-hot targets [samples, classes], or integer labels [samples] or [samples, 1].</param>
    /// <param name="weights">Weight per class label.</param>
    public static Tensor ToSampleWeights(Tensor y, IReadOnlyDictionary<int, double> weights)
    {
        var labels = y.Rank > 1 && y.Shape[^1] > 1 ? y.ArgMax(-1) : Ops.Round(y).Reshape(y.Shape[0], -1).Cast(DType.Int64);
        if (labels.Size != y.Shape[0])
        {
            throw new ArgumentException($"Class weights need one class for each sample; received targets of shape {y.Shape}.", nameof(y));
        }

        if (weights.FirstOrDefault(weight => !double.IsFinite(weight.Value)) is { Value: not 0 } wrong)
        {
            throw new ArgumentException($"Class weights must be finite numbers; class {wrong.Key} has {wrong.Value}.", nameof(weights));
        }

        var target = new float[y.Shape[0]];
        var classes = labels.AsSpan<long>();
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = (float)weights.GetValueOrDefault((int)classes[i], 1);
        }

        return Tensor.FromSpan<float>(target);
    }
}

namespace Glassbox;

/// <summary>
/// Samples with their targets and weights: a batch of a stream, or a whole validation set. Tuples are accepted: <c>validationData: (xTest, yTest)</c>.
/// </summary>
/// <param name="X">The samples; the first axis counts them.</param>
/// <param name="Y">The targets, or null.</param>
/// <param name="SampleWeight">How much each sample counts, or null.</param>
public sealed record Batch(Tensor X, Tensor? Y = null, Tensor? SampleWeight = null)
{
    /// <summary>Samples with targets.</summary>
    public static implicit operator Batch((Tensor X, Tensor Y) pair) => new(pair.X, pair.Y);

    /// <summary>Samples with targets and weights.</summary>
    public static implicit operator Batch((Tensor X, Tensor Y, Tensor SampleWeight) triple) => new(triple.X, triple.Y, triple.SampleWeight);
}

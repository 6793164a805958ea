using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Negative cosine similarity of target and prediction: −1 for the same direction, 0 for orthogonal, 1 for opposite vectors.
/// </summary>
/// <param name="axis">Axis of the vectors; the last by default.</param>
/// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/losses/regression_losses/#cosinesimilarity-class"/>.</remarks>
public sealed class CosineSimilarity(int axis = -1, Reduction reduction = default, string name = "cosine_similarity", DType? dtype = null)
    : Loss(name, reduction, dtype)
{
    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axis", axis } };

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        return -Cosine(Ops.Cast(yTrue, yPred.DType), yPred, axis);
    }

    internal static CosineSimilarity FromConfig(Config config) =>
        new(config.GetInt32("axis", -1), config.GetReduction(), config.GetString("name", "cosine_similarity"));

    /// <summary>a·b / (|a|·|b|) along an axis; norms are at least 1e-7.</summary>
    internal static Tensor Cosine(Tensor a, Tensor b, int axis)
    {
        return Ops.Sum(Unit(a) * Unit(b), axis);

        Tensor Unit(Tensor x) => x / Ops.Sqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), axis, keepdims: true), Epsilon * Epsilon));
    }
}

using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Circle loss for metric learning, on L2-normalized embeddings and class labels: pulls pairs of the same class within the batch together
/// and pushes other pairs apart, weighting pairs by their distance from the optimum: softplus(log Σ e^(−γ·w⁺·(m − d)) + log Σ e^(γ·w⁻·(1 −
/// m − d))) with d = 1 − cos, w⁺ = max(m + d, 0), w⁻ = max(1 + m − d, 0).
/// </summary>
/// <param name="gamma">γ: scale factor; 80 by default.</param>
/// <param name="margin">m: relaxation margin; 0.4 by default.</param>
/// <param name="removeDiagonal">Whether to exclude pairs of a sample with itself.</param>
/// <param name="reduction">How the losses of a batch are reduced to a scalar. Samples without a positive pair in their batch are
/// excluded.</param>
/// <param name="name">Name of the loss.</param>
/// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
/// <remarks>Source: Sun et al., 2020; <see href="https://keras.io/api/losses/metric_learning_losses/"/>.</remarks>
public sealed class Circle(
    double gamma = 80, double margin = 0.4, bool removeDiagonal = true, Reduction reduction = default, string name = "circle",
    DType? dtype = null)
    : Loss(name, reduction, dtype)
{
    private readonly double gamma = Setting.Finite(gamma);
    private readonly double margin = Setting.Finite(margin);

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "gamma", gamma }, { "margin", margin }, { "remove_diagonal", removeDiagonal } };

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred) => Against(yTrue, yPred, yTrue, yPred);

    /// <summary>The loss of each sample against reference embeddings.</summary>
    /// <param name="yTrue">Class labels of the samples.</param>
    /// <param name="yPred">Embeddings of the samples.</param>
    /// <param name="refLabels">Class labels of the references.</param>
    /// <param name="refEmbeddings">Embeddings of the references.</param>
    /// <exception cref="ArgumentException">The shapes are inconsistent.</exception>
    internal Tensor Against(Tensor yTrue, Tensor yPred, Tensor refLabels, Tensor refEmbeddings)
    {
        CheckEmbeddings(yTrue, yPred, nameof(yTrue));
        CheckEmbeddings(refLabels, refEmbeddings, nameof(refLabels));
        if (refEmbeddings.Shape[1] != yPred.Shape[1])
        {
            throw new ArgumentException($"{Name} compares embeddings of one size; received shapes {yPred.Shape} and {refEmbeddings.Shape}.",
                nameof(refEmbeddings));
        }

        var (samples, others) = (yPred.Shape[0], refEmbeddings.Shape[0]);
        var same = Ops.Equal(Ops.Reshape(yTrue, [samples, 1]), Ops.Reshape(refLabels, [1, others]));
        var distance = Ops.Maximum(1 - Ops.MatMul(yPred, Ops.Transpose(refEmbeddings)), 0);
        var pull = Ops.Maximum(distance + margin, 0) * (margin - distance) * -gamma;
        var push = Ops.Maximum(1 + margin - distance, 0) * (1 - margin - distance) * gamma;
        var partners = removeDiagonal ? Ops.LogicalAnd(same, !Tensor.Eye(samples, others, dtype: DType.Bool)) : same;
        return Ops.Softplus(LogSumExp(pull, partners) + LogSumExp(push, !same));
    }

    private void CheckEmbeddings(Tensor labels, Tensor embeddings, string argument)
    {
        if (embeddings.Rank != 2 || labels.Size != embeddings.Shape[0])
        {
            throw new ArgumentException($"{Name} needs embeddings of shape (samples, units) and one class label for each; received "
                + $"shapes {embeddings.Shape} and {labels.Shape}.", argument);
        }
    }

    /// <inheritdoc/>
    internal override Tensor Counts(Tensor yTrue, Tensor losses) => losses > 0;

    internal static Circle FromConfig(Config config) => new(
        config.GetDouble("gamma", 80), config.GetDouble("margin", 0.4), config.GetBoolean("remove_diagonal", true), config.GetReduction(),
        config.GetString("name", "circle"));

    /// <summary>log Σ eˣ over the selected pairs of each row; −∞, whose softplus is 0, if there are none.</summary>
    private static Tensor LogSumExp(Tensor x, Tensor meant)
    {
        var lowest = Ops.Where(meant, x, Ops.ZerosLike(x) + double.MinValue);
        var highest = Ops.StopGradient(Ops.Max(lowest, axis: 1, keepdims: true));
        var none = !Ops.Any(meant, axis: 1);
        var sum = Ops.Sum(Ops.Where(meant, Ops.Exp(Ops.Where(meant, x - highest, Ops.ZerosLike(x))), Ops.ZerosLike(x)), axis: 1);
        var log = Ops.Log(Ops.Where(none, Ops.OnesLike(sum), sum)) + Ops.Squeeze(highest, 1);
        return Ops.Where(none, Ops.ZerosLike(log) + double.NegativeInfinity, log);
    }
}

using System.Runtime.InteropServices;
using Glassbox.Backends;

namespace Glassbox;

/// <remarks>
/// gamma · (x − mean) / √(variance + epsilon) + beta in few passes, with gradients in few passes; where these are recorded themselves, for higher derivatives, they are made of operations.
/// </remarks>
public static partial class Ops
{
    /// <summary>Each channel of x [.., channels] gets mean 0 and variance 1 over all other axes. Gives the mean and the variance, too, which have no gradient.</summary>
    /// <param name="x">Floats with their channels last.</param>
    /// <param name="gamma">[channels], or null.</param>
    /// <param name="beta">[channels], or null.</param>
    /// <param name="epsilon">Is added to the variance.</param>
    internal static (Tensor Y, Tensor Mean, Tensor Variance) NormalizeBatch(Tensor x, Tensor? gamma, Tensor? beta, double epsilon)
    {
        var (mean, variance) = Kernels.ColumnMoments(x);
        var deviation = Deviation(variance, epsilon);
        var axes = Axes.Create([.. Enumerable.Range(0, x.Rank - 1)]);
        var sums = Once(dy => Kernels.NormalizeColumnsSums(dy, x, mean, deviation));
        var y = RecordNormalized(
            "normalize_batch",
            Kernels.NormalizeColumns(x, mean, deviation, gamma, beta),
            (x, dy => GradientTape.IsRecording ? NormalizedGradient(dy, x, gamma, axes, true, epsilon) : Kernels.NormalizeColumnsGradient(dy, x, mean, deviation, gamma, sums(dy).Gamma, sums(dy).Beta)),
            gamma,
            dy => GradientTape.IsRecording ? SumTo(dy * Normalized(x, axes, true, epsilon).Y, gamma!.Shape) : sums(dy).Gamma,
            beta,
            dy => GradientTape.IsRecording ? SumTo(dy, beta!.Shape) : sums(dy).Beta);
        return (y, mean, variance);
    }

    /// <summary>The same with a mean and a variance that are given.</summary>
    /// <param name="x">Floats with their channels last.</param>
    /// <param name="mean">[channels].</param>
    /// <param name="variance">[channels].</param>
    /// <param name="gamma">[channels], or null.</param>
    /// <param name="beta">[channels], or null.</param>
    /// <param name="epsilon">Is added to the variance.</param>
    internal static Tensor NormalizeBy(Tensor x, Tensor mean, Tensor variance, Tensor? gamma, Tensor? beta, double epsilon)
    {
        var deviation = Deviation(variance, epsilon);
        return RecordNormalized(
            "normalize_by",
            Kernels.NormalizeColumns(x, mean, deviation, gamma, beta),
            (x, Inner),
            gamma,
            dy => SumTo(dy * ((x - mean) / Sqrt(variance + epsilon)), gamma!.Shape),
            beta,
            dy => SumTo(dy, beta!.Shape),
            (mean, dy => -SumTo(Inner(dy), mean.Shape)),
            (variance, dy => SumTo(Inner(dy) * (x - mean), variance.Shape) / (-2 * (variance + epsilon))));

        Tensor Inner(Tensor dy) => (gamma is null ? dy : dy * gamma) / Sqrt(variance + epsilon);
    }

    /// <summary>What lies along the last axes of x, as many as gamma and beta have or are given, gets mean 0 and variance 1.</summary>
    /// <param name="x">Floats.</param>
    /// <param name="axes">How many of the last axes.</param>
    /// <param name="centered">Whether the mean is subtracted first.</param>
    /// <param name="gamma">Of the extents of the last axes, or null.</param>
    /// <param name="beta">Of the extents of the last axes, or null.</param>
    /// <param name="epsilon">Is added to the variance.</param>
    internal static Tensor NormalizeLast(Tensor x, int axes, bool centered, Tensor? gamma, Tensor? beta, double epsilon)
    {
        Shape weights = [.. x.Shape.AsSpan()[^axes..]];
        var (y, mean, deviation) = Kernels.NormalizeRows(x, Shape.Create(x.Shape.AsSpan()[..^axes]).Size, centered, gamma, beta, epsilon);
        var last = Axes.Create([.. Enumerable.Range(x.Rank - axes, axes)]);
        var gradients = Once(dy => Kernels.NormalizeRowsGradient(dy, x, centered, mean, deviation, gamma, weights));
        return RecordNormalized(
            "normalize_last",
            y,
            (x, dy => GradientTape.IsRecording ? NormalizedGradient(dy, x, gamma, last, centered, epsilon) : gradients(dy).X),
            gamma,
            dy => GradientTape.IsRecording ? SumTo(dy * Normalized(x, last, centered, epsilon).Y, weights) : gradients(dy).Gamma,
            beta,
            dy => GradientTape.IsRecording ? SumTo(dy, weights) : gradients(dy).Beta);
    }

    /// <summary>Each group of neighbouring channels of each sample of x [samples, .., channels] gets mean 0 and variance 1 over its channels and positions.</summary>
    /// <param name="x">Floats with their channels last.</param>
    /// <param name="groups">How many groups; they divide the channels.</param>
    /// <param name="gamma">[channels], or null.</param>
    /// <param name="beta">[channels], or null.</param>
    /// <param name="epsilon">Is added to the variance.</param>
    internal static Tensor NormalizeGroups(Tensor x, int groups, Tensor? gamma, Tensor? beta, double epsilon)
    {
        var (y, mean, deviation) = Kernels.NormalizeGroups(x, groups, gamma, beta, epsilon);
        Shape grouped = [.. x.Shape[..^1], groups, x.Shape[^1] / groups];
        var axes = Axes.Create([.. Enumerable.Range(1, x.Rank).Where(axis => axis != x.Rank - 1)]);
        var gradients = Once(dy => Kernels.NormalizeGroupsGradient(dy, x, mean, deviation, gamma));
        return RecordNormalized(
            "normalize_groups",
            y,
            (x, dy => GradientTape.IsRecording
                ? Reshape(NormalizedGradient(Reshape(dy, grouped), Reshape(x, grouped), gamma is null ? null : Reshape(gamma, [groups, x.Shape[^1] / groups]), axes, true, epsilon), x.Shape)
                : gradients(dy).X),
            gamma,
            dy => GradientTape.IsRecording ? SumTo(dy * Reshape(Normalized(Reshape(x, grouped), axes, true, epsilon).Y, x.Shape), gamma!.Shape) : gradients(dy).Gamma,
            beta,
            dy => GradientTape.IsRecording ? SumTo(dy, beta!.Shape) : gradients(dy).Beta);
    }

    /// <summary>The mean and the variance of each group of neighbouring channels of each sample, [samples, 1, .., groups, 1], of x seen as [samples, .., groups, channels / groups].</summary>
    internal static (Tensor Mean, Tensor Variance) GroupMoments(Tensor x, int groups)
    {
        Shape moments = [x.Shape[0], .. Enumerable.Repeat(1, x.Rank - 2), groups, 1];
        Shape grouped = [.. x.Shape[..^1], groups, x.Shape[^1] / groups];
        var (middle, spread) = Kernels.GroupMoments(StopGradient(x), groups);
        var count = x.Size / Math.Max(1, middle.Size);
        var mean = Record("mean", middle.Reshape(moments), (x, dy => Reshape(BroadcastTo(dy / count, grouped), x.Shape)));
        var variance = Record("variance", spread.Reshape(moments), (x, dy => Reshape((Reshape(x, grouped) - mean) * (dy * (2.0 / count)), x.Shape)));
        return (mean, variance);
    }

    /// <summary>√(variance + epsilon), in the steps of the operations.</summary>
    private static Tensor Deviation(Tensor variance, double epsilon) =>
        Kernels.Unary(UnaryOp.Sqrt, Kernels.Binary(BinaryOp.Add, variance, Tensor.Number(epsilon, variance.DType)));

    /// <summary>(x − mean) / √(variance + epsilon) and its divisor, made of operations.</summary>
    private static (Tensor Y, Tensor Deviation) Normalized(Tensor x, Axes axes, bool centered, double epsilon)
    {
        var distance = centered ? x - Mean(x, axes, keepdims: true) : x;
        var deviation = Sqrt(Mean(Square(distance), axes, keepdims: true) + epsilon);
        return (distance / deviation, deviation);
    }

    /// <summary>With g = gamma · dy and n = (x − mean) / deviation: (g − mean(g) − n · mean(g · n)) / deviation, made of operations.</summary>
    private static Tensor NormalizedGradient(Tensor dy, Tensor x, Tensor? gamma, Axes axes, bool centered, double epsilon)
    {
        var (n, deviation) = Normalized(x, axes, centered, epsilon);
        var g = gamma is null ? dy : dy * gamma;
        var d = g - (n * Mean(g * n, axes, keepdims: true));
        return (centered ? d - Mean(g, axes, keepdims: true) : d) / deviation;
    }

    /// <summary>Gradients that are computed together, once for all that ask for one of them.</summary>
    private static Func<Tensor, TGradients> Once<TGradients>(Func<Tensor, TGradients> compute)
    {
        (Tensor? From, TGradients? Gradients) last = default;
        return dy =>
        {
            if (!ReferenceEquals(dy, last.From))
            {
                last = (dy, compute(dy));
            }

            return last.Gradients!;
        };
    }

    private static Tensor RecordNormalized(
        string name, Tensor y, (Tensor, Func<Tensor, Tensor>) x, Tensor? gamma, Func<Tensor, Tensor> gammaGradient, Tensor? beta, Func<Tensor, Tensor> betaGradient,
        params ReadOnlySpan<(Tensor, Func<Tensor, Tensor>)> others)
    {
        List<(Tensor, Func<Tensor, Tensor>)> inputs = [x, .. others];
        if (gamma is not null)
        {
            inputs.Add((gamma, gammaGradient));
        }

        if (beta is not null)
        {
            inputs.Add((beta, betaGradient));
        }

        return Record(name, y, CollectionsMarshal.AsSpan(inputs));
    }
}

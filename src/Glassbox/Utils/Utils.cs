using Glassbox.Layers;

namespace Glassbox;

/// <summary>Utility functions, named as in <c>keras.utils</c>.</summary>
public static partial class Utils
{
    /// <summary>
    /// Seeds the whole program: everything that draws random numbers after this call (initializers, shuffling, dropout) draws the same ones
    /// in each run.
    /// </summary>
    public static void SetRandomSeed(int seed) => RandomSeed.Set(seed);

    /// <summary>
    /// Begins a scope whose random numbers depend on a seed alone, whatever other threads draw: <c>using var scope =
    /// Utils.RandomSeedScope(7);</c>. Makes parallel tests and trainings on several threads reproducible.
    /// </summary>
    /// <param name="seed">Start of the scope's seed sequence, as in <see cref="SetRandomSeed"/>.</param>
    /// <returns>Dispose it to restore the previous sequence.</returns>
    /// <remarks>
    /// The scope flows with the execution context: into called methods, through <c>await</c>, and into tasks and threads started within it
    /// (<see cref="AsyncLocal{T}"/>). Threads that share a scope share its sequence, so give each thread its own scope.
    /// <see cref="SetRandomSeed"/> within a scope restarts the scope's sequence.
    /// </remarks>
    public static IDisposable RandomSeedScope(int seed) => RandomSeed.BeginScope(seed);

    /// <summary>Resets the counters of automatic names, as at program start.</summary>
    public static void ClearSession() => LayerNames.Reset();

    /// <summary>One-hot encodes class labels.</summary>
    /// <param name="x">Integer labels from 0, of shape (…) or (…, 1).</param>
    /// <param name="numClasses">Number of classes; by default the largest label plus one.</param>
    /// <returns>A float32 tensor of shape (…, numClasses).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A label is negative or not below <paramref name="numClasses"/>.</exception>
    /// <exception cref="ArgumentException">The labels are not integers.</exception>
    public static Tensor ToCategorical(Tensor x, int? numClasses = null)
    {
        var labels = x.Rank > 1 && x.Shape[^1] == 1 ? x.Squeeze(-1) : x;
        var whole = labels.Cast(DType.Int64);
        if (labels.DType.IsFloating && !(bool)Ops.All(Ops.Equal(whole, labels)))
        {
            throw new ArgumentException("ToCategorical needs integer class labels; received fractions.", nameof(x));
        }

        var largest = whole.Size == 0 ? -1 : whole.Max().ToScalar<long>();
        var classes = numClasses ?? checked((int)largest + 1);
        if (classes < 1 || largest >= classes || (whole.Size > 0 && whole.Min().ToScalar<long>() < 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(x), $"ToCategorical with {classes} classes needs class labels 0 to {classes - 1}; received "
                + $"{(whole.Size == 0 ? "none" : $"labels from {whole.Min()} to {whole.Max()}")}.");
        }

        return Ops.OneHot(whole, classes);
    }
}

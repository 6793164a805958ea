using Glassbox.Layers;

namespace Glassbox;

/// <summary>Helpers, named as in <c>keras.utils</c>.</summary>
public static partial class Utils
{
    /// <summary>
    /// Makes the whole program reproducible: whatever draws random numbers after this call (initial weights, shuffling, dropout), draws the
    /// same ones in each run.
    /// </summary>
    public static void SetRandomSeed(int seed) => RandomSeed.Set(seed);

    /// <summary>
    /// Begins a scope whose random numbers follow from a seed alone, whatever other threads draw: <c>using var scope =
    /// Utils.RandomSeedScope(7);</c>. Tests that run in parallel, and trainings on several threads, give the same results each time.
    /// </summary>
    /// <param name="seed">Where the scope's sequence of seeds starts, as with <see cref="SetRandomSeed"/>.</param>
    /// <returns>Dispose it to go back to the sequence from before.</returns>
    /// <remarks>
    /// The scope goes along with the code: into the methods that it calls, through <c>await</c>, and into tasks and threads that it starts
    /// (<see cref="AsyncLocal{T}"/>). Threads that share one scope share its sequence, so give each thread a scope of its own.
    /// <see cref="SetRandomSeed"/> within a scope starts the scope's sequence over.
    /// </remarks>
    public static IDisposable RandomSeedScope(int seed) => RandomSeed.BeginScope(seed);

    /// <summary>Automatic names count from one again, as in a program that has just started.</summary>
    public static void ClearSession() => LayerNames.Reset();

    /// <summary>One-hot rows for class numbers: zeros with a one at the class.</summary>
    /// <param name="x">Whole numbers from 0, of shape (…) or (…, 1).</param>
    /// <param name="numClasses">The length of a row; by default the largest number and one.</param>
    /// <returns>A float32 tensor of shape (…, numClasses).</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative or not below <paramref name="numClasses"/>.</exception>
    /// <exception cref="ArgumentException">The numbers are not whole.</exception>
    public static Tensor ToCategorical(Tensor x, int? numClasses = null)
    {
        var labels = x.Rank > 1 && x.Shape[^1] == 1 ? x.Squeeze(-1) : x;
        var whole = labels.Cast(DType.Int64);
        if (labels.DType.IsFloating && !(bool)Ops.All(Ops.Equal(whole, labels)))
        {
            throw new ArgumentException("ToCategorical needs whole class numbers; received fractions.", nameof(x));
        }

        var largest = whole.Size == 0 ? -1 : whole.Max().ToScalar<long>();
        var classes = numClasses ?? checked((int)largest + 1);
        if (classes < 1 || largest >= classes || (whole.Size > 0 && whole.Min().ToScalar<long>() < 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(x), $"ToCategorical with {classes} classes needs class numbers 0 to {classes - 1}; received "
                + $"{(whole.Size == 0 ? "none" : $"numbers from {whole.Min()} to {whole.Max()}")}.");
        }

        return Ops.OneHot(whole, classes);
    }
}

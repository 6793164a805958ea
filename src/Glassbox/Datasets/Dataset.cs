using System.Collections;

namespace Glassbox.Datasets;

/// <summary>
/// A data set whose batches are created on demand: <c>model.Fit(dataset)</c>. Each enumeration is an epoch, optionally reshuffled; the last
/// batch may be smaller.
/// </summary>
public abstract class Dataset : IReadOnlyCollection<Batch>
{
    private readonly int batchSize;
    private readonly bool shuffle;
    private readonly int? seed;
    private uint epochs;

    private protected Dataset(int samples, int batchSize, bool shuffle, int? seed)
    {
        if (batchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"The batch size must be 1 or more; received {batchSize}.");
        }

        (Samples, this.batchSize, this.shuffle, this.seed) = (samples, batchSize, shuffle, seed);
    }

    /// <summary>Number of batches per epoch.</summary>
    public int Count => (Samples + batchSize - 1) / batchSize;

    /// <summary>Number of samples per epoch.</summary>
    public int Samples { get; }

    /// <summary>The batches of an epoch.</summary>
    public virtual IEnumerator<Batch> GetEnumerator()
    {
        var order = shuffle ? TensorFeed.Permutation(Samples, NextSeed()) : null;
        for (var start = 0; start < Samples; start += batchSize)
        {
            var end = Math.Min(start + batchSize, Samples);
            yield return Make(order is null ? [.. Enumerable.Range(start, end - start).Select(i => (long)i)] : order[start..end]);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Creates the batch of the given samples.</summary>
    private protected abstract Batch Make(long[] samples);

    /// <summary>A new seed for each epoch; a data set with the same initial seed yields the same sequence.</summary>
    private ulong NextSeed() => seed is { } own ? RandomSeed.Mix(RandomSeed.Resolve(own) + epochs++) : RandomSeed.Next();
}

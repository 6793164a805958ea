using System.Collections;

namespace Glassbox;

/// <summary>Samples in batches, each time anew.</summary>
internal sealed class CutBatches(Batch data, int batchSize, bool shuffle) : IReadOnlyCollection<Batch>
{
    /// <summary>How many batches there are.</summary>
    public int Count { get; } = new TensorFeed(data, batchSize, shuffle: false).Batches!.Value;

    /// <inheritdoc/>
    public IEnumerator<Batch> GetEnumerator() => new TensorFeed(data, batchSize, shuffle).Epoch().Select(batch => batch()).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

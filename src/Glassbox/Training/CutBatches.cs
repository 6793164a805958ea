using System.Collections;

namespace Glassbox;

/// <summary>Batches over in-memory samples; each enumeration starts anew.</summary>
internal sealed class CutBatches(Batch data, int batchSize, bool shuffle) : IReadOnlyCollection<Batch>
{
    /// <summary>Number of batches.</summary>
    public int Count { get; } = new TensorFeed(data, batchSize, shuffle: false).Batches!.Value;

    /// <inheritdoc/>
    public IEnumerator<Batch> GetEnumerator() => new TensorFeed(data, batchSize, shuffle).Epoch().Select(batch => batch()).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

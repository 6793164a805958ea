namespace Glassbox;

/// <summary>Batches from a user-provided sequence, such as an iterator method. Its length is known after the first epoch.</summary>
internal sealed class StreamFeed(IEnumerable<Batch> batches) : DataFeed
{
    private int? counted = batches is IReadOnlyCollection<Batch> collection ? collection.Count : null;

    public override int? Batches => counted;

    public override IEnumerable<Func<Batch>> Epoch()
    {
        var count = 0;
        foreach (var batch in batches)
        {
            count++;
            yield return () => batch;
        }

        counted = count > 0 ? count : throw new ArgumentException("There is no data: the stream of batches is empty. If it can be "
            + "enumerated once only, make it an iterator method that starts over.");
    }
}

namespace Glassbox;

/// <summary>Source of a loop's batches. Each batch is created on demand, within the step that uses it.</summary>
internal abstract class DataFeed
{
    /// <summary>Number of batches per epoch; null if not known yet.</summary>
    public abstract int? Batches { get; }

    /// <summary>The batches of an epoch.</summary>
    public abstract IEnumerable<Func<Batch>> Epoch();
}

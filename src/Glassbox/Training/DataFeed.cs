namespace Glassbox;

/// <summary>Where a loop's batches come from. A batch is made when it is asked for, within the step that uses it.</summary>
internal abstract class DataFeed
{
    /// <summary>How many batches an epoch has; null if that is not known yet.</summary>
    public abstract int? Batches { get; }

    /// <summary>The batches of an epoch.</summary>
    public abstract IEnumerable<Func<Batch>> Epoch();
}

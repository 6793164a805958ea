namespace Glassbox;

/// <summary>
/// Cuts a feed into epochs: by default each epoch is one pass over the data; with a number of steps given, an epoch has that many, goes on where the last one
/// stopped, and starts the data over when it ends.
/// </summary>
internal sealed class StepSequence(DataFeed feed, int? stepsPerEpoch)
{
    private IEnumerator<Func<Batch>>? current;

    public IEnumerable<Func<Batch>> NextEpoch() => stepsPerEpoch is { } steps ? Continue(steps) : feed.Epoch();

    private IEnumerable<Func<Batch>> Continue(int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            current ??= feed.Epoch().GetEnumerator();
            if (!current.MoveNext())
            {
                current = feed.Epoch().GetEnumerator();
                current.MoveNext();
            }

            yield return current.Current;
        }
    }
}

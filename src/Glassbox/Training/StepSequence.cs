namespace Glassbox;

/// <summary>
/// Divides a feed into epochs: by default each epoch is one pass over the data; with a given number of steps, an epoch continues where the
/// last one stopped and restarts the data when it ends.
/// </summary>
internal sealed class StepSequence(DataFeed feed, int? stepsPerEpoch) : IDisposable
{
    private IEnumerator<Func<Batch>>? current;
    private ulong seed;
    private int batches;

    /// <summary>The current pass over the data: its random seed and the number of batches consumed. Null between passes.</summary>
    public (ulong Seed, int Batches)? Pass => current is null ? null : (seed, batches);

    /// <summary>The batches of the next epoch.</summary>
    /// <param name="done">Number of its steps already done.</param>
    public IEnumerable<Func<Batch>> NextEpoch(int done = 0)
    {
        for (var step = done; stepsPerEpoch is null || step < stepsPerEpoch; step++)
        {
            if (!Move())
            {
                if (stepsPerEpoch is null)
                {
                    yield break;
                }

                Move();
            }

            yield return current!.Current;
        }
    }

    /// <summary>Seeks within a pass over the data without creating the skipped batches.</summary>
    public void GoTo(int taken)
    {
        for (var i = 0; i < taken; i++)
        {
            Move();
        }
    }

    /// <summary>Ends the pass that the last epoch left unfinished.</summary>
    public void Dispose() => current?.Dispose();

    /// <summary>Advances to the next batch of the pass, or of a new one; false at the end of a pass.</summary>
    private bool Move()
    {
        if (current is null)
        {
            (seed, batches) = (RandomSeed.State, 0);
            current = feed.Epoch().GetEnumerator();
        }

        if (current.MoveNext())
        {
            batches++;
            return true;
        }

        current.Dispose();
        current = null;
        return false;
    }
}

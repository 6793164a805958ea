namespace Glassbox;

/// <summary>
/// Cuts a feed into epochs: by default each epoch is one pass over the data; with a number of steps given, an epoch has that many, goes on
/// where the last one stopped, and starts the data over when it ends.
/// </summary>
internal sealed class StepSequence(DataFeed feed, int? stepsPerEpoch) : IDisposable
{
    private IEnumerator<Func<Batch>>? current;
    private ulong seed;
    private int batches;

    /// <summary>
    /// The pass over the data that is under way: where the random numbers were when it began, and how many batches were taken. Null between
    /// passes.
    /// </summary>
    public (ulong Seed, int Batches)? Pass => current is null ? null : (seed, batches);

    /// <summary>The batches of the next epoch.</summary>
    /// <param name="done">How many of its steps were made before.</param>
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

    /// <summary>Goes to a place within a pass over the data, without making the batches before it.</summary>
    public void GoTo(int taken)
    {
        for (var i = 0; i < taken; i++)
        {
            Move();
        }
    }

    /// <summary>Ends the pass that the last epoch has left in its middle.</summary>
    public void Dispose() => current?.Dispose();

    /// <summary>Moves to the next batch of the pass, or of a new one; false at the end of a pass.</summary>
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

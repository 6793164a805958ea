using System.Collections;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Glassbox;

/// <summary>What can be done with any stream of batches.</summary>
public static class BatchExtensions
{
    /// <summary>
    /// Prepares the next batches on a thread of its own while the caller works with the present one: <c>model.Fit(batches.Prefetch())</c>.
    /// The order stays; what goes wrong in preparing a batch is thrown where that batch would have come; the thread ends with the
    /// enumeration, however that ends.
    /// </summary>
    /// <param name="batches">The stream. It is enumerated on the other thread, anew for each epoch.</param>
    /// <param name="bufferSize">How many batches may lie ready; 1 or more.</param>
    /// <returns>The same batches. Random numbers that the stream draws come from a sequence of their own, so that the same seed of the
    /// program gives the same batches.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bufferSize"/> is 0 or less.</exception>
    public static IEnumerable<Batch> Prefetch(this IEnumerable<Batch> batches, int bufferSize = 2)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        return batches is IReadOnlyCollection<Batch> collection ? new Counted(collection, bufferSize) : new Prefetched(batches, bufferSize);
    }

    /// <summary>The batches of a stream, one after the other, prepared ahead on a background thread.</summary>
    internal static IEnumerator<Batch> Ahead(Func<IEnumerator<Batch>> stream, int bufferSize)
    {
        var seed = RandomSeed.Next();
        using var stop = new CancellationTokenSource();
        using var ready = new BlockingCollection<Batch>(bufferSize);
        Exception? failure = null;
        var producer = new Thread(Produce) { IsBackground = true, Name = "Glassbox prefetch" };
        producer.Start();
        try
        {
            foreach (var batch in ready.GetConsumingEnumerable())
            {
                yield return batch;
            }

            if (failure is not null)
            {
                ExceptionDispatchInfo.Throw(failure);
            }
        }
        finally
        {
            stop.Cancel();
            producer.Join();
        }

        void Produce()
        {
            RandomSeed.Separate(seed);
            try
            {
                using var batches = stream();
                while (!stop.IsCancellationRequested && batches.MoveNext())
                {
                    ready.Add(batches.Current, stop.Token);
                }
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // The caller wants no more.
            }
            catch (Exception exception)
            {
                failure = exception;
            }
            finally
            {
                ready.CompleteAdding();
            }
        }
    }

    private class Prefetched(IEnumerable<Batch> batches, int bufferSize) : IEnumerable<Batch>
    {
        public IEnumerator<Batch> GetEnumerator() => Ahead(batches.GetEnumerator, bufferSize);

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>Keeps the length, which the progress bar shows.</summary>
    private sealed class Counted(IReadOnlyCollection<Batch> batches, int bufferSize) : Prefetched(batches, bufferSize),
        IReadOnlyCollection<Batch>
    {
        public int Count => batches.Count;
    }
}

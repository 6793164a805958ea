using System.Collections;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Glassbox;

/// <summary>Extension methods for streams of batches.</summary>
public static class BatchExtensions
{
    /// <summary>
    /// Prepares batches ahead on a background thread: <c>model.Fit(batches.Prefetch())</c>. The order is preserved; an exception in
    /// preparing a batch is rethrown in its place; the thread ends with the enumeration, however that ends.
    /// </summary>
    /// <param name="batches">The stream. It is enumerated on the background thread, anew for each epoch.</param>
    /// <param name="bufferSize">Maximum number of buffered batches; 1 or more.</param>
    /// <returns>The same batches. The stream draws random numbers from its own sequence, so that the program's seed determines the
    /// batches.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bufferSize"/> is 0 or less.</exception>
    public static IEnumerable<Batch> Prefetch(this IEnumerable<Batch> batches, int bufferSize = 2)
    {
        ArgumentNullException.ThrowIfNull(batches);
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        return batches is IReadOnlyCollection<Batch> collection ? new Counted(collection, bufferSize) : new Prefetched(batches, bufferSize);
    }

    /// <summary>The batches of a stream in order, prepared ahead on a background thread.</summary>
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
                // The consumer has stopped enumerating.
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

    /// <summary>Preserves the count, which the progress bar shows.</summary>
    private sealed class Counted(IReadOnlyCollection<Batch> batches, int bufferSize) : Prefetched(batches, bufferSize),
        IReadOnlyCollection<Batch>
    {
        public int Count => batches.Count;
    }
}

namespace Glassbox.Tests.Training;

[Collection("process state")]
public class PrefetchTests
{
    [Fact]
    public void Batches_come_in_their_order()
    {
        Assert.Equal(Enumerable.Range(0, 100), Numbers(100).Prefetch().Select(Number));
        Assert.Equal(Enumerable.Range(0, 100), Numbers(100).Prefetch(bufferSize: 7).Select(Number));
    }

    [Fact]
    public void They_are_prepared_while_the_caller_works()
    {
        using var third = new ManualResetEventSlim();
        using var batches = Source().Prefetch(bufferSize: 2).GetEnumerator();

        Assert.True(batches.MoveNext());

        // Nobody asks for another batch, and yet the two behind this one are made, on another thread.
        Assert.True(third.Wait(TimeSpan.FromSeconds(30)));

        IEnumerable<Batch> Source()
        {
            var caller = Environment.CurrentManagedThreadId;
            foreach (var batch in Numbers(10))
            {
                if (Number(batch) == 2)
                {
                    third.Set();
                }

                Assert.Equal(caller, Environment.CurrentManagedThreadId);
                yield return batch;
            }
        }
    }

    [Fact]
    public void No_more_are_prepared_than_the_buffer_holds()
    {
        var made = 0;
        using var batches = Numbers(100).Select(batch =>
        {
            Interlocked.Increment(ref made);
            return batch;
        }).Prefetch(bufferSize: 3).GetEnumerator();

        batches.MoveNext();
        Thread.Sleep(100);

        // One is with the caller, three lie ready, one waits for room.
        Assert.InRange(made, 1, 5);
    }

    [Fact]
    public void What_goes_wrong_comes_where_the_batch_would_have_come()
    {
        var seen = new List<int>();
        var exception = Assert.Throws<InvalidDataException>(() => seen.AddRange(Failing().Prefetch(bufferSize: 10).Select(Number)));
        Assert.Equal("the third is bad", exception.Message);

        using var batches = Failing().Prefetch(bufferSize: 10).GetEnumerator();
        Assert.True(batches.MoveNext());
        Assert.True(batches.MoveNext());
        Assert.Equal(1, Number(batches.Current));
        Assert.Throws<InvalidDataException>(() => batches.MoveNext());

        static IEnumerable<Batch> Failing()
        {
            yield return Of(0);
            yield return Of(1);
            throw new InvalidDataException("the third is bad");
        }
    }

    [Fact]
    public void The_thread_ends_when_the_caller_stops_early()
    {
        var ended = false;
        foreach (var batch in Endless().Prefetch())
        {
            if (Number(batch) == 3)
            {
                break;
            }
        }

        Assert.True(ended);

        IEnumerable<Batch> Endless()
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    yield return Of(i);
                }
            }
            finally
            {
                ended = true;
            }
        }
    }

    [Fact]
    public void The_thread_ends_with_a_training_of_some_steps()
    {
        var (started, ended) = (0, 0);
        var model = Compiled();

        model.Fit(Endless().Prefetch(), epochs: 2, stepsPerEpoch: 3, verbose: 0);
        model.Evaluate(Endless().Prefetch(), steps: 2, verbose: 0);
        model.Predict(Endless().Prefetch(), steps: 2, verbose: 0);

        Assert.Equal((3, 3), (started, ended));

        IEnumerable<Batch> Endless()
        {
            started++;
            try
            {
                while (true)
                {
                    yield return (Tensor.Ones([4, 2]), Tensor.Ones([4, 1]));
                }
            }
            finally
            {
                ended++;
            }
        }
    }

    [Fact]
    public void A_cancelled_training_ends_the_thread()
    {
        var ended = false;
        using var cancellation = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() =>
            Compiled().Fit(Source().Prefetch(), verbose: 0, cancellationToken: cancellation.Token));
        Assert.True(ended);

        IEnumerable<Batch> Source()
        {
            try
            {
                for (var i = 0; ; i++)
                {
                    if (i == 5)
                    {
                        cancellation.Cancel();
                    }

                    yield return (Tensor.Ones([4, 2]), Tensor.Ones([4, 1]));
                }
            }
            finally
            {
                ended = true;
            }
        }
    }

    [Fact]
    public void The_programs_seed_makes_prepared_batches_and_training_reproducible()
    {
        Assert.Equal(Run(), Run());

        static string Run()
        {
            Utils.SetRandomSeed(5);
            var model = Compiled();
            // Both threads draw random numbers: the stream for its batches, the training for its dropout.
            var history = model.Fit(Noise().Prefetch(), epochs: 3, verbose: 0);
            return string.Join(" ", history["loss"].Select(loss => loss.ToString("R", System.Globalization.CultureInfo.InvariantCulture)));
        }

        static IEnumerable<Batch> Noise()
        {
            for (var i = 0; i < 20; i++)
            {
                var x = Tensor.RandomNormal([8, 2]);
                yield return (x, x.Sum(axis: 1, keepdims: true));
            }
        }
    }

    [Fact]
    public void A_stream_of_known_length_keeps_it()
    {
        Batch[] batches = [.. Numbers(6)];
        Assert.Equal(6, Assert.IsAssignableFrom<IReadOnlyCollection<Batch>>(batches.Prefetch()).Count);
        Assert.False(Numbers(6).Prefetch() is IReadOnlyCollection<Batch>);
    }

    [Fact]
    public void A_buffer_of_none_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => Numbers(1).Prefetch(0));

    private static Sequential Compiled()
    {
        var model = new Sequential { new Glassbox.Layers.Dense(4, activation: "relu", inputShape: [2]), new Glassbox.Layers.Dropout(0.5),
            new Glassbox.Layers.Dense(1) };
        model.Compile(optimizer: "sgd", loss: "mse");
        return model;
    }

    private static Batch Of(int number) => new(Tensor.FromArray(new[] { number }));

    private static int Number(Batch batch) => (int)batch.X[0];

    private static IEnumerable<Batch> Numbers(int count) => Enumerable.Range(0, count).Select(Of);
}

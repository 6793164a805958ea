using Glassbox.Backends;
using Glassbox.Layers;

namespace Glassbox.Tests.Training;

/// <summary>Memory goes back as soon as nothing needs it, and what lies unused is bounded.</summary>
public class StepMemoryTests
{
    private const int Million = 1 << 20;

    [Fact]
    [ManagedOnly("The reference backend pools no memory and copies as it likes.")]
    public void A_chain_of_layers_predicts_in_the_memory_of_its_widest()
    {
        var model = new Sequential([.. Enumerable.Range(0, 60).Select(_ => new Activation("tanh"))]);
        Assert.InRange(MostUsed(() => model.Apply(Tensor.Zeros([4, Million / 4]))), Million, 6 * Million * sizeof(float));
    }

    [Fact]
    public void A_graph_gives_back_what_no_use_of_a_layer_needs_any_more()
    {
        var inputs = Glassbox.Keras.Input([Million / 4]);
        var x = inputs;
        for (var i = 0; i < 60; i++)
        {
            x = Ops.Tanh(x) + inputs;
        }

        var model = new Model(inputs, x);
        Assert.True(MostUsed(() => model.Apply(Tensor.Zeros([4, Million / 4]))) < 8 * Million * sizeof(float));
    }

    [Fact]
    public void Gradients_go_back_while_the_tape_is_walked()
    {
        // The walk needs what the tape holds, and two gradients at a time.
        const int Layers = 40;
        var model = new Sequential([.. Enumerable.Range(0, Layers).Select(_ => new Activation("tanh"))]);
        var x = Tensor.Zeros([4, Million / 4]);
        var used = MostUsed(() =>
        {
            using var tape = new GradientTape();
            tape.Watch(x);
            var y = model.Apply(x);
            return tape.Gradient(y, x);
        });
        Assert.True(used < (Layers + 6) * Million * sizeof(float), $"{used / Million} MB");
    }

    [Fact]
    public void Steps_of_varying_length_share_memory()
    {
        var memory = new StepMemory();
        for (var length = 1000; length < 1400; length++)
        {
            using (memory.Begin())
            {
                var x = Tensor.Zeros([length, 1000]);
                _ = Ops.Sum(x + x);
            }
        }

        Assert.True(memory.FreeBytes < 64 * Million, $"{memory.FreeBytes / Million} MB");
    }

    [Fact]
    public void Sizes_that_no_longer_occur_make_room()
    {
        var memory = new StepMemory();
        foreach (var length in new[] { 30 * Million, 100, 100, 100 })
        {
            using (memory.Begin())
            {
                _ = Tensor.Zeros([length]);
            }
        }

        Assert.True(memory.FreeBytes < 64 * Million);
    }

    [Fact]
    public void What_code_of_a_user_has_seen_in_a_step_stays_as_it_is()
    {
        var seen = new List<(Tensor Value, byte[] Bits)>();
        var model = new Sequential([
            new Dense(16, "relu", inputShape: 8),
            new Lambda(x =>
            {
                seen.Add((x, x.Bits()));
                return x * 2;
            }),
            new Dense(1),
        ]);
        model.Compile("sgd", "mse");
        seen.Clear();
        model.Fit(Tensor.RandomNormal([64, 8]), Tensor.RandomNormal([64, 1]), batchSize: 8, epochs: 3, verbose: 0);
        model.Predict(Tensor.RandomNormal([64, 8]), verbose: 0);
        Assert.True(seen.Count >= 25);
        Assert.All(seen, pair => Assert.Equal(pair.Bits, pair.Value.Bits()));
    }

    [Fact]
    public void A_tape_that_nobody_refers_to_keeps_nothing()
    {
        var tensor = Forget();
        for (var i = 0; i < 10 && tensor.IsAlive; i++)
        {
            GC.Collect();
            _ = Tensor.Ones([1]) + 1;
        }

        Assert.False(tensor.IsAlive);
    }

    [Theory]
    [InlineData(64)]
    [InlineData(512)]
    [ManagedOnly("The reference backend pools no memory and copies as it likes.")]
    public void The_gradient_of_each_slice_costs_its_own_size(int steps)
    {
        var x = Tensor.RandomNormal([steps, 64], seed: 1);
        using var tape = new GradientTape();
        tape.Watch(x);
        Tensor? sum = null;
        for (var i = 0; i < steps; i++)
        {
            var part = Ops.Square(x[i]);
            sum = sum is null ? part : sum + part;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var gradient = tape.Gradient(sum!, x);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < steps * 6000L, "more than linear in the number of slices");
        Assert.Equal((x * 2).ToArray<float>(), gradient.ToArray<float>());
    }

    private static WeakReference Forget()
    {
        var x = Tensor.Ones([1000]);
        _ = new GradientTape();
        var watched = new GradientTape();
        watched.Watch(x);
        return new WeakReference(x * 3);
    }

    /// <summary>
    /// The most bytes that a computation of the library needs at once, on a thread that no other test has left a tape on.
    /// </summary>
    private static long MostUsed(Func<Tensor> compute)
    {
        var memory = new StepMemory();
        var thread = new Thread(() =>
        {
            using (RunningCode.Enter(isUsers: false))
            using (memory.Begin())
            {
                compute();
            }
        });
        thread.Start();
        thread.Join();
        return memory.MostUsedBytes;
    }
}

using Glassbox.Backends.Cpu;
using Glassbox.Layers;

namespace Glassbox.Tests.Backends;

/// <summary>The same seed gives the same bits: whatever the number of threads, run after run, for each width of vectors.</summary>
[Collection("process state")]
public class RepeatabilityTests
{
    public static TheoryData<int> Widths => MatrixProductTests.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void Training_gives_the_same_bits_with_one_to_four_threads(int bits)
    {
        var (threads, width) = (Engine.Threads, VectorWidth.Bits);
        try
        {
            VectorWidth.Bits = bits;
            Assert.Equal(bits, Engine.VectorBits);
            Engine.Threads = 1;
            var expected = TrainedWeights();
            foreach (var count in new[] { 1, 2, 3, 4 })
            {
                Engine.Threads = count;
                Assert.Equal(expected, TrainedWeights());
            }
        }
        finally
        {
            (Engine.Threads, VectorWidth.Bits) = (threads, width);
        }
    }

    [Fact]
    public void Fused_layers_give_the_bits_of_their_operations()
    {
        var (x, kernel, bias) = (Tensor.RandomNormal([67, 131], seed: 1), Tensor.RandomNormal([131, 45], seed: 2), Tensor.RandomNormal([45], seed: 3));
        using var tape = new GradientTape(persistent: true);
        foreach (var tensor in new[] { x, kernel, bias })
        {
            tape.Watch(tensor);
        }

        var fused = Ops.Dense(x, kernel, bias, "relu");
        var separate = Ops.Relu(Ops.Dense(x, kernel, bias));
        Assert.Equal(separate.ToArray<float>(), fused.ToArray<float>());
        var (ofFused, ofSeparate) = (tape.Gradient(fused, [x, kernel, bias]), tape.Gradient(separate, [x, kernel, bias]));
        Assert.All(ofFused.Zip(ofSeparate), pair => Assert.Equal(pair.Second!.ToArray<float>(), pair.First!.ToArray<float>()));
    }

    [Fact]
    public void Images_are_transformed_to_the_same_bits_with_one_to_four_threads()
    {
        var images = Tensor.RandomUniform([3, 200, 210, 3], seed: 1);
        var turn = new double[] { 0.8, -0.6, 90, 0.6, 0.8, -40, 0, 0 };
        var threads = Engine.Threads;
        try
        {
            Engine.Threads = 1;
            var expected = Ops.AffineTransform(images, turn, fillMode: "reflect");
            Engine.Threads = 4;
            Golden.AssertClose(expected, Ops.AffineTransform(images, turn, fillMode: "reflect"), 0);
        }
        finally
        {
            Engine.Threads = threads;
        }
    }

    [Fact]
    public void Predictions_from_several_threads_at_once_are_those_of_one()
    {
        var model = new Sequential { new Dense(300, "relu", inputShape: [200]), new Dense(10, "softmax") };
        var x = Tensor.RandomNormal([500, 200], seed: 1);
        var expected = model.Predict(x, verbose: 0).ToArray<float>();
        Parallel.For(0, 16, _ => Assert.Equal(expected, model.Predict(x, verbose: 0).ToArray<float>()));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("5000")]
    public void A_number_of_threads_that_is_none_is_refused(string wish) => Assert.Contains(wish, Assert.Throws<InvalidOperationException>(() => WorkSplit.Chosen(wish)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_width_that_no_processor_has_is_refused() => Assert.Contains("1024", Assert.Throws<InvalidOperationException>(() => VectorWidth.Chosen("1024")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_number_of_threads_must_be_one_or_more() => Assert.Throws<ArgumentOutOfRangeException>(() => Engine.Threads = 0);

    private static float[] TrainedWeights()
    {
        Utils.SetRandomSeed(7);
        // Large enough that products are split among threads.
        var model = new Sequential { new Dense(256, "relu", inputShape: [200]), new Dropout(0.3), new Dense(130, "tanh"), new Dense(10, "softmax") };
        model.Compile("adam", "categorical_crossentropy");
        var x = Tensor.RandomNormal([330, 200], seed: 1);
        model.Fit(x, Utils.ToCategorical(Tensor.Arange(0, 330) % 10), batchSize: 100, epochs: 2, verbose: 0);
        return [.. model.GetWeights().SelectMany(weight => weight.ToArray<float>())];
    }
}

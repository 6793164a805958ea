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
            foreach (var trained in new[] { TrainedDense, TrainedConvolutional })
            {
                Engine.Threads = 1;
                var expected = trained();
                foreach (var count in new[] { 1, 2, 3, 4 })
                {
                    Engine.Threads = count;
                    Assert.Equal(expected, trained());
                }
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
        var (x, kernel, bias) = (Tensor.RandomNormal([67, 131], seed: 1), Tensor.RandomNormal([131, 45], seed: 2),
            Tensor.RandomNormal([45], seed: 3));
        using var tape = new GradientTape(persistent: true);
        foreach (var tensor in new[] { x, kernel, bias })
        {
            tape.Watch(tensor);
        }

        var fused = Ops.Dense(x, kernel, bias, relu: true);
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
    public void A_dense_model_in_several_threads_at_once_gives_the_numbers_that_it_gives_alone() =>
        AssertSameAtOnce(new Sequential { new Dense(300, "relu", inputShape: [200]), new Dropout(0.5), new Dense(10, "softmax") },
            Tensor.RandomNormal([500, 200], seed: 1));

    [Fact]
    public void A_functional_model_in_several_threads_at_once_gives_the_numbers_that_it_gives_alone()
    {
        var x = Glassbox.Keras.Input([40]);
        var left = new Dense(60, "tanh").Apply(x);
        var y = new Dense(10, "softmax").Apply(new Concatenate().Apply([new Add().Apply([left, new Dense(60, "relu").Apply(x)]), left]));
        AssertSameAtOnce(new Model(x, y), Tensor.RandomNormal([300, 40], seed: 1));
    }

    [Fact]
    public void A_convolutional_model_in_several_threads_at_once_gives_the_numbers_that_it_gives_alone() =>
        AssertSameAtOnce(Convolutional(), Tensor.RandomNormal([100, 18, 18, 3], seed: 1));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("5000")]
    public void A_number_of_threads_that_is_none_is_refused(string wish) =>
        Assert.Contains(wish, Assert.Throws<InvalidOperationException>(() => WorkSplit.Chosen(wish)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_width_that_no_processor_has_is_refused() =>
        Assert.Contains("1024", Assert.Throws<InvalidOperationException>(() => VectorWidth.Chosen("1024")).Message,
        StringComparison.Ordinal);

    [Fact]
    public void The_number_of_threads_must_be_one_or_more() => Assert.Throws<ArgumentOutOfRangeException>(() => Engine.Threads = 0);

    [Fact]
    public void A_model_that_is_being_trained_predicts_for_other_threads_and_refuses_to_be_evaluated_by_them()
    {
        var model = new Sequential { new Dense(3, inputShape: [4]) };
        model.Compile("sgd", "mse");
        var (x, y) = (Tensor.RandomNormal([6, 4], seed: 1), Tensor.Zeros([6, 3]));
        var callback = new Glassbox.Callbacks.LambdaCallback(onEpochEnd: (_, _) => OnAnotherThread(() =>
        {
            Assert.Equal(6, model.Predict(x, verbose: 0).Shape[0]);
            Assert.Contains("trained on another thread",
                Assert.Throws<InvalidOperationException>(() => model.Evaluate(x, y, verbose: 0)).Message, StringComparison.Ordinal);
            Assert.Throws<InvalidOperationException>(() => model.Fit(x, y, verbose: 0));
        }));
        model.Fit(x, y, verbose: 0, callbacks: [callback]);
        model.Evaluate(x, y, verbose: 0);
    }

    private static void OnAnotherThread(Action action)
    {
        Exception? failure = null;
        var thread = new Thread(() => failure = Record.Exception(action));
        thread.Start();
        thread.Join();
        Assert.Null(failure);
    }

    private static void AssertSameAtOnce(Model model, Tensor x)
    {
        model.Compile("adam", "categorical_crossentropy", ["accuracy"]);
        var y = Classes(x.Shape[0]);
        var (predicted, called, evaluated) = (model.Predict(x, verbose: 0).ToArray<float>(), model.Apply(x).ToArray<float>(),
            model.Evaluate(x, y, verbose: 0));
        Parallel.For(0, 12, new ParallelOptions { MaxDegreeOfParallelism = 6 }, i =>
        {
            switch (i % 3)
            {
                case 0: Assert.Equal(predicted, model.Predict(x, verbose: 0).ToArray<float>()); break;
                case 1: Assert.Equal(called, model.Apply(x).ToArray<float>()); break;
                default: Assert.Equal(evaluated, model.Evaluate(x, y, verbose: 0)); break;
            }
        });
    }

    /// <summary>Shuffled, with dropout, and large enough that products and steps are split among threads.</summary>
    private static float[] TrainedDense()
    {
        Utils.SetRandomSeed(7);
        return Trained(new Sequential { new Dense(400, "relu", inputShape: [700]), new Dropout(0.3), new Dense(130, "tanh"),
            new Dense(10, "softmax") }, Tensor.RandomNormal([330, 700], seed: 1), "adam");
    }

    private static float[] TrainedConvolutional()
    {
        Utils.SetRandomSeed(7);
        return Trained(Convolutional(), Tensor.RandomNormal([100, 18, 18, 3], seed: 1), "rmsprop");
    }

    private static Sequential Convolutional() => new()
    {
        new Conv2D(24, 3, activation: "relu", inputShape: [18, 18, 3]),
        new BatchNormalization(),
        new MaxPooling2D(2),
        new Dropout(0.3),
        new Conv2D(20, 3, padding: "same"),
        new AveragePooling2D(2),
        new Flatten(),
        new Dense(10, "softmax"),
    };

    private static float[] Trained(Sequential model, Tensor x, string optimizer)
    {
        model.Compile(optimizer, "categorical_crossentropy");
        model.Fit(x, Classes(x.Shape[0]), batchSize: 40, epochs: 2, verbose: 0);
        return [.. model.GetWeights().SelectMany(weight => weight.ToArray<float>())];
    }

    private static Tensor Classes(int samples) => Utils.ToCategorical(Tensor.Arange(0, samples) % 10);
}

using Glassbox.Backends.Cpu;
using Glassbox.Layers;

namespace Glassbox.Tests.Backends;

/// <summary>Layers over large inputs give the same bits whatever the number of threads, forward and backward.</summary>
[Collection("process state")]
public class LayerRepeatabilityTests
{
    private static Dictionary<string, (Func<Layer> Make, int[] Input)> Cases { get; } = new()
    {
        ["max pooling"] = (() => new MaxPooling2D(2), [7, 53, 41, 32]),
        ["max pooling that overlaps"] = (() => new MaxPooling2D(3, strides: 2, padding: "same"), [7, 53, 41, 19]),
        ["average pooling"] = (() => new AveragePooling2D(2), [7, 53, 41, 32]),
        ["global average pooling"] = (() => new GlobalAveragePooling2D(), [7, 53, 41, 32]),
        ["relu"] = (() => new ReLU(), [7, 53, 41, 32]),
        ["gelu"] = (() => new Activation("gelu"), [200_003]),
        ["silu"] = (() => new Activation("silu"), [200_003]),
        ["elu"] = (() => new Activation("elu"), [200_003]),
        ["softplus"] = (() => new Activation("softplus"), [200_003]),
        ["tanh"] = (() => new Activation("tanh"), [200_003]),
        ["batch normalization"] = (() => new BatchNormalization(), [7, 53, 41, 33]),
        ["group normalization"] = (() => new GroupNormalization(11), [7, 53, 41, 33]),
        ["layer normalization"] = (() => new LayerNormalization(), [1009, 207]),
        ["root-mean-square normalization"] = (() => new RMSNormalization([1, 2]), [211, 9, 107]),
        ["depthwise convolution"] = (() => new DepthwiseConv2D(3, padding: "same"), [19, 29, 31, 19]),
        ["depthwise convolution, several filters"] = (() => new DepthwiseConv2D(3, strides: 2, depthMultiplier: 3), [19, 29, 31, 9]),
        ["convolution of one channel"] = (() => new Conv2D(32, 3), [19, 29, 31, 1]),
        ["dropout"] = (() => new Dropout(0.3, seed: 1), [7, 53, 41, 32]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_layer_gives_the_same_bits_with_one_to_four_threads(string name)
    {
        var threads = Engine.Threads;
        try
        {
            Engine.Threads = 1;
            var expected = Results(name);
            foreach (var count in new[] { 2, 3, 4 })
            {
                Engine.Threads = count;
                Assert.Equal(expected, Results(name));
            }
        }
        finally
        {
            Engine.Threads = threads;
        }
    }

    /// <summary>The output and all gradients, one behind the other.</summary>
    private static float[] Results(string name)
    {
        Utils.SetRandomSeed(3);
        var (make, extents) = Cases[name];
        var (layer, x) = (make(), Tensor.RandomNormal([.. extents], seed: 1));
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = layer.Apply(x, training: true);
        var gradients = tape.Gradient(y, [x, .. layer.TrainableVariables.Select(variable => variable.Value)],
            Tensor.RandomNormal(y.Shape, seed: 2));
        return [.. y.ToArray<float>(), .. gradients.SelectMany(gradient => gradient!.ToArray<float>())];
    }
}

using Glassbox.Initializers;
using Glassbox.Layers;

namespace Glassbox.Pages.Tests;

/// <summary>Models that the pages explain, with the same weights each time.</summary>
internal static class Examples
{
    public static readonly Tensor Image = Tensor.RandomUniform([4, 4], seed: 7);

    /// <summary>Sixteen pixels, six hidden units with a relu of its own, three classes.</summary>
    public static Sequential Classifier() => new()
    {
        new Dense(6, inputShape: [16], kernelInitializer: Normal(0.5, 1), biasInitializer: Normal(0.05, 2), name: "hidden"),
        new Activation("relu", name: "bend"),
        new Dense(3, kernelInitializer: Normal(1, 3), name: "scores"),
        new Activation("softmax", name: "decide"),
    };

    /// <summary>A convolution with two channels, pooled, and four classes.</summary>
    public static Sequential Convolution() => new()
    {
        new Conv2D(2, 3, activation: "relu", padding: "same", inputShape: [4, 4, 1], kernelInitializer: new GlorotUniform(1), name: "conv"),
        new MaxPooling2D(2, name: "pool"),
        new Flatten(name: "flat"),
        new Dense(4, activation: "softmax", kernelInitializer: new GlorotUniform(2), name: "end"),
    };

    /// <summary>Three inputs, two units with a relu and two classes, whose numbers can be worked out by hand.</summary>
    public static Sequential Known()
    {
        var hidden = new Dense(2, activation: "relu", inputShape: [3], name: "hidden");
        var end = new Dense(2, activation: "softmax", name: "end");
        var model = new Sequential { hidden, end };
        hidden.SetWeights([new float[,] { { 1, 2 }, { -1, 0.5f }, { 0, 4 } }, new float[] { 0.5f, -1 }]);
        end.SetWeights([new float[,] { { 1, -1 }, { 2, 0 } }, new float[] { 0, 0.25f }]);
        return model;
    }

    /// <summary>One sigmoid unit whose logit is the sum of two inputs, less one half.</summary>
    public static Sequential Binary()
    {
        var layer = new Dense(1, activation: "sigmoid", inputShape: [2], name: "yes");
        var model = new Sequential([layer], name: "binary");
        layer.SetWeights([new float[,] { { 1 }, { 1 } }, new float[] { -0.5f }]);
        return model;
    }

    private static RandomNormal Normal(double stddev, int seed) => new(stddev: stddev, seed: seed);
}

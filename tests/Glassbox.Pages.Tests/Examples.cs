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
        new Dense(6, inputShape: [16], kernelInitializer: new RandomNormal(stddev: 0.5, seed: 1), biasInitializer: new RandomNormal(seed: 2), name: "hidden"),
        new Activation("relu", name: "bend"),
        new Dense(3, kernelInitializer: new RandomNormal(stddev: 1, seed: 3), name: "scores"),
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

    /// <summary>One sigmoid unit whose logit is the sum of two inputs, less one half.</summary>
    public static Sequential Binary()
    {
        var layer = new Dense(1, activation: "sigmoid", inputShape: [2], name: "yes");
        var model = new Sequential([layer], name: "binary");
        layer.SetWeights([new float[,] { { 1 }, { 1 } }, new float[] { -0.5f }]);
        return model;
    }
}

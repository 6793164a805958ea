using Glassbox.Callbacks;
using Glassbox.Layers;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Callbacks;

/// <summary>Averages of the weights are evaluated, the weights themselves are trained on.</summary>
public sealed class SwapEMAWeightsTests
{
    private static readonly Tensor One = new float[,] { { 1 } };

    // By steps of rate 0.1 towards 1 the weight is 0.2, 0.36, 0.488; its averages, each half of the way from the last, are 0.2, 0.28,
    // 0.384.
    private static readonly double[] Weights = [0.2, 0.36, 0.488];
    private static readonly double[] Averages = [0.2, 0.28, 0.384];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Validation_sees_the_averages_and_training_the_weights(bool swapOnEpoch)
    {
        var model = Compiled();
        var (afterSteps, afterEpochs) = (new List<double>(), new List<double>());
        var watch = new LambdaCallback(onTrainBatchEnd: (_, _) => afterSteps.Add(Weight(model)), onEpochEnd: (_, _) =>
            afterEpochs.Add(Weight(model)));
        var history = model.Fit(One, One, epochs: 3, verbose: 0, validationData: (One, One),
            callbacks: [new SwapEMAWeights(swapOnEpoch), watch]);

        AssertClose(Weights, afterSteps);
        AssertClose(swapOnEpoch ? Averages : Weights, afterEpochs);
        AssertClose(Averages.Select(average => (1 - average) * (1 - average)), history["val_loss"]);
        Assert.Equal(Averages[^1], Weight(model), 1e-6);
        Assert.Equal(Averages[^1], (double)model.Optimizer.Variables[0].Value.Flatten()[0], 1e-6);
    }

    [Fact]
    public void An_early_end_leaves_the_averages_too()
    {
        var model = Compiled();
        var stop = new LambdaCallback(onEpochEnd: (epoch, _) => model.StopTraining = epoch == 1);
        model.Fit(One, One, epochs: 9, verbose: 0, callbacks: [new SwapEMAWeights(swapOnEpoch: true), stop]);
        Assert.Equal(Averages[1], Weight(model), 1e-6);
    }

    [Fact]
    public void Evaluation_and_prediction_give_the_weights_back()
    {
        var model = Compiled();
        model.TrainOnBatch(One, One);
        model.TrainOnBatch(One, One);
        Assert.Equal((1 - Averages[1]) * (1 - Averages[1]), model.Evaluate(One, One, verbose: 0, callbacks: [new SwapEMAWeights()]).Loss,
            1e-6);
        Assert.Equal(Averages[1], (double)model.Predict(One, verbose: 0, callbacks: [new SwapEMAWeights()]).Flatten()[0], 1e-6);
        Assert.Equal(Weights[1], Weight(model), 1e-6);
    }

    [Fact]
    public void Without_averages_it_says_what_to_do()
    {
        var model = Compiled(new SGD(0.1));
        Assert.Contains("useEma: true", Assert.Throws<InvalidOperationException>(() =>
            model.Fit(One, One, verbose: 0, callbacks: [new SwapEMAWeights()])).Message, StringComparison.Ordinal);
    }

    private static Sequential Compiled(Optimizer? optimizer = null)
    {
        var model = new Sequential([new Dense(1, kernelInitializer: "zeros", useBias: false, inputShape: [1])]);
        model.Compile(optimizer ?? new SGD(0.1, useEma: true, emaMomentum: 0.5), "mse");
        return model;
    }

    private static double Weight(Sequential model) => (double)model.TrainableVariables[0].Value.Flatten()[0];

    private static void AssertClose(IEnumerable<double> expected, IEnumerable<double> actual)
    {
        Assert.Equal(expected.Count(), actual.Count());
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }
}

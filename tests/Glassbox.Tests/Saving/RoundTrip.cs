using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Saving;

/// <summary>
/// The contract of files: a model that was trained, saved and loaded predicts the same bits, judges alike, and trains on with the same
/// bits as the one that stayed in memory.
/// </summary>
internal static class RoundTrip
{
    /// <summary>Trains two steps: an odd and an even one for what is gathered over two.</summary>
    public static void Train(Model model, Structure<Tensor> x, Structure<Tensor> y, int steps = 2, int seed = 1)
    {
        using var scope = Utils.RandomSeedScope(seed);
        for (var step = 0; step < steps; step++)
        {
            model.TrainOnBatch(x, y);
        }
    }

    /// <summary>Saves the model and loads it, and holds the loaded one to the contract.</summary>
    public static Model AssertGoesOn(Model model, Structure<Tensor> x, Structure<Tensor> y)
    {
        using var folder = new TemporaryFolder();
        var path = folder["model.keras"];
        model.Save(path);
        var loaded = Model.Load(path);
        AssertGoesOn(model, loaded, x, y);
        return loaded;
    }

    /// <summary>Holds two models to be in one state.</summary>
    public static void AssertGoesOn(Model model, Model loaded, Structure<Tensor> x, Structure<Tensor> y)
    {
        AssertSame("weight", model.Weights, loaded.Weights);
        Assert.Equal(model.TrainableVariables.Count, loaded.TrainableVariables.Count);
        AssertSame("prediction", [.. Predicted(model, x)], [.. Predicted(loaded, x)]);
        Assert.Equal(Judged(model, x, y), Judged(loaded, x, y));
        Train(model, x, y, steps: 3, seed: 5);
        Train(loaded, x, y, steps: 3, seed: 5);
        AssertSame("weight after more steps", model.Weights, loaded.Weights);
        Assert.Equal(model.Optimizer.Iterations, loaded.Optimizer.Iterations);
        Assert.Equal(model.Optimizer.LearningRate, loaded.Optimizer.LearningRate);
    }

    public static void AssertSame(string what, IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Assert.True(
                expected[i].Shape == actual[i].Shape && expected[i].DType == actual[i].DType
                    && expected[i].Bits().SequenceEqual(actual[i].Bits()),
                $"{what} {i}: expected {expected[i]}, received {actual[i]}");
        }
    }

    private static void AssertSame(string what, IReadOnlyList<Variable> expected, IReadOnlyList<Variable> actual) =>
        AssertSame(what, [.. expected.Select(variable => variable.Value)], [.. actual.Select(variable => variable.Value)]);

    private static Structure<Tensor> Predicted(Model model, Structure<Tensor> x)
    {
        using var scope = Utils.RandomSeedScope(3);
        return model.ApplyAll(x);
    }

    private static (string, double)[] Judged(Model model, Structure<Tensor> x, Structure<Tensor> y) =>
        [.. model.TestOnBatch(x, y).Select(figure => (figure.Key, figure.Value))];
}

using Glassbox.Layers;
using Glassbox.Losses;
using static Glassbox.Keras;

namespace Glassbox.Tests.Keras;

/// <summary>What Keras has as functions beside its classes.</summary>
public class FunctionTests
{
    private static readonly Tensor A = Tensor.RandomUniform([4, 3], 0.1, 0.9, seed: 1);
    private static readonly Tensor B = Tensor.RandomUniform([4, 3], 0.1, 0.9, seed: 2);

    [Fact]
    public void Layers_that_join_are_functions_too()
    {
        var (a, b) = (Input([3]), Input([3]));
        var joined = new Model([a, b], [
            Glassbox.Keras.Layers.Add([a, b]), Glassbox.Keras.Layers.Average([a, b]),
            Glassbox.Keras.Layers.Concatenate([a, b], name: "joined"), Glassbox.Keras.Layers.Dot([a, b]),
            Glassbox.Keras.Layers.Maximum([a, b]), Glassbox.Keras.Layers.Minimum([a, b]), Glassbox.Keras.Layers.Multiply([a, b]),
            Glassbox.Keras.Layers.Subtract([a, b])]);
        Tensor[] eager =
        [
            Glassbox.Keras.Layers.Add([A, B]), Glassbox.Keras.Layers.Average([A, B]), Glassbox.Keras.Layers.Concatenate([A, B], axis: 1),
            Glassbox.Keras.Layers.Dot([A, B], axes: 1), Glassbox.Keras.Layers.Maximum([A, B]), Glassbox.Keras.Layers.Minimum([A, B]),
            Glassbox.Keras.Layers.Multiply([A, B]), Glassbox.Keras.Layers.Subtract([A, B]),
        ];
        Tensor[] expected = [A + B, (A + B) / 2, Ops.Concatenate([A, B], 1), Ops.Sum(A * B, 1, keepdims: true), Ops.Maximum(A, B),
            Ops.Minimum(A, B), A * B, A - B];
        Assert.All(expected.Zip(eager, joined.ApplyAll([A, B])), three =>
        {
            Golden.AssertClose(three.First, three.Second, 1e-6);
            Golden.AssertClose(three.First, three.Third, 1e-6);
        });
        Assert.Equal("joined", joined.GetLayer("joined").Name);
    }

    [Fact]
    public void Losses_are_functions_that_give_one_number_a_sample()
    {
        Golden.AssertClose(Ops.Mean(Ops.Square(A - B), 1), Glassbox.Keras.Losses.MeanSquaredError(A, B), 1e-6);
        Golden.AssertClose(new BinaryCrossentropy(labelSmoothing: 0.1, reduction: "none").Apply(A, B),
            Glassbox.Keras.Losses.BinaryCrossentropy(A, B, labelSmoothing: 0.1), 0);
        Assert.Equal([4], Glassbox.Keras.Losses.SparseCategoricalCrossentropy(new[] { 0, 1, 2, 0 }, A, ignoreClass: 2).Shape);

        // Each class of the family has its function, of the same settings.
        var functions = typeof(Glassbox.Keras.Losses).GetMethods().Where(method => method.IsStatic).ToDictionary(method => method.Name);
        foreach (var loss in typeof(Loss).Assembly.GetExportedTypes()
            .Where(type => type.IsSubclassOf(typeof(Loss)) && type != typeof(LossFunctionWrapper)))
        {
            var settings = loss.GetConstructors().Single().GetParameters()
                .Where(parameter => parameter.Name is not ("reduction" or "name" or "dtype"))
                .ToDictionary(parameter => parameter.Name!, parameter => parameter.DefaultValue);
            var arguments = functions[loss.Name].GetParameters().Skip(2)
                .Where(parameter => parameter.Name is not ("refLabels" or "refEmbeddings"))
                .ToDictionary(parameter => parameter.Name!, parameter =>
                parameter.HasDefaultValue ? parameter.DefaultValue : settings[parameter.Name!]);
            Assert.Equal(settings.OrderBy(setting => setting.Key), arguments.OrderBy(setting => setting.Key));
        }
    }

    [Fact]
    public void Embeddings_are_compared_with_those_of_other_samples()
    {
        // One pair of a class at distance 0.2, one of two classes at distance 0.6, γ = 2 and m = 0.25, by the formula.
        Tensor embedding = new double[,] { { 1, 0 } }, others = new double[,] { { 0.8, 0.6 }, { 0.4, Math.Sqrt(1 - 0.16) } };
        var pull = 2 * (0.25 + 0.2) * (0.2 - 0.25);
        var push = 2 * (1.25 - 0.6) * (0.75 - 0.6);
        var expected = Math.Log(1 + Math.Exp(pull + push));
        var loss = Glassbox.Keras.Losses.Circle(new[] { 3 }, embedding, refLabels: new[] { 3, 5 }, refEmbeddings: others,
            removeDiagonal: false, gamma: 2, margin: 0.25);
        Assert.Equal([1], loss.Shape);
        Assert.Equal(expected, (double)loss[0], 1e-9);
        Assert.Equal(0, (double)Glassbox.Keras.Losses.Circle(new[] { 3 }, embedding, new[] { 3, 5 }, others, gamma: 2, margin: 0.25)[0]);
        Assert.Contains("one class label for each",
            Assert.Throws<ArgumentException>(() => Glassbox.Keras.Losses.Circle(new[] { 3 }, embedding, new[] { 3 }, others)).Message,
            StringComparison.Ordinal);
        Assert.Contains("one size", Assert.Throws<ArgumentException>(() =>
            Glassbox.Keras.Losses.Circle(new[] { 3 }, embedding, new[] { 3, 5 }, Tensor.Ones([2, 3], DType.Float64))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_of_a_model_has_weights_of_its_own()
    {
        var x = Input([3], name: "x");
        var hidden = new Dense(4, "relu", kernelRegularizer: "l2", name: "hidden");
        var model = new Model(x, new Dense(2).Apply(hidden.Apply(x) + hidden.Apply(x * 2)), name: "original");
        var copy = Glassbox.Keras.Models.CloneModel(model);
        Assert.Equal(model.ToJson(), copy.ToJson());
        Assert.Equal(model.Weights.Select(weight => weight.Shape), copy.Weights.Select(weight => weight.Shape));
        Assert.NotEqual(model.GetWeights()[0].ToArray<float>(), copy.GetWeights()[0].ToArray<float>());
        copy.SetWeights(model.GetWeights());
        Golden.AssertClose(model.Apply(A), copy.Apply(A), 0);
        copy.Weights[0].Assign(copy.Weights[0].Value * 0);
        Assert.NotEqual(0.0, (double)Ops.Sum(Ops.Abs(model.Weights[0].Value)));

        Assert.Equal(2, Glassbox.Keras.Models.CloneModel(new Sequential([new Dense(2, inputShape: [3])])).OutputShape[1]);
        Assert.Contains("Lambda", Assert.Throws<NotSupportedException>(() =>
            Glassbox.Keras.Models.CloneModel(new Sequential([new Lambda(Ops.Square, inputShape: 3)]))).Message, StringComparison.Ordinal);
        Assert.Equal(model.TrainableVariables, model.TrainableWeights);
        Assert.Equal(model.NonTrainableVariables, model.NonTrainableWeights);
    }
}

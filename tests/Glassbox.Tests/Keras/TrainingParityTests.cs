using Glassbox.Layers;
using Glassbox.Losses;

namespace Glassbox.Tests.Keras;

public class TrainingParityTests
{
    public static TheoryData<string> Variants => [.. Golden.Json("mlp/history.json").AsObject().Select(variant => variant.Key)];

    [Theory]
    [MemberData(nameof(Variants))]
    public void A_classifier_learns_step_by_step_as_in_Keras(string optimizer) => Compare("mlp", optimizer, "relu", "softmax", "categorical_crossentropy", ["accuracy"]);

    [Theory]
    [InlineData("sgd")]
    [InlineData("sgd_nesterov")]
    [InlineData("rmsprop")]
    [InlineData("adam")]
    public void A_classifier_of_logits_learns_step_by_step_as_in_Keras(string optimizer) =>
        Compare("logits", optimizer, "tanh", "linear", new SparseCategoricalCrossentropy(fromLogits: true), ["sparse_categorical_accuracy"]);

    private static void Compare(string folder, string optimizer, string hidden, string output, Loss loss, Glassbox.Metrics.Metric[] metrics)
    {
        var (x, y) = (Golden.Npy($"{folder}/x.npy"), Golden.Npy($"{folder}/y.npy"));
        var figures = Golden.Json($"{folder}/history.json")[optimizer]!;
        var model = new Sequential { new Dense(8, hidden, inputShape: [x.Shape[1]], name: "first"), new Dense(3, output, name: "second") };
        model.SetWeights(Golden.Weights($"{folder}/initial_weights.npz"));
        model.Compile(OptimizersFromJson.Make(figures["optimizer"]!["class_name"]!.GetValue<string>(), figures["optimizer"]!["config"]!), loss, metrics);

        var history = model.Fit(x, y, batchSize: x.Shape[0], epochs: 20, verbose: 0, shuffle: false);

        foreach (var (key, expected) in figures["history"]!.AsObject())
        {
            Golden.AssertClose(Golden.Tensor(expected!), history[key].ToArray(), 1e-4, $"{folder} {optimizer} {key}");
        }

        foreach (var (expected, actual) in Golden.Weights($"{folder}/final_weights_{optimizer}.npz").Zip(model.GetWeights()))
        {
            Golden.AssertClose(expected, actual, 1e-4, $"{folder} {optimizer} weights");
        }
    }
}

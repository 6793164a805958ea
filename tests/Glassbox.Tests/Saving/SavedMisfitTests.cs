using System.IO.Compression;
using System.Text;
using Glassbox.Layers;
using Glassbox.Saving;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Saving;

/// <summary>
/// A state of the optimizer that does not fit the model, as Keras writes it of layers that were frozen after the training.
/// </summary>
[Collection("process state")]
public sealed class SavedMisfitTests : IDisposable
{
    private static readonly Tensor X = Tensor.RandomNormal([8, 3], seed: 1);
    private static readonly Tensor Y = Tensor.RandomUniform([8, 2], seed: 2);

    private readonly TemporaryFolder folder = new();
    private readonly Action<string>? handler = Warnings.Handler;
    private readonly List<string> said = [];

    public SavedMisfitTests() => Warnings.Handler = said.Add;

    public void Dispose()
    {
        Warnings.Handler = handler;
        folder.Dispose();
    }

    [Fact]
    public void It_is_skipped_with_a_warning_and_the_weights_are_loaded()
    {
        var model = new Sequential([Glassbox.Keras.Input([3]), new Dense(4), new Dense(2)]);
        model.Compile("adam", "mse");
        RoundTrip.Train(model, X, Y);
        var trained = WeightsFile.Tree(model, whole: true);
        model.Layers[0].Trainable = false;
        using (var archive = ZipFile.Open(folder["frozen.keras"], ZipArchiveMode.Create))
        {
            using (var entry = archive.CreateEntry("config.json").Open())
            {
                entry.Write(Encoding.UTF8.GetBytes(KerasJson.Write(KerasFile.Describe(model))));
            }

            using var weights = archive.CreateEntry("model.weights.h5").Open();
            Hdf5Writer.Write(weights, trained);
        }

        var loaded = Model.Load(folder["frozen.keras"]);
        var warning = Assert.Single(said);
        Assert.Contains("Adam needs 6 values", warning, StringComparison.Ordinal);
        Assert.Contains("10 are there", warning, StringComparison.Ordinal);
        Assert.Contains("frozen.keras", warning, StringComparison.Ordinal);
        Assert.Equal((0L, false), (loaded.Optimizer.Iterations, loaded.Layers[0].Trainable));
        RoundTrip.AssertSame("weight", model.GetWeights(), loaded.GetWeights());
        loaded.TrainOnBatch(X, Y);
        Assert.Equal(1, loaded.Optimizer.Iterations);
    }
}

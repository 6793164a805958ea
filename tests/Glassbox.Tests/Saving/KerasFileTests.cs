using System.IO.Compression;
using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Saving;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Saving;

/// <summary>Files that Keras wrote, and files like them.</summary>
public sealed class KerasFileTests : IDisposable
{
    private static readonly string Shared = Golden.Larger ?? "";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("mlp_deferred")]
    [InlineData("residual")]
    [InlineData("multi_io")]
    public void A_model_from_Keras_predicts_what_it_predicts_there(string name) => AssertPredicts(Golden.Path($"models/{name}"));

    [Theory]
    [InlineData("mlp")]
    [InlineData("mlp_named")]
    [InlineData("cnn")]
    [InlineData("conv1d3d")]
    [InlineData("rnn")]
    [InlineData("reshape_misc")]
    [InlineData("attention_norm")]
    public void Larger_models_from_Keras_predict_what_they_predict_there(string name)
    {
        var model = Path.Combine(Shared, "models", name);
        Assert.SkipUnless(Directory.Exists(model), "the larger golden figures are not here");
        try
        {
            AssertPredicts(model);
        }
        catch (NotSupportedException exception) when (exception.Message.Contains("is not known here", StringComparison.Ordinal))
        {
            Assert.Skip(exception.Message);
        }
    }

    [Theory]
    [InlineData("mlp_deferred")]
    [InlineData("residual")]
    [InlineData("multi_io")]
    public void Weights_are_read_from_all_their_files(string name)
    {
        var original = Model.Load(Golden.Path($"models/{name}/model.keras"));
        var weights = original.GetWeights();
        foreach (var file in new[] { "w.weights.h5", "w.npz", "w.safetensors" })
        {
            original.SaveWeights(At(file));
            var other = Model.FromJson(original.ToJson());
            other.LoadWeights(At(file));
            AssertSame(weights, other.GetWeights());
        }

        original.LoadWeights(Golden.Path($"models/{name}/model.weights.h5"));
        AssertSame(weights, original.GetWeights());
    }

    [Theory]
    [InlineData("mlp_deferred")]
    [InlineData("residual")]
    [InlineData("multi_io")]
    public void What_is_saved_has_the_members_and_the_layout_of_what_Keras_saves(string name)
    {
        var golden = Golden.Path($"models/{name}/model.keras");
        Model.Load(golden).Save(At("again.keras"));
        using var expected = ZipFile.OpenRead(golden);
        using var actual = ZipFile.OpenRead(At("again.keras"));
        Assert.Equal(expected.Entries.Select(entry => entry.FullName), actual.Entries.Select(entry => entry.FullName));
        Assert.All(actual.Entries, entry => Assert.Equal(entry.Length, entry.CompressedLength));
        Assert.Equal(Layout(Bytes(expected)), Layout(Bytes(actual)));
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    [InlineData("sgd_nesterov")]
    public void Training_goes_on_where_Keras_stopped(string optimizer)
    {
        var (x, y) = (Golden.Npy("mlp/x.npy"), Golden.Npy("mlp/y.npy"));
        var loaded = Model.Load(Golden.Path($"mlp/trained_{optimizer}.keras"));
        Assert.Equal(20, loaded.Optimizer.Iterations);
        var own = Model.FromJson(loaded.ToJson());
        own.SetWeights(Golden.Weights("mlp/initial_weights.npz"));
        own.Fit(x, y, batchSize: 1000, epochs: 25, shuffle: false, verbose: 0);
        loaded.Fit(x, y, batchSize: 1000, epochs: 5, shuffle: false, verbose: 0);
        Assert.Equal(25, loaded.Optimizer.Iterations);
        foreach (var (expected, actual) in own.GetWeights().Zip(loaded.GetWeights()))
        {
            Golden.AssertClose(expected, actual, 1e-4, optimizer);
        }
    }

    [Theory]
    [InlineData("adam")]
    [InlineData("rmsprop")]
    [InlineData("sgd")]
    public void Training_goes_on_after_a_break_with_the_same_bits_as_without(string optimizer)
    {
        var (x, y) = (Tensor.RandomNormal([40, 6], seed: 1), Tensor.RandomUniform([40, 2], seed: 2));
        var model = new Sequential([new Dense(8, "tanh", inputShape: [6]), new Dense(2)]);
        model.Compile(optimizer, "mse", ["mae"]);
        model.Fit(x, y, epochs: 2, shuffle: false, verbose: 0);
        model.Save(At("break.keras"));
        var other = Model.Load(At("break.keras"));
        model.Fit(x, y, epochs: 2, shuffle: false, verbose: 0);
        other.Fit(x, y, epochs: 2, shuffle: false, verbose: 0);
        AssertSame(model.GetWeights(), other.GetWeights());
        Assert.Equal(model.Optimizer.Iterations, other.Optimizer.Iterations);
    }

    [Fact]
    public void The_old_form_of_whole_models_is_read()
    {
        var file = Path.Combine(Shared, "models/mlp/legacy.h5");
        Assert.SkipUnless(File.Exists(file), "the larger golden figures are not here");
        var model = Model.Load(file);
        Golden.AssertClose(Npy.Load(Path.Combine(Shared, "models/mlp/expected_0.npy")),
            model.Predict(Npy.Load(Path.Combine(Shared, "models/mlp/input_0.npy")), verbose: 0), 1e-5);
        Assert.Contains("Model.Load", Assert.Throws<NotSupportedException>(() => model.LoadWeights(CopyTo(file, "old.weights.h5"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_model_are_refused_and_nothing_is_changed()
    {
        var (small, large) = (new Sequential([new Dense(2, inputShape: [3])]), new Sequential([new Dense(2, inputShape: [4])]));
        small.SaveWeights(At("small.weights.h5"));
        var before = large.GetWeights();
        var message = Assert.Throws<InvalidDataException>(() => large.LoadWeights(At("small.weights.h5"))).Message;
        Assert.Contains("(4, 2)", message, StringComparison.Ordinal);
        Assert.Contains("(3, 2)", message, StringComparison.Ordinal);
        AssertSame(before, large.GetWeights());
        large.LoadWeights(At("small.weights.h5"), skipMismatch: true);
    }

    [Fact]
    public void A_model_of_a_trillion_weights_in_a_small_file_is_refused()
    {
        var json = new Sequential([new Dense(2, inputShape: [3])]).ToJson()
            .Replace("\"units\": 2", "\"units\": 600000000", StringComparison.Ordinal);
        Write("huge.keras", json);
        Assert.Contains("memory", Assert.Throws<InvalidDataException>(() => Model.Load(At("huge.keras"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_end_otherwise_are_refused_with_those_that_are_right()
    {
        var model = new Sequential([new Dense(2, inputShape: [3])]);
        Assert.Contains(".keras", Assert.Throws<ArgumentException>(() => model.Save(At("model.h5"))).Message, StringComparison.Ordinal);
        Assert.Contains(".weights.h5", Assert.Throws<ArgumentException>(() => model.SaveWeights(At("model.bin"))).Message,
            StringComparison.Ordinal);
        model.Save(At("there.keras"));
        Assert.Throws<IOException>(() => model.Save(At("there.keras"), overwrite: false));
        Assert.Throws<InvalidOperationException>(() => new Sequential([new Dense(2)]).SaveWeights(At("w.npz")));
        Assert.Empty(Directory.GetFiles(folder.Root, "*.tmp"));
    }

    private static void AssertPredicts(string model)
    {
        var loaded = Model.Load(Path.Combine(model, "model.keras"));
        var inputs = Arrays(model, "input");
        var expected = Arrays(model, "expected");
        var actual = loaded.PredictAll(inputs.Length == 1 ? inputs[0] : inputs, verbose: 0);
        Assert.Equal(expected.Length, actual.Count);
        for (var i = 0; i < expected.Length; i++)
        {
            Golden.AssertClose(expected[i], actual[i], 1e-5, $"{model}, output {i}");
        }
    }

    private static Tensor[] Arrays(string model, string stem) =>
        [.. Enumerable.Range(0, 100).Select(i => Path.Combine(model, $"{stem}_{i}.npy")).TakeWhile(File.Exists).Select(Npy.Load)];

    private static byte[] Bytes(ZipArchive archive)
    {
        using var content = archive.GetEntry("model.weights.h5")!.Open();
        var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private static List<string> Layout(byte[] bytes)
    {
        var lines = new List<string>();
        void Walk(Hdf5Object at)
        {
            lines.Add(at.IsDataset ? $"{at.Path} {at.Shape} {at.Read().DType}" : $"{at.Path} {string.Join(",", at.Texts("name") ?? [])}");
            foreach (var name in at.Names)
            {
                Walk(at.Find(name)!);
            }
        }

        Walk(new Hdf5File(new MemoryStream(bytes), "test").Root);
        return lines;
    }

    private static void AssertSame(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            Golden.AssertClose(expected[i], actual[i], 0, $"weight {i}");
        }
    }

    private string At(string name) => folder[name];

    private string CopyTo(string file, string name)
    {
        File.Copy(file, At(name));
        return At(name);
    }

    private void Write(string name, string config)
    {
        var model = new Sequential([new Dense(2, inputShape: [3])]);
        model.Save(At(name));
        using var archive = ZipFile.Open(At(name), ZipArchiveMode.Update);
        archive.GetEntry("config.json")!.Delete();
        using var entry = new StreamWriter(archive.CreateEntry("config.json").Open());
        entry.Write(config);
    }
}

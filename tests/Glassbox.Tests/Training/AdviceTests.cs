using System.Text;
using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Training;

/// <summary>What exceptions advise for frequent mistakes is what helps.</summary>
public sealed class AdviceTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("categorical_crossentropy")]
    [InlineData("sparse_categorical_crossentropy")]
    [InlineData("binary_crossentropy")]
    [InlineData("mse")]
    public void Convolutions_before_Dense_without_Flatten_are_told_that_it_is_missing(string loss)
    {
        var model = new Sequential([new Conv2D(2, 3, inputShape: [6, 6, 1]), new Dense(3, "softmax")]);
        model.Compile("sgd", loss);
        var y = loss.StartsWith("sparse", StringComparison.Ordinal) ? Tensor.Zeros([4]) : Tensor.Zeros([4, 3]);
        Says("a Flatten or GlobalAveragePooling2D layer is missing before its last Dense", () =>
            model.Fit(Tensor.Zeros([4, 6, 6, 1]), y, verbose: 0));
    }

    [Fact]
    public void Labels_that_do_not_fit_the_units_are_told_how_many_are_needed()
    {
        var nine = Tensor.Full([2, 9], 0.1);
        Says("Dense(10)", () => new SparseCategoricalCrossentropy().Apply(Tensor.FromSpan<long>([0, 9]), nine));
        Says("Dense(10)", () => new CategoricalCrossentropy().Apply(Tensor.Zeros([2, 10]), nine));
        Says("subtract 1 from the labels", () => new SparseCategoricalCrossentropy().Apply(Tensor.FromSpan<long>([1, 9]), nine));
        Says("looks like integer labels", () => new CategoricalCrossentropy().Apply(Tensor.Zeros([2, 1]), nine));
    }

    [Theory]
    [InlineData(new[] { 32, 32, 3 }, new[] { 2, 3, 32, 32 }, "Ops.Transpose(x, [0, 2, 3, 1])")]
    [InlineData(new[] { 3, 32, 32 }, new[] { 2, 32, 32, 3 }, "Ops.Transpose(x, [0, 3, 1, 2])")]
    [InlineData(new[] { 28, 28, 1 }, new[] { 2, 784 }, "x.Reshape(-1, 28, 28, 1)")]
    [InlineData(new[] { 784 }, new[] { 2, 28, 28 }, "x.Reshape(-1, 784)")]
    [InlineData(new[] { 28, 28, 1 }, new[] { 2, 32, 32, 1 }, "new Resizing(28, 28)")]
    [InlineData(new[] { 28, 28, 1 }, new[] { 2, 28, 28, 3 }, "colorMode: \"grayscale\"")]
    [InlineData(new[] { 32, 32, 3 }, new[] { 2, 28, 28, 1 }, "new Resizing(32, 32), or load them with imageSize: [32, 32]. The "
        + "images have 1 channel, and 3 are expected: load them with colorMode: \"rgb\"")]
    [InlineData(new[] { 256 }, new[] { 256 }, "x[..1] of all samples or Ops.ExpandDims(x, 0)")]
    [InlineData(new[] { 28, 28, 1 }, new[] { 28, 28 }, "Ops.ExpandDims(x, 0)")]
    public void Data_of_another_shape_is_told_what_to_do(int[] expected, int[] received, string advice)
    {
        var model = new Sequential([new Activation("relu", inputShape: Shape.Create(expected)), new Flatten(), new Dense(1)]);
        model.Compile("sgd", "mse");
        var x = Tensor.Zeros(Shape.Create(received));
        Says(advice, () => model.Predict(x, verbose: 0));
        Says(advice, () => model.Fit(x, Tensor.Zeros([received[0], 1]), verbose: 0));
        Says(advice, () => model.Evaluate(x, Tensor.Zeros([received[0], 1]), verbose: 0));
        var input = Glassbox.Keras.Input(Shape.Create(expected));
        var graph = new Model(input, new Flatten().Apply(input));
        if (expected is not [28, 28, 1] || received.Length != 2 || received[0] == 2)
        {
            Says(advice, () => graph.Predict(x, verbose: 0));
        }
    }

    [Fact]
    public void Reshape_is_not_advised_where_it_would_mix_up_values()
    {
        var model = new Sequential([new Dense(1, inputShape: [6, 4])]);
        var message = Assert.Throws<ArgumentException>(() => model.Predict(Tensor.Zeros([2, 4, 6]), verbose: 0)).Message;
        Assert.DoesNotContain("Reshape", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_tensor_is_named_as_such()
    {
        var model = new Sequential([new Dense(1, inputShape: [2])]);
        model.Compile("sgd", "mse");
        foreach (var use in new Action[]
        {
            () => model.Fit((Tensor)null!, Tensor.Zeros([2, 1])), () => model.Evaluate((Tensor)null!, Tensor.Zeros([2, 1])),
            () => model.Predict((Tensor)null!), () => model.TrainOnBatch((Tensor)null!, Tensor.Zeros([2, 1])),
            () => model.Fit((IEnumerable<Batch>)null!),
        })
        {
            Assert.Throws<ArgumentNullException>(use);
        }
    }

    [Theory]
    [InlineData("", "It is empty")]
    [InlineData("{\"class_name\": \"Sequential\"}", "Model.FromJson(File.ReadAllText(path))")]
    [InlineData("hello", "It is text.")]
    [InlineData("<!DOCTYPE html>", "It is a web page")]
    [InlineData("version https://git-lfs.github.com/spec/v1", "git lfs pull")]
    public void Model_Load_says_what_a_text_is(string text, string expected)
    {
        File.WriteAllText(folder["m.keras"], text);
        File.WriteAllText(folder["m.h5"], text);
        File.WriteAllText(folder["m.weights.h5"], text);
        Refused(expected, () => Model.Load(folder["m.keras"]));
        Refused(expected, () => Model.Load(folder["m.h5"]));
        Refused(expected, () => new Sequential([new Dense(1, inputShape: [2])]).LoadWeights(folder["m.weights.h5"]));
    }

    [Fact]
    public void Model_Load_says_which_call_opens_a_file_of_another_kind()
    {
        var model = new Sequential([new Dense(1, inputShape: [2])]);
        model.SaveWeights(folder["w.weights.h5"]);
        model.SaveWeights(folder["w.npz"]);
        model.SaveWeights(folder["w.safetensors"]);
        model.Save(folder["m.keras"]);
        Npy.Save(folder["a.npy"], Tensor.Zeros([2]));
        File.WriteAllBytes(folder["saved_model.pb"], [8, 1, 18, 0, 255]);
        Refused("HDF5 file", () => Model.Load(Renamed("w.weights.h5", "x.keras")));
        Refused("npz file: Npz.Load", () => Model.Load(Renamed("w.npz", "x.h5")));
        Refused("SafeTensors.Load", () => Model.Load(Renamed("w.safetensors", "x.keras")));
        Refused("a .keras file: Model.Load", () => Model.Load(Renamed("m.keras", "x.h5")));
        Refused("Npy.Load", () => Model.Load(Renamed("a.npy", "x.keras")));
        Refused("graph of TensorFlow", () => Model.Load(folder["saved_model.pb"]));
        Refused("It is a folder", () => Model.Load(folder.Root));
        Assert.Throws<FileNotFoundException>(() => Model.Load(folder["none.keras"]));
    }

    [Fact]
    public void Writing_into_a_folder_that_is_missing_names_the_folder()
    {
        var missing = folder["missing"];
        var model = new Sequential([new Dense(1, inputShape: [2])]);
        foreach (var write in new Action[]
        {
            () => model.Save(Path.Combine(missing, "m.keras")), () => model.SaveWeights(Path.Combine(missing, "m.weights.h5")),
            () => Npy.Save(Path.Combine(missing, "a.npy"), Tensor.Zeros([1])),
        })
        {
            var message = Assert.Throws<DirectoryNotFoundException>(write).Message;
            Assert.Contains($"'{missing}'", message, StringComparison.Ordinal);
            Assert.DoesNotContain(".tmp", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_layer_that_is_not_known_is_named_once_and_without_the_list_of_all()
    {
        var message = Assert.Throws<NotSupportedException>(() => Model.FromJson(Pile("keras.layers", "LSTM"))).Message;
        Assert.Contains("the layer LSTM is not known here. If Keras has it, it is planned", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Unknown layer", message, StringComparison.Ordinal);
        Assert.True(message.Length < 400, message);
        Assert.Contains("It is none of Keras's", Assert.Throws<NotSupportedException>(() => Model.FromJson(Pile("own", "Wave"))).Message,
            StringComparison.Ordinal);
        var misspelt = Assert.Throws<NotSupportedException>(() => Model.FromJson(Pile("keras.layers", "Denes"))).Message;
        Assert.Contains("Did you mean 'Dense'?", misspelt, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weight_that_cannot_be_names_the_layer_its_shape_the_bytes_and_the_limit()
    {
        var message = Assert.Throws<ArgumentException>(() =>
            new Sequential([new Dense(600, inputShape: [4_000_000], name: "head")])).Message;
        Assert.Contains("Layer 'head' (Dense): the weight 'kernel' of shape (4000000, 600) would have 2,400,000,000 elements, "
            + "9,600,000,000 bytes in float32; one tensor can hold 2,147,483,591", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_of_another_architecture_are_told_of_skipMismatch()
    {
        new Sequential([new Dense(2, inputShape: [2])]).SaveWeights(folder["w.weights.h5"]);
        Refused("LoadWeights(path, skipMismatch: true)", () =>
            new Sequential([new Dense(3, inputShape: [2])]).LoadWeights(folder["w.weights.h5"]));
    }

    [Fact]
    public void Batches_that_give_outputs_of_unequal_shapes_are_told_apart()
    {
        var input = Glassbox.Keras.Input([Shape.Unknown, 2]);
        var model = new Model(input, new Dense(1).Apply(input), name: "sequences");
        Batch[] batches = [new(Tensor.Zeros([2, 3, 2])), new(Tensor.Zeros([2, 5, 2]))];
        Says("Model 'sequences': its output has shape (2, 3, 1) for one batch and (2, 5, 1) for another", () =>
            model.Predict(batches, verbose: 0));
    }

    private static string Pile(string module, string layer) => new StringBuilder()
        .Append("{\"module\": \"keras\", \"class_name\": \"Sequential\", \"config\": {\"name\": \"m\", \"layers\": [{\"module\": "
            + "\"").Append(module)
        .Append("\", \"class_name\": \"").Append(layer).Append("\", \"config\": {}}]}}").ToString();

    private static void Says(string advice, Action mistake) =>
        Assert.Contains(advice, Assert.ThrowsAny<ArgumentException>(mistake).Message, StringComparison.Ordinal);

    private static void Refused(string expected, Action load) =>
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(load).Message, StringComparison.Ordinal);

    private string Renamed(string name, string other)
    {
        File.Copy(folder[name], folder[other], overwrite: true);
        return folder[other];
    }
}

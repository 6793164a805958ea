using Glassbox.Layers;

namespace Glassbox.Images.Tests;

public class ImageDatasetTests
{
    [Fact]
    public void Folders_are_classes_and_files_come_in_the_order_of_their_names()
    {
        using var folder = Samples.Folder(("cats", 3), ("Dogs", 2), (".hidden", 1));
        File.WriteAllText(folder["cats/notes.txt"], "no image");
        var dataset = Utils.ImageDatasetFromDirectory(folder.Root, shuffle: false, imageSize: [8, 10], batchSize: 4, verbose: false);

        // Capital letters come first, whatever the file system or the language.
        Assert.Equal(["Dogs", "cats"], dataset.ClassNames);
        Assert.Equal(["Dogs/00.png", "Dogs/01.bmp", "cats/00.png", "cats/01.bmp", "cats/02.gif"], Names(dataset, folder));
        var batches = dataset.ToList();
        Assert.Equal((2, 5, "(4, 8, 10, 3)", "(1, 8, 10, 3)"),
            (dataset.Count, dataset.Samples, $"{batches[0].X.Shape}", $"{batches[1].X.Shape}"));
        Assert.Equal((DType.Float32, DType.Int32), (batches[0].X.DType, batches[0].Y.DType));
        Assert.Equal("[0 0 1 1]", $"{batches[0].Y}");
        Assert.Equal([0, 20, 255], batches[1].X[0, 7, 9].ToArray<float>());
    }

    [Theory]
    [InlineData("int", "[0 1 1]")]
    [InlineData("binary", "[[0.]\n [1.]\n [1.]]")]
    [InlineData("categorical", "[[1. 0.]\n [0. 1.]\n [0. 1.]]")]
    [InlineData(null, null)]
    public void Labels_are_written_as_the_mode_says(string? labelMode, string? expected)
    {
        using var folder = Samples.Folder(("a", 1), ("b", 2));
        var batch = Utils.ImageDatasetFromDirectory(folder.Root, labelMode: labelMode, shuffle: false, imageSize: 4, verbose: false)
            .Single();
        Assert.Equal(expected, batch.HasTargets ? $"{batch.Y}" : null);
        Assert.Equal("(3, 4, 4, 3)", $"{batch.X.Shape}");
    }

    [Fact]
    public void Labels_may_be_given_or_left_out()
    {
        using var folder = Samples.Folder(("a", 1), ("b", 2));
        Directory.CreateDirectory(folder["b/deep"]);
        File.WriteAllBytes(folder["b/deep/x.png"], Samples.File("png", Samples.Picture));
        var without = Utils.ImageDatasetFromDirectory(folder.Root, labels: null, shuffle: false, imageSize: 4, verbose: false);
        Assert.Equal(["a/00.png", "b/00.png", "b/01.bmp", "b/deep/x.png"], Names(without, folder));
        Assert.Empty(without.ClassNames);
        Assert.False(without.Single().HasTargets);

        var given = Utils.ImageDatasetFromDirectory(folder.Root, labels: [7, 5, 7, 9], shuffle: false, imageSize: 4, verbose: false);
        Assert.Equal("[7 5 7 9]", $"{given.Single().Y}");
        Assert.Equal(["5", "7", "9"], given.ClassNames);
        Assert.Contains("4 image files; received 2 labels", Refused(() => Utils.ImageDatasetFromDirectory(folder.Root, labels: [1, 2])),
            StringComparison.Ordinal);
        Assert.Contains("without gaps", Refused(() =>
            Utils.ImageDatasetFromDirectory(folder.Root, labels: [7, 5, 7, 9], labelMode: "categorical")), StringComparison.Ordinal);
    }

    [Fact]
    public void Class_names_choose_and_order_the_folders()
    {
        using var folder = Samples.Folder(("a", 1), ("b", 2), ("c", 1));
        var dataset = Utils.ImageDatasetFromDirectory(folder.Root, classNames: ["c", "a"], shuffle: false, imageSize: 4, verbose: false);
        Assert.Equal(["c/00.png", "a/00.png"], Names(dataset, folder));
        Assert.Equal("[0 1]", $"{dataset.Single().Y}");
        Assert.Contains("a, b, c; received a, x", Refused(() => Utils.ImageDatasetFromDirectory(folder.Root, classNames: ["a", "x"])),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_order_of_a_seed_is_that_of_NumPy_and_the_labels_go_along()
    {
        using var folder = Samples.Folder(("a", 5), ("b", 5));
        var dataset = Utils.ImageDatasetFromDirectory(folder.Root, seed: 42, imageSize: 4, verbose: false);
        // numpy.random.RandomState(42).shuffle(list(range(10)))
        Assert.Equal(["b/03", "a/01", "b/00", "a/00", "b/02", "a/02", "b/04", "a/04", "a/03", "b/01"],
            Names(dataset, folder).Select(name => name[..4]));
        AssertLabelsFit(dataset);
    }

    [Fact]
    public void Parts_of_a_split_are_the_whole_without_overlap_and_repeat_with_the_seed()
    {
        using var folder = Samples.Folder(("a", 7), ("b", 6));
        ImageDataset Part(string subset) =>
            Utils.ImageDatasetFromDirectory(folder.Root, seed: 3, validationSplit: 0.3, subset: subset, imageSize: 4, verbose: false);
        var (training, validation) = (Part("training"), Part("validation"));
        Assert.Equal((10, 3), (training.Samples, validation.Samples));
        Assert.Equal(13, training.FilePaths.Union(validation.FilePaths).Count());
        Assert.Equal(training.FilePaths, Part("training").FilePaths);
        var (both, rest) = Utils.ImageDatasetsFromDirectory(folder.Root, 0.3, seed: 3, imageSize: 4, verbose: false);
        Assert.Equal(training.FilePaths, both.FilePaths);
        Assert.Equal(validation.FilePaths, rest.FilePaths);
        AssertLabelsFit(training);
        AssertLabelsFit(validation);
        // Without a seed the two still belong together.
        (both, rest) = Utils.ImageDatasetsFromDirectory(folder.Root, 0.3, imageSize: 4, verbose: false);
        Assert.Equal(13, both.FilePaths.Union(rest.FilePaths).Count());
    }

    [Fact]
    public void Each_epoch_is_shuffled_anew_and_repeats_with_the_seed()
    {
        using var folder = Samples.Folder(("a", 8));
        ImageDataset Make(bool shuffle) =>
            Utils.ImageDatasetFromDirectory(folder.Root, seed: 1, shuffle: shuffle, imageSize: 2, verbose: false);
        var (dataset, again, still) = (Make(true), Make(true), Make(false));
        var (first, second) = (Colours(dataset), Colours(dataset));
        Assert.NotEqual(first, second);
        Assert.Equal(first, Colours(again));
        Assert.Equal(second, Colours(again));
        Assert.Equal(Enumerable.Range(0, 8).Select(i => i * 10f), Colours(still));
        Assert.Equal(first.Order(), Colours(still));

        static float[] Colours(ImageDataset dataset) => dataset.Single().X[.., 0, 0, 1].ToArray<float>();
    }

    [Fact]
    public void Sizes_are_reached_by_distorting_cutting_or_padding()
    {
        using var folder = new TemporaryFolder();
        Utils.SaveImage(folder["a.png"], Samples.Picture, scale: false);
        Tensor Load(bool crop, bool pad, string? format = null) =>
            Utils.ImageDatasetFromDirectory(folder.Root, labels: null, imageSize: [6, 6], cropToAspectRatio: crop, padToAspectRatio: pad,
                dataFormat: format, verbose: false).Single().X;
        var image = Ops.ExpandDims(Samples.Picture.Cast("float32"), 0);
        AssertClose(new Resizing(6, 6).Apply(image), Load(false, false));
        AssertClose(new Resizing(6, 6, cropToAspectRatio: true).Apply(image), Load(true, false));
        AssertClose(new Resizing(6, 6, padToAspectRatio: true).Apply(image), Load(false, true));
        AssertClose(new Resizing(6, 6).Apply(image).Transpose(0, 3, 1, 2), Load(false, false, "channels_first"));
        var gray = Utils.ImageDatasetFromDirectory(folder.Root, labels: null, colorMode: "grayscale", imageSize: 6, verbose: false);
        Assert.Equal("(1, 6, 6, 1)", $"{gray.Single().X.Shape}");
    }

    [Fact]
    public void Links_are_followed_where_asked_for_and_circles_end()
    {
        using var outside = Samples.Folder(("more", 1));
        using var folder = Samples.Folder(("a", 1));
        Directory.CreateSymbolicLink(folder["a/linked"], outside["more"]);
        Directory.CreateSymbolicLink(folder["a/circle"], folder.Root);
        Assert.Equal(1, Utils.ImageDatasetFromDirectory(folder.Root, imageSize: 2, verbose: false).Samples);
        Assert.Equal(
            ["a/00.png", "a/linked/00.png"], Names(Utils.ImageDatasetFromDirectory(folder.Root, classNames: ["a"], followLinks: true,
            shuffle: false, imageSize: 2, verbose: false), folder).Where(name => !name.Contains("circle", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_model_trains_on_it_and_judges_with_it()
    {
        using var folder = Samples.Folder(("a", 9), ("b", 9));
        var (training, validation) = Utils.ImageDatasetsFromDirectory(folder.Root, 0.25, labelMode: "categorical", imageSize: [6, 6],
            batchSize: 4, seed: 1, verbose: false);
        var model = new Sequential { new Rescaling(1 / 255.0, inputShape: [6, 6, 3]), new RandomFlip(), new Flatten(),
            new Dense(2, "softmax", kernelInitializer: "zeros") };
        model.Compile("adam", "categorical_crossentropy", metrics: ["accuracy"]);
        var history = model.Fit(training.Prefetch(), epochs: 12, validationData: validation, verbose: 0);
        Assert.Equal(12, history["val_accuracy"].Count);
        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.Equal(history["val_loss"][^1], model.Evaluate(validation, verbose: 0)["loss"], 1e-5);
        Assert.Equal("(4, 2)", $"{model.Predict(validation, verbose: 0).Shape}");
    }

    [Fact]
    public void A_damaged_file_ends_the_epoch_with_its_name()
    {
        using var folder = Samples.Folder(("a", 3));
        File.WriteAllText(folder["a/01.bmp"], "BM is how it begins");
        var dataset = Utils.ImageDatasetFromDirectory(folder.Root, imageSize: 4, verbose: false);
        Assert.Contains("01.bmp", Assert.Throws<InvalidDataException>(() => dataset.ToList()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => dataset.Prefetch().ToList());
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        using var folder = Samples.Folder(("a", 1), ("b", 1), ("c", 1));
        Assert.Throws<DirectoryNotFoundException>(() => Utils.ImageDatasetFromDirectory(folder["none"]));
        Directory.CreateDirectory(folder["empty/x"]);
        AssertRefused("There are no images in", () => Utils.ImageDatasetFromDirectory(folder["empty"]));
        AssertRefused("each folder there is a class; 1 image lies in it itself. Put the images of each class into a folder of its name",
            () =>
            Utils.ImageDatasetFromDirectory(folder["a"]));
        AssertRefused("received \"infered\"", () => Utils.ImageDatasetFromDirectory(folder.Root, labels: "infered"));
        AssertRefused("'categorical'?", () => Utils.ImageDatasetFromDirectory(folder.Root, labelMode: "categorial"));
        AssertRefused("there are 4: a, b, c, empty", () => Utils.ImageDatasetFromDirectory(folder.Root, labelMode: "binary"));
        AssertRefused("crop or pad", () => Utils.ImageDatasetFromDirectory(folder.Root, cropToAspectRatio: true, padToAspectRatio: true));
        AssertRefused("set both, or neither", () => Utils.ImageDatasetFromDirectory(folder.Root, validationSplit: 0.2, seed: 1));
        AssertRefused("needs a seed", () => Utils.ImageDatasetFromDirectory(folder.Root, validationSplit: 0.2, subset: "training"));
        AssertRefused("between 0 and 1; received 1", () => Utils.ImageDatasetsFromDirectory(folder.Root, 1));
        AssertRefused("ImageDatasetsFromDirectory", () =>
            Utils.ImageDatasetFromDirectory(folder.Root, validationSplit: 0.2, subset: "both", seed: 1));
        AssertRefused("no images for validation", () => Utils.ImageDatasetsFromDirectory(folder.Root, 0.1, verbose: false));
        AssertRefused("batch size", () => Utils.ImageDatasetFromDirectory(folder.Root, batchSize: 0, verbose: false));
        AssertRefused("area", () => Utils.ImageDatasetFromDirectory(folder.Root, interpolation: "area"));
        AssertRefused("without labels", () => Utils.ImageDatasetFromDirectory(folder.Root, labels: null, classNames: ["a"]));
    }

    private static string Refused(Func<object> action) => Assert.ThrowsAny<ArgumentException>(action).Message;

    private static void AssertRefused(string expected, Func<object> action) =>
        Assert.Contains(expected, Refused(action), StringComparison.Ordinal);

    private static string[] Names(ImageDataset dataset, TemporaryFolder folder) =>
        [.. dataset.FilePaths.Select(path => Path.GetRelativePath(folder.Root, path).Replace('\\', '/'))];

    /// <summary>The red of an image is a hundred times the number of its class.</summary>
    private static void AssertLabelsFit(ImageDataset dataset)
    {
        foreach (var (x, y) in dataset)
        {
            Assert.Equal(x[.., 0, 0, 0].ToArray<float>().Select(red => (int)(red / 100)), y.ToArray<int>());
        }
    }

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape, actual.Shape);
        Assert.InRange((double)Ops.Max(Ops.Abs(expected - actual)), 0, 1e-4);
    }
}

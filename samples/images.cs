#:project ../src/Glassbox.Images/Glassbox.Images.csproj

// Image classification from folders of files, on a small data set: with and without data augmentation.
//
//     dotnet run samples/images.cs
//     dotnet run samples/images.cs -- flowers     your own images, in one subfolder per class
//
// The first run restores packages and compiles the library before it prints anything: about a minute, or more on a slow machine.
//
// With 500 generated images for training and 500 for validation, the last line is
// "validation accuracy: 0.8220 without augmentation, 0.8700 with augmentation".

using Glassbox;
using Glassbox.Datasets;
using Glassbox.Images;
using Glassbox.Layers;

Utils.SetRandomSeed(1337);
var folder = args.Length > 0 ? args[0] : DrawDigits();
var (train, validation) = Utils.ImageDatasetsFromDirectory(folder, validationSplit: 0.5, colorMode: "grayscale", imageSize: [28, 28],
    seed: 1);
Console.WriteLine($"Classes: {string.Join(", ", train.ClassNames)}");

Layer[] augmentation = [new RandomRotation(0.04, fillMode: "constant"), new RandomZoom(0.15, 0.15, fillMode: "constant"),
    new RandomTranslation(0.1, 0.1, fillMode: "constant")];
var plain = Train([]);
var augmented = Train(augmentation);
Console.WriteLine();
Console.WriteLine($"validation accuracy: {plain:F4} without augmentation, {augmented:F4} with augmentation");

double Train(Layer[] first)
{
    var model = new Sequential(
    [
        .. first, new Rescaling(1 / 255.0),
        new Conv2D(16, 3, activation: "relu"), new MaxPooling2D(2), new Conv2D(32, 3, activation: "relu"), new MaxPooling2D(2),
        new Flatten(), new Dropout(0.3), new Dense(train.ClassNames.Count, activation: "softmax"),
    ]);
    model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    Console.WriteLine();
    Console.WriteLine($"{train.Samples} images, {(first.Length == 0 ? "without" : "with")} augmentation:");
    // The files are read and resized on a background thread while the model trains.
    var history = model.Fit(train.Prefetch(), epochs: 40, validationData: validation, verbose: 0);
    Console.WriteLine($"training accuracy {history["accuracy"][^1]:F4}, validation accuracy {history["val_accuracy"][^1]:F4}");
    return history["val_accuracy"][^1];
}

// PNG files in one folder per class.
static string DrawDigits()
{
    var folder = Path.Combine(Path.GetTempPath(), "glassbox_digits");
    var ((images, labels), _) = SyntheticDigits.LoadData(trainSize: 1_000, testSize: 0);
    for (var i = 0; i < images.Shape[0]; i++)
    {
        Directory.CreateDirectory(Path.Combine(folder, $"{labels[i]}"));
        Utils.SaveImage(Path.Combine(folder, $"{labels[i]}", $"{i:0000}.png"), Ops.ExpandDims(images[i], -1), scale: false);
    }

    return folder;
}

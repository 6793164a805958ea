#:project ../src/Glassbox.Plotting/Glassbox.Plotting.csproj
#:package System.CommandLine

// A classifier of handwritten digits, from the data to the explanation of a prediction.
//
//     dotnet run samples/mnist.cs
//     dotnet run samples/mnist.cs -- --data digits --epochs 2 --batch-size 64 --out pictures
//
// The first run restores packages and compiles the library before it prints anything: about a minute, or more on a slow machine.

using System.CommandLine;
using Glassbox;
using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Plotting;

var dataOption = new Option<string>("--data")
{
    Description = "The data set: mnist, or the built-in digits.",
    DefaultValueFactory = _ => "mnist",
};
var epochsOption = new Option<int>("--epochs")
{
    Description = "The number of epochs.",
    DefaultValueFactory = _ => 5,
};
var batchSizeOption = new Option<int>("--batch-size")
{
    Description = "The number of images per training step.",
    DefaultValueFactory = _ => 128,
};
var outOption = new Option<string>("--out")
{
    Description = "The folder for the pictures.",
    DefaultValueFactory = _ => "mnist_pictures",
};
dataOption.AcceptOnlyFromAmong("mnist", "digits");
var options = new RootCommand("Trains a classifier of handwritten digits and evaluates it.") { dataOption, epochsOption, batchSizeOption,
    outOption }.Parse(args);
if (options.Action is not null)
{
    return options.Invoke();    // --help, --version, or what is wrong with the options
}

var folder = Directory.CreateDirectory(options.GetValue(outOption)!).FullName;
string Picture(string name) => Path.Combine(folder, name);

// The data: images and their labels.
var ((trainImages, trainLabels), (testImages, testLabels)) = Load(options.GetValue(dataOption)!);

Console.WriteLine($"rank of the training images:  {trainImages.Rank}");
Console.WriteLine($"shape of the training images: {trainImages.Shape}");
Console.WriteLine($"element type:                 {trainImages.DType}");
Console.WriteLine($"shape of the test images:     {testImages.Shape}");

Title("Some digits");
Console.WriteLine(Terminal.Images(trainImages[..6], [.. trainLabels[..6].ToArray<byte>().Select(label => $"Digit: {label}")]));

var digits = new Figure(width: 5, height: 5.5);
for (var i = 0; i < 9; i++)
{
    digits.Subplot(3, 3, i + 1).ImShow(trainImages[i], "gray").Title($"Digit: {trainLabels[i]}").Ticks(false);
}

digits.SavePng(Picture("digits.png"));

Title("Pixel value distribution");
var (pixelCounts, _) = Ops.Histogram(trainImages, bins: 8, range: (0, 256));
Console.WriteLine(Terminal.Bars([.. Enumerable.Range(0, 8).Select(bin => $"{bin * 32}-{(bin * 32) + 31}")],
    pixelCounts / (double)trainImages.Size, "P1"));

var distribution = new Figure(width: 5, height: 6);
distribution.Subplot(2, 1, 1).ImShow(trainImages[0], "gray").Title($"Digit: {trainLabels[0]}").Ticks(false);
distribution.Subplot(2, 1, 2).Hist(trainImages[0].Reshape(784), bins: 32).Title("Pixel Value Distribution");
distribution.SavePng(Picture("pixel_distribution.png"));

// Flatten the images and scale them to [0, 1].
var totalPixels = trainImages.Shape[1] * trainImages.Shape[2];
var xTrain = trainImages.Reshape(-1, totalPixels).Cast("float32") / 255;
var xTest = testImages.Reshape(-1, totalPixels).Cast("float32") / 255;

Title("Preprocessed data");
Console.WriteLine($"training images: {xTrain.Shape} {xTrain.DType}, from {xTrain.Min()} to {xTrain.Max()}");
Console.WriteLine($"test images:     {xTest.Shape} {xTest.DType}");

// One-hot encode the labels.
var (labels, counts) = Ops.Unique(trainLabels);
Console.WriteLine($"labels: {labels}");
Console.WriteLine($"counts: {counts}");

var classes = labels.Size;
var yTrain = Utils.ToCategorical(trainLabels, classes);
var yTest = Utils.ToCategorical(testLabels, classes);
Console.WriteLine("the first three test labels, before and after one-hot encoding:");
Console.WriteLine(testLabels[..3]);
Console.WriteLine(yTest[..3]);

// The network.
Utils.SetRandomSeed(1337);

var model = new Sequential
{
    new Dense(totalPixels, inputShape: [totalPixels]),
    new Activation("relu"),
    new Dense(classes),
    new Activation("softmax"),
};

Title("The layers");
foreach (var layer in model.Layers)
{
    Console.WriteLine($"{layer.Name} {layer.InputShape} ==> {layer.OutputShape}");
}

Console.WriteLine();
model.Summary();
model.PlotModel(toFile: Picture("model_plot.png"), showShapes: true, showLayerNames: true);
model.PlotModel(toFile: Picture("model_plot.svg"), showShapes: true, showLayerNames: true);

// The training.
Title("Training");
model.Compile(optimizer: "adam", loss: "categorical_crossentropy", metrics: ["accuracy"]);
var history = model.Fit(xTrain, yTrain, batchSize: options.GetValue(batchSizeOption), epochs: options.GetValue(epochsOption),
    validationData: (xTest, yTest));
Console.WriteLine($"loss: {Terminal.Sparkline(history["loss"])}");
Pictures.History(history).SavePng(Picture("history.png"));

Title("Evaluation on the test images");
var (loss, accuracy) = model.Evaluate(xTest, yTest);

// Predictions: the first three test images, and the one with the lowest confidence.
var probabilities = model.Predict(xTest, verbose: 0);
var confidence = probabilities.Max(axis: 1);
var leastCertain = (int)confidence.ArgMin();
foreach (var i in new[] { 0, 1, 2, leastCertain })
{
    var predicted = (int)probabilities[i].ArgMax();
    Title($"Test digit {i}{(i == leastCertain ? ", the least certain prediction" : "")}");
    Console.WriteLine(Terminal.Images(testImages[i..(i + 1)]));
    Console.WriteLine(Terminal.Bars([.. Enumerable.Range(0, classes).Select(digit => $"{digit}")], probabilities[i], "P1", full: 1));
    Console.WriteLine($"predicted: {predicted} with probability {confidence[i]:P1}; label: {testLabels[i]}"
        + ((int)testLabels[i] == predicted ? "" : " (misclassified)"));
}

// Pictures: a certain and an uncertain prediction, the confusion matrix, misclassified images, the weights of the first layer, and the
// explanation of one prediction.
var certainAndUncertain = Ops.Stack([(Tensor)0, leastCertain]);
Pictures.Predictions(Ops.Take(testImages, certainAndUncertain, axis: 0), Ops.Take(probabilities, certainAndUncertain, axis: 0),
    Ops.Take(testLabels, certainAndUncertain, axis: 0)).SavePng(Picture("predictions.png"));
Pictures.ConfusionMatrix(testLabels, probabilities).SavePng(Picture("confusion_matrix.png"));
Pictures.Mistakes(testImages, testLabels, probabilities).SavePng(Picture("mistakes.png"));
Pictures.Weights(model.Layers[0]).SavePng(Picture("weights.png"));
model.Explain(xTest[leastCertain].Reshape(28, 28), label: testLabels[leastCertain]).SaveHtml(Picture("explanation.html"));

Title("Pictures");
Console.WriteLine($"in {folder}:");
Console.WriteLine(string.Join(Environment.NewLine, Directory.GetFiles(folder).Select(Path.GetFileName).Order()));

Console.WriteLine();
Console.WriteLine($"test loss: {loss:F4}");
Console.WriteLine($"test accuracy: {accuracy:F4}");
return 0;

static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Load(string data)
{
    if (data == "mnist")
    {
        try
        {
            return Mnist.LoadData();
        }
        catch (DatasetUnavailableException)
        {
            Console.WriteLine("MNIST is not on this machine and cannot be downloaded: using the built-in digits instead.");
        }
    }

    return SyntheticDigits.LoadData();
}

static void Title(string text)
{
    Console.WriteLine();
    Console.WriteLine($"── {text} {new string('─', Math.Max(0, 74 - text.Length))}");
}

#:project ../src/Glassbox/Glassbox.csproj

// Transfer learning: a network is trained on the digits 0 to 4. Its lower layers are frozen and reused to classify 5 to 9, where only a new
// last layer is trained.
//
//     dotnet run samples/transfer.cs
//     dotnet run samples/transfer.cs -- digits 1          one epoch each on a part of the built-in digits, without a download
//
// The first run restores packages and compiles the library before it prints anything: about a minute, or more on a slow machine.
//
// On MNIST the last line is "test accuracy on 5 to 9: 0.8901 with frozen features, 0.9860 when all layers are trained":
// only 645 of 468,229 weights are trained after the transfer.

using Glassbox;
using Glassbox.Datasets;
using Glassbox.Layers;

const int Classes = 5;
var epochs = args.Length > 1 ? int.Parse(args[1]) : 5;

Utils.SetRandomSeed(1337);
var ((trainImages, trainLabels), (testImages, testLabels)) = args is ["digits", ..] ? SyntheticDigits.LoadData(20_000, 4_000) : Load();
var low = (Train: Digits(trainImages, trainLabels, from: 0), Test: Digits(testImages, testLabels, from: 0));
var high = (Train: Digits(trainImages, trainLabels, from: 5), Test: Digits(testImages, testLabels, from: 5));

// Two groups of layers: the feature extractor and the classification head.
Layer[] features = Features();
Layer[] head = Head();
var model = new Sequential([.. features, .. head]);

Console.WriteLine($"The digits 0 to 4, {low.Train.Count} samples:");
Train(model, low.Train, low.Test, epochs);

// Freeze the feature extractor and put a new head on it: only the head is trained from now on.
foreach (var layer in features)
{
    layer.Trainable = false;
}

var frozen = features[0].GetWeights()[0];
var transferred = new Sequential([.. features, .. Head()]);
Console.WriteLine();
Console.WriteLine($"The digits 5 to 9, {high.Train.Count} samples, with frozen features:");
transferred.Summary();
var withTransfer = Train(transferred, high.Train, high.Test, epochs);
Console.WriteLine("The frozen weights are bit-identical: "
    + $"{frozen.AsSpan<float>().SequenceEqual(features[0].GetWeights()[0].AsSpan<float>())}");

Console.WriteLine();
Console.WriteLine($"The digits 5 to 9, {high.Train.Count} samples, all layers trained from scratch:");
var withoutTransfer = Train(new Sequential([.. Features(), .. Head()]), high.Train, high.Test, epochs);

Console.WriteLine();
Console.WriteLine($"test accuracy on 5 to 9: {withTransfer:F4} with frozen features, {withoutTransfer:F4} when all layers are trained");

static Layer[] Features() => [new Dense(512, activation: "relu", inputShape: [784]), new Dropout(0.2), new Dense(128, activation: "relu")];

static Layer[] Head() => [new Dense(Classes, activation: "softmax")];

static double Train(Sequential model, Batch train, Batch test, int epochs)
{
    // Freezing takes effect when the model is compiled.
    model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    model.Fit(train.X, train.Y, batchSize: 128, epochs: epochs, verbose: 0);
    var (_, accuracy) = model.Evaluate(test.X, test.Y, verbose: 0);
    Console.WriteLine($"test accuracy after {epochs} epochs: {accuracy:F4}");
    return accuracy;
}

// The images of five consecutive digits, with labels from 0.
static Batch Digits(Tensor images, Tensor labels, int from)
{
    var wanted = Ops.LogicalAnd(labels >= from, labels < from + Classes);
    return (Ops.Take(images, wanted).Reshape(-1, 784).Cast("float32") / 255, Ops.Take(labels, wanted).Cast("int32") - from);
}

static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Load()
{
    try
    {
        return Mnist.LoadData();
    }
    catch (DatasetUnavailableException)
    {
        Console.WriteLine("MNIST is not on this machine and cannot be downloaded: using the built-in digits instead.");
        return SyntheticDigits.LoadData(20_000, 4_000);
    }
}

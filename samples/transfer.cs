#:project ../src/Glassbox/Glassbox.csproj

// Transfer of the lower layers to another task: the features that a network has learned from the digits 0 to 4 serve to tell 5 to 9 apart,
// where only the last layer learns.
//
//     dotnet run samples/transfer.cs
//     dotnet run samples/transfer.cs -- digits 1          one epoch each on some of the built-in digits, without a download
//
// On MNIST the last line is "test accuracy on 5 to 9: 0.8901 where the last layer alone learns, 0.9860 where all do":
// 645 of 468,229 weights learn, and they go most of the way.

using Glassbox;
using Glassbox.Datasets;
using Glassbox.Layers;

const int Classes = 5;
var epochs = args.Length > 1 ? int.Parse(args[1]) : 5;

Utils.SetRandomSeed(1337);
var ((trainImages, trainLabels), (testImages, testLabels)) = args is ["digits", ..] ? SyntheticDigits.LoadData(20_000, 4_000) : Load();
var low = (Train: Digits(trainImages, trainLabels, from: 0), Test: Digits(testImages, testLabels, from: 0));
var high = (Train: Digits(trainImages, trainLabels, from: 5), Test: Digits(testImages, testLabels, from: 5));

// Two groups of layers: the lower ones see features, the upper ones decide.
Layer[] features = Features();
Layer[] decision = Decision();
var model = new Sequential([.. features, .. decision]);

Console.WriteLine($"The digits 0 to 4, {low.Train.Count} examples:");
Train(model, low.Train, low.Test, epochs);

// The lower layers are frozen and get new upper ones: only these learn from now on.
foreach (var layer in features)
{
    layer.Trainable = false;
}

var frozen = features[0].GetWeights()[0];
var transferred = new Sequential([.. features, .. Decision()]);
Console.WriteLine();
Console.WriteLine($"The digits 5 to 9, {high.Train.Count} examples, lower layers taken over and frozen:");
transferred.Summary();
var withTransfer = Train(transferred, high.Train, high.Test, epochs);
Console.WriteLine("The frozen weights are the same to the bit: "
    + $"{frozen.AsSpan<float>().SequenceEqual(features[0].GetWeights()[0].AsSpan<float>())}");

Console.WriteLine();
Console.WriteLine($"The digits 5 to 9, {high.Train.Count} examples, all layers from the beginning:");
var withoutTransfer = Train(new Sequential([.. Features(), .. Decision()]), high.Train, high.Test, epochs);

Console.WriteLine();
Console.WriteLine($"test accuracy on 5 to 9: {withTransfer:F4} where the last layer alone learns, {withoutTransfer:F4} where all do");

static Layer[] Features() => [new Dense(512, activation: "relu", inputShape: [784]), new Dropout(0.2), new Dense(128, activation: "relu")];

static Layer[] Decision() => [new Dense(Classes, activation: "softmax")];

static double Train(Sequential model, Batch train, Batch test, int epochs)
{
    // A model is compiled anew after layers were frozen.
    model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
    model.Fit(train.X, train.Y, batchSize: 128, epochs: epochs, verbose: 0);
    var (_, accuracy) = model.Evaluate(test.X, test.Y, verbose: 0);
    Console.WriteLine($"test accuracy after {epochs} epochs: {accuracy:F4}");
    return accuracy;
}

// The images of five digits in a row, their labels counted from 0.
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
        Console.WriteLine("MNIST is neither on this machine nor to be had from the network: the built-in digits instead.");
        return SyntheticDigits.LoadData(20_000, 4_000);
    }
}

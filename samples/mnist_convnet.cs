#:project ../src/Glassbox/Glassbox.csproj
#:package System.CommandLine

// A convolutional network for handwritten digits: Keras's example "Simple MNIST convnet", line by line.
//
//     dotnet run samples/mnist_convnet.cs
//     dotnet run samples/mnist_convnet.cs -- --data digits --epochs 1 --samples 6000
//
// The first run restores packages and compiles the library before it prints anything: about a minute, or more on a slow machine.

using System.CommandLine;
using Glassbox;
using Glassbox.Datasets;
using Glassbox.Layers;

var dataOption = new Option<string>("--data")
{
    Description = "The data set: mnist, or the built-in digits.",
    DefaultValueFactory = _ => "mnist",
};
var epochsOption = new Option<int>("--epochs")
{
    Description = "The number of epochs.",
    DefaultValueFactory = _ => 15,
};
var batchSizeOption = new Option<int>("--batch-size")
{
    Description = "The number of images per training step.",
    DefaultValueFactory = _ => 128,
};
var samplesOption = new Option<int>("--samples")
{
    Description = "The number of training images to use.",
    DefaultValueFactory = _ => 60_000,
};
dataOption.AcceptOnlyFromAmong("mnist", "digits");
var options = new RootCommand("Trains a convolutional network on handwritten digits.") { dataOption, epochsOption, batchSizeOption,
    samplesOption }.Parse(args);
if (options.Action is not null)
{
    return options.Invoke();    // --help, --version, or what is wrong with the options
}

// Model / data parameters
const int NumClasses = 10;
Shape inputShape = [28, 28, 1];

// Load the data and split it between train and test sets
var ((xTrain, yTrain), (xTest, yTest)) = Load(options.GetValue(dataOption)!);
var samples = Math.Min(options.GetValue(samplesOption), xTrain.Shape[0]);
(xTrain, yTrain) = (xTrain[..samples], yTrain[..samples]);

// Scale images to the [0, 1] range
xTrain = xTrain.Cast("float32") / 255;
xTest = xTest.Cast("float32") / 255;

// Make sure images have shape (28, 28, 1)
xTrain = Ops.ExpandDims(xTrain, -1);
xTest = Ops.ExpandDims(xTest, -1);
Console.WriteLine($"xTrain shape: {xTrain.Shape}");
Console.WriteLine($"{xTrain.Shape[0]} train samples");
Console.WriteLine($"{xTest.Shape[0]} test samples");

// Convert class vectors to binary class matrices
yTrain = Utils.ToCategorical(yTrain, NumClasses);
yTest = Utils.ToCategorical(yTest, NumClasses);

// Build the model
Utils.SetRandomSeed(1337);
var model = new Sequential
{
    new Conv2D(32, kernelSize: 3, activation: "relu", inputShape: inputShape),
    new MaxPooling2D(poolSize: 2),
    new Conv2D(64, kernelSize: 3, activation: "relu"),
    new MaxPooling2D(poolSize: 2),
    new Flatten(),
    new Dropout(0.5),
    new Dense(NumClasses, activation: "softmax"),
};
model.Summary();

// Train the model
model.Compile(loss: "categorical_crossentropy", optimizer: "adam", metrics: ["accuracy"]);
model.Fit(xTrain, yTrain, batchSize: options.GetValue(batchSizeOption), epochs: options.GetValue(epochsOption), validationSplit: 0.1);

// Evaluate the trained model
var (loss, accuracy) = model.Evaluate(xTest, yTest, verbose: 0);
Console.WriteLine($"Test loss: {loss:F4}");
Console.WriteLine($"Test accuracy: {accuracy:F4}");
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

// On MNIST, with two cores of an AMD EPYC, 3 seconds per epoch:
//
//     Epoch 15/15
//     422/422 ━━━━━━━━━━━━━━━━━━━━ 3s 7ms/step - accuracy: 0.9896 - loss: 0.0324 - val_accuracy: 0.9915 - val_loss: 0.0289
//     Test loss: 0.0240
//     Test accuracy: 0.9921

#:project ../src/Glassbox.Plotting/Glassbox.Plotting.csproj
#:package System.CommandLine

// Autoencoders: networks that reconstruct their input from a low-dimensional code. After "Building Autoencoders in Keras" on the Keras
// blog.
//
//     dotnet run samples/autoencoder.cs                          784 pixels encoded as 32 numbers
//     dotnet run samples/autoencoder.cs -- --model deep          hidden layers of 128, 64, 32, 64 and 128 units
//     dotnet run samples/autoencoder.cs -- --model denoising     a convolutional denoising autoencoder
//     dotnet run samples/autoencoder.cs -- --data digits --epochs 1 --samples 6000 --out pictures
//
// The first run restores packages and compiles the library before it prints anything: about a minute, or more on a slow machine.

using System.CommandLine;
using Glassbox;
using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Plotting;
using static Glassbox.Keras;

var modelOption = new Option<string>("--model")
{
    Description = "The autoencoder: dense, deep, or denoising.",
    DefaultValueFactory = _ => "dense",
};
var dataOption = new Option<string>("--data")
{
    Description = "The data set: mnist, or the built-in digits.",
    DefaultValueFactory = _ => "mnist",
};
var epochsOption = new Option<int>("--epochs")
{
    Description = "The number of epochs.",
    DefaultValueFactory = _ => 10,
};
var batchSizeOption = new Option<int>("--batch-size")
{
    Description = "The number of images per training step.",
    DefaultValueFactory = _ => 256,
};
var samplesOption = new Option<int>("--samples")
{
    Description = "The number of training images to use.",
    DefaultValueFactory = _ => 60_000,
};
var outOption = new Option<string>("--out")
{
    Description = "The folder for the picture.",
    DefaultValueFactory = _ => "autoencoder_pictures",
};
modelOption.AcceptOnlyFromAmong("dense", "deep", "denoising");
dataOption.AcceptOnlyFromAmong("mnist", "digits");
var options = new RootCommand("Trains an autoencoder on handwritten digits.") { modelOption, dataOption, epochsOption, batchSizeOption,
    samplesOption, outOption }.Parse(args);
if (options.Action is not null)
{
    return options.Invoke();    // --help, --version, or what is wrong with the options
}

Utils.SetRandomSeed(1337);
var kind = options.GetValue(modelOption)!;
var ((trainImages, _), (testImages, _)) = Load(options.GetValue(dataOption)!);
var xTrain = trainImages[..Math.Min(options.GetValue(samplesOption), trainImages.Shape[0])].Cast("float32") / 255;
var xTest = testImages.Cast("float32") / 255;

// Dense layers take flattened images, convolutions take images with one channel.
Shape one = kind == "denoising" ? [28, 28, 1] : [784];
Shape all = kind == "denoising" ? [-1, 28, 28, 1] : [-1, 784];
xTrain = xTrain.Reshape(all);
xTest = xTest.Reshape(all);

// The inputs are the images, with noise for the denoising autoencoder. The targets are the clean images.
var (trainInput, testInput) = kind == "denoising" ? (Noisy(xTrain), Noisy(xTest)) : (xTrain, xTest);

// Encoder and decoder are separate models; the autoencoder chains them and shares their weights.
var (encoder, decoder) = kind switch
{
    "dense" => Dense(),
    "deep" => Deep(),
    _ => Convolutional(),
};
var image = Input(one, name: "image");
var autoencoder = new Model(image, decoder.Apply(encoder.Apply(image)), name: "autoencoder");
autoencoder.Summary(expandNested: true);

autoencoder.Compile(optimizer: "adam", loss: "binary_crossentropy");
autoencoder.Fit(trainInput, xTrain, epochs: options.GetValue(epochsOption), batchSize: options.GetValue(batchSizeOption), shuffle: true,
    validationData: (testInput, xTest));

// The encoder and the decoder were trained as parts of the autoencoder. Each can be used alone.
const int Shown = 10;
var codes = encoder.Predict(testInput[..Shown], verbose: 0);
var decoded = decoder.Predict(codes, verbose: 0).Reshape(Shown, 28, 28);
var given = testInput[..Shown].Reshape(Shown, 28, 28);
Console.WriteLine();
Console.WriteLine($"{given[0].Size} pixels are encoded as {codes[0].Size} numbers (from {codes.Min():F2} to {codes.Max():F2}) and decoded "
    + "again.");
Console.WriteLine();
Console.WriteLine("Inputs:");
Console.WriteLine(Terminal.Images(given[..2]));
Console.WriteLine("Outputs:");
Console.WriteLine(Terminal.Images(decoded[..2]));

var figure = new Figure(width: 12, height: 2.8);
for (var i = 0; i < Shown; i++)
{
    figure.Subplot(2, Shown, i + 1).ImShow(given[i], "gray", 0, 1).Ticks(false);
    figure.Subplot(2, Shown, i + 1 + Shown).ImShow(decoded[i], "gray", 0, 1).Ticks(false);
}

figure.Subplot(2, Shown, 1).YLabel(kind == "denoising" ? "noisy input" : "input");
figure.Subplot(2, Shown, 1 + Shown).YLabel(kind == "denoising" ? "denoised" : "decoded");

var folder = Directory.CreateDirectory(options.GetValue(outOption)!).FullName;
var path = Path.Combine(folder, $"{kind}.png");
figure.SavePng(path);
Console.WriteLine($"picture: {path}");
Console.WriteLine($"test loss: {autoencoder.Evaluate(testInput, xTest, batchSize: 500, verbose: 0).Loss:F4}");
return 0;

static (Model Encoder, Model Decoder) Dense()
{
    var pixels = Input([784]);
    var encoder = new Model(pixels, new Dense(32, activation: "relu").Apply(pixels), name: "encoder");
    var code = Input([32]);
    var decoder = new Model(code, new Dense(784, activation: "sigmoid").Apply(code), name: "decoder");
    return (encoder, decoder);
}

static (Model Encoder, Model Decoder) Deep()
{
    var pixels = Input([784]);
    var x = new Dense(128, activation: "relu").Apply(pixels);
    x = new Dense(64, activation: "relu").Apply(x);
    var encoder = new Model(pixels, new Dense(32, activation: "relu").Apply(x), name: "encoder");

    var code = Input([32]);
    x = new Dense(64, activation: "relu").Apply(code);
    x = new Dense(128, activation: "relu").Apply(x);
    var decoder = new Model(code, new Dense(784, activation: "sigmoid").Apply(x), name: "decoder");
    return (encoder, decoder);
}

static (Model Encoder, Model Decoder) Convolutional()
{
    var picture = Input([28, 28, 1]);
    var x = new Conv2D(32, 3, activation: "relu", padding: "same").Apply(picture);
    x = new MaxPooling2D(2, padding: "same").Apply(x);
    x = new Conv2D(32, 3, activation: "relu", padding: "same").Apply(x);
    var encoder = new Model(picture, new MaxPooling2D(2, padding: "same").Apply(x), name: "encoder");

    var code = Input([7, 7, 32]);
    x = new Conv2D(32, 3, activation: "relu", padding: "same").Apply(code);
    x = new UpSampling2D(2).Apply(x);
    x = new Conv2D(32, 3, activation: "relu", padding: "same").Apply(x);
    x = new UpSampling2D(2).Apply(x);
    var decoder = new Model(code, new Conv2D(1, 3, activation: "sigmoid", padding: "same").Apply(x), name: "decoder");
    return (encoder, decoder);
}

static Tensor Noisy(Tensor images) => Ops.Clip(images + 0.5f * Tensor.RandomNormal(images.Shape), 0, 1);

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

// On MNIST, the test loss (binary crossentropy per pixel) after
//
//     20 epochs, dense:                              0.0922
//     20 epochs, deep:                               0.0933
//     2 epochs, denoising, --batch-size 128:         0.1092

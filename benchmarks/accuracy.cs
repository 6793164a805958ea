#:project ../src/Glassbox/Glassbox.csproj

// How well, how fast and how repeatably the classifier of samples/mnist.cs learns: on MNIST with five seeds (the first one twice), and on
// the built-in digits alone, judged by MNIST.
//
//     dotnet run benchmarks/accuracy.cs

using System.Diagnostics;
using System.Security.Cryptography;
using Glassbox;
using Glassbox.Datasets;
using Glassbox.Layers;

const int Epochs = 5;

var (train, test) = Mnist.LoadData();
var digits = SyntheticDigits.LoadData();
Console.WriteLine("trained on\tjudged by\tseed\taccuracy\tCPU s/epoch\ts/epoch\tweights");
foreach (var seed in new[] { 1337, 1337, 1, 2, 3, 4 })
{
    Measure("MNIST", train, "MNIST", test, seed);
}

foreach (var seed in new[] { 1337, 1, 2 })
{
    Measure("digits", digits.Train, "MNIST", test, seed);
}

Measure("digits", digits.Train, "digits", digits.Test, 1337);
Measure("MNIST", train, "digits", digits.Test, 1337);

static void Measure(string trainName, (Tensor X, Tensor Y) train, string testName, (Tensor X, Tensor Y) test, int seed)
{
    Utils.SetRandomSeed(seed);
    var model = new Sequential
    {
        new Dense(784, inputShape: [784]),
        new Activation("relu"),
        new Dense(10),
        new Activation("softmax"),
    };
    model.Compile("adam", "categorical_crossentropy", ["accuracy"]);

    var (x, y) = (Pixels(train.X), Utils.ToCategorical(train.Y));
    var (cpu, watch) = (Process.GetCurrentProcess().TotalProcessorTime, Stopwatch.StartNew());
    model.Fit(x, y, batchSize: 128, epochs: Epochs, verbose: 0);
    var (cpuSeconds, seconds) = ((Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds / Epochs,
        watch.Elapsed.TotalSeconds / Epochs);

    var (_, accuracy) = model.Evaluate(Pixels(test.X), Utils.ToCategorical(test.Y), verbose: 0);
    Console.WriteLine($"{trainName}\t{testName}\t{seed}\t{accuracy:F4}\t{cpuSeconds:F2}\t{seconds:F2}\t{Checksum(model)}");
}

static Tensor Pixels(Tensor images) => images.Reshape(-1, 784).Cast("float32") / 255;

static string Checksum(Model model)
{
    using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    foreach (var weight in model.GetWeights())
    {
        hash.AppendData(System.Runtime.InteropServices.MemoryMarshal.AsBytes(weight.AsSpan<float>()));
    }

    return Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
}

#:project ../src/Glassbox/Glassbox.csproj

// Grad-CAM: which parts of an image speak for the predicted class, from the gradient of its score by the last convolution's output. After
// the Keras example "Grad-CAM class activation visualization".
//
//     dotnet run samples/gradcam.cs                    real MNIST
//     dotnet run samples/gradcam.cs -- digits 1 2000   the built-in digits, one epoch on 2,000 of them, as a quick check
//
// The first run restores packages and compiles the library before it prints anything: about a minute, or more on a slow machine.
//
// Source of the idea: Selvaraju et al., Grad-CAM (2017); https://keras.io/examples/vision/grad_cam/.

using Glassbox;
using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Losses;
using static Glassbox.Keras;

var epochs = args.Length > 1 ? int.Parse(args[1]) : 2;
var samples = args.Length > 2 ? int.Parse(args[2]) : 20_000;
var ((trainImages, trainLabels), (testImages, testLabels)) = Load(mnist: args is not ["digits", ..]);
samples = Math.Min(samples, trainImages.Shape[0]);
Utils.SetRandomSeed(1);

var model = new Sequential(
[
    Input((28, 28, 1)),
    new Conv2D(16, 3, activation: "relu"),
    new MaxPooling2D(2),
    new Conv2D(32, 3, activation: "relu", name: "last_convolution"),
    new Flatten(),
    new Dense(10),
]);
model.Compile("adam", new SparseCategoricalCrossentropy(fromLogits: true), ["accuracy"]);
model.Fit(Pixels(trainImages[..samples]), trainLabels[..samples], batchSize: 64, epochs: epochs, verbose: 2);

for (var i = 0; i < 3; i++)
{
    var (heatmap, predicted) = GradCam(model, Pixels(testImages[i..(i + 1)]), "last_convolution");
    Console.WriteLine($"\nDigit {(int)testLabels[i]}, predicted as {predicted}: the image, and where the evidence for the prediction lies");
    var enlarged = Ops.ResizeImages(heatmap[null, .., .., null], [28, 28]).Reshape(28, 28);
    Console.WriteLine(Terminal.Images(Ops.Stack([testImages[i].Cast("uint8"), (enlarged * 255).Cast("uint8")])));
}

static Tensor Pixels(Tensor images) => images[.., .., .., null].Cast("float32") / 255;

// Each channel of the convolution is weighted by the mean gradient of the class score by it: relu(Σ weight · channel), scaled to [0, 1].
static (Tensor Heatmap, int Predicted) GradCam(Model model, Tensor image, string layer)
{
    var withActivations = new Model(model.Inputs, [model.GetLayer(layer).Output, model.Output]);
    using var tape = new GradientTape();
    var (activations, scores) = withActivations.Apply(image);
    tape.Watch(activations);
    var predicted = (int)scores[0].ArgMax();
    var gradient = tape.Gradient(scores[.., predicted], activations)!;
    var weights = Ops.Mean(gradient, axis: (0, 1, 2));
    var heatmap = Ops.Maximum(Ops.Sum(activations[0] * weights, axis: -1), 0);
    return (heatmap / Ops.Maximum(heatmap.Max(), 1e-7), predicted);
}

static ((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) Load(bool mnist)
{
    try
    {
        return mnist ? Mnist.LoadData() : SyntheticDigits.LoadData();
    }
    catch (DatasetUnavailableException)
    {
        Console.WriteLine("MNIST is neither on this machine nor available from the network: training on the built-in digits instead.");
        return SyntheticDigits.LoadData();
    }
}

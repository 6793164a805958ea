#:project ../src/Glassbox/Glassbox.csproj

// Knowledge distillation: a small network (the student) is trained on the labels and on the softened class probabilities of a large one
// (the teacher). The loss is custom (ComputeLoss); epochs, metrics and the progress bar are those of Fit.
//
//     dotnet run samples/distillation.cs                    real MNIST
//     dotnet run samples/distillation.cs -- digits 1 2000   the built-in digits, one epoch on 2,000 of them, as a quick check
//
// The first run restores packages and compiles the library before it prints anything: about a minute, or more on a slow machine.
//
// Three trainings of three epochs on MNIST take half a minute on two cores and end with:
//
//     teacher                -  50,186 weights - test accuracy: 0.9806
//     student alone          -   4,266 weights - test accuracy: 0.9543
//     student of the teacher -   4,266 weights - test accuracy: 0.9565
//
// Source of the idea: Hinton, Vinyals and Dean, Distilling the Knowledge in a Neural Network (2015);
// https://keras.io/examples/vision/knowledge_distillation/.

using Glassbox;
using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using static Glassbox.Keras;

var epochs = args.Length > 1 ? int.Parse(args[1]) : 3;
var samples = args.Length > 2 ? int.Parse(args[2]) : 60_000;
var ((trainImages, trainLabels), (testImages, testLabels)) = Load(mnist: args is not ["digits", ..]);
var x = Ops.ExpandDims(trainImages[..samples], -1).Cast("float32") / 255;
var y = trainLabels[..samples];
var xTest = Ops.ExpandDims(testImages, -1).Cast("float32") / 255;

Utils.SetRandomSeed(1);
var teacher = Network("teacher", 32, 64);
var student = Network("student", 4, 8);
var alone = Models.CloneModel(student);
alone.SetWeights(student.GetWeights());

Train(teacher);
Train(alone);
teacher.Trainable = false;    // the distiller tracks it as one of its layers, and only the student is to be trained
var distiller = new Distiller(student, teacher, alpha: 0.1, temperature: 2);
distiller.Compile(new Adam(), metrics: [new SparseCategoricalAccuracy(name: "accuracy")]);
distiller.Fit(x, y, batchSize: 128, epochs: epochs, verbose: 2);

Console.WriteLine();
foreach (var (name, model) in new (string, Model)[] { ("teacher", teacher), ("student alone", alone), ("student of the teacher", student) })
{
    var right = Ops.Mean(Ops.Equal(model.Predict(xTest, batchSize: 500, verbose: 0).ArgMax(-1), testLabels.Cast("int64")));
    Console.WriteLine($"{name,-22} - {model.CountParams(),7:N0} weights - test accuracy: {(double)right:F4}");
}

static Sequential Network(string name, int first, int second) => new(
[
    Input((28, 28, 1)),
    new Conv2D(first, (3, 3), strides: (2, 2), padding: "same"),
    new LeakyReLU(negativeSlope: 0.2),
    new MaxPooling2D(poolSize: (2, 2), strides: (1, 1), padding: "same"),
    new Conv2D(second, (3, 3), strides: (2, 2), padding: "same"),
    new Flatten(),
    new Dense(10),
], name);

void Train(Model model)
{
    model.Compile(new Adam(), new SparseCategoricalCrossentropy(fromLogits: true), [new SparseCategoricalAccuracy(name: "accuracy")]);
    model.Fit(x, y, batchSize: 128, epochs: epochs, verbose: 2);
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

/// <summary>Trains the student on the labels and on the softmax outputs of the teacher at a temperature.</summary>
sealed class Distiller(Model student, Model teacher, double alpha, double temperature) : Model
{
    private readonly Loss labels = new SparseCategoricalCrossentropy(fromLogits: true);
    private readonly Loss divergence = new KLDivergence();

    protected override Tensor Call(Tensor x, CallContext call) => student.Apply(x);

    protected override Tensor ComputeLoss(Batch batch, Structure<Tensor> predicted, CallContext call)
    {
        var (x, y) = batch;
        var logits = predicted.One;
        var soft = Ops.Softmax(teacher.Apply(x) / temperature);
        return (alpha * labels.Apply(y, logits))
            + ((1 - alpha) * divergence.Apply(soft, Ops.Softmax(logits / temperature)) * (temperature * temperature));
    }
}

using Glassbox.Datasets;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Plotting;

namespace Glassbox.Gallery;

/// <summary>The recipes. Each saves its picture at a path.</summary>
public static class Recipes
{
    private static readonly Lazy<(Sequential Model, History History, Tensor Images, Tensor Labels, Tensor Probabilities)> Trained =
        new(Train);

    /// <summary>Digits in a grid. Each with its label as title, in gray and without ticks.</summary>
    public static void Digits(string path)
    {
        var ((images, labels), _) = SyntheticDigits.LoadData(trainSize: 9, testSize: 0);
        var figure = new Figure(width: 5, height: 5.5);
        for (var i = 0; i < 9; i++)
        {
            figure.Subplot(3, 3, i + 1).ImShow(images[i], "gray").Title($"Digit: {labels[i]}").Ticks(false);
        }

        figure.SavePng(path);
    }

    /// <summary>The distribution of pixel values. An image above the histogram of its 784 pixels.</summary>
    public static void PixelDistribution(string path)
    {
        var ((images, labels), _) = SyntheticDigits.LoadData(trainSize: 1, testSize: 0);
        var figure = new Figure(width: 5, height: 6);
        figure.Subplot(2, 1, 1).ImShow(images[0], "gray").Title($"Digit: {labels[0]}").Ticks(false);
        figure.Subplot(2, 1, 2).Hist(images[0].Reshape(784), bins: 32).Title("Pixel Value Distribution").XLabel("value").YLabel("pixels");
        figure.SavePng(path);
    }

    /// <summary>Curves. Several on the same axes, with a legend and a grid.</summary>
    public static void Curves(string path)
    {
        var x = Tensor.Linspace(-4, 4, 200);
        var figure = new Figure(width: 6.4, height: 3.6);
        figure.Subplot().Plot(x, Ops.Sigmoid(x), "sigmoid").Plot(x, Ops.Tanh(x), "tanh").Plot(x, Ops.Elu(x), "elu").YLim(-1.2, 1.7)
            .Title("Activation functions").XLabel("x").YLabel("y").Grid().Legend("upper left");
        figure.SavePng(path);
    }

    /// <summary>A scatter plot in the dark theme. Every figure has a light and a dark theme.</summary>
    public static void PointsOnDark(string path)
    {
        var figure = new Figure(width: 5, height: 4, theme: Theme.Dark);
        figure.Subplot().Scatter(Tensor.RandomNormal([150], seed: 1), Tensor.RandomNormal([150], seed: 2), "here")
            .Scatter(Tensor.RandomNormal([150], mean: 2, seed: 3), Tensor.RandomNormal([150], mean: 2, seed: 4), "there")
            .Legend("lower right").Title("Two clouds");
        figure.SavePng(path);
    }

    /// <summary>Bars. Vertical or horizontal, with their values, one of them highlighted.</summary>
    public static void Bars(string path)
    {
        string[] names = ["zero", "one", "two", "three"];
        var figure = new Figure(width: 8, height: 3.2);
        figure.Subplot(1, 2, 1).Bar(names, new[] { 0.1, 0.2, 0.65, 0.05 }, highlight: 2).Title("vertical");
        figure.Subplot(1, 2, 2).Bar(names, new[] { 0.1, 0.2, 0.65, 0.05 }, highlight: 2, horizontal: true, format: "0 %")
            .Title("horizontal");
        figure.SavePng(path);
    }

    /// <summary>Colormaps. Sequential ones for values of one sign, diverging ones for values around zero.</summary>
    public static void Colormaps(string path)
    {
        string[] names = ["gray", "gray_r", "viridis", "magma", "Blues", "turbo", "RdBu", "coolwarm"];
        var ramp = Ops.BroadcastTo(Tensor.Linspace(0, 1, 64), [12, 64]);
        var figure = new Figure(width: 6.4, height: 3.6);
        for (var i = 0; i < names.Length; i++)
        {
            figure.Subplot(4, 2, i + 1).ImShow(ramp, names[i]).Title(names[i], size: 12).Ticks(false);
        }

        figure.SavePng(path);
    }

    /// <summary>
    /// Data augmentation. The random layers transform images in training mode only, differently at each call.
    /// </summary>
    public static void Augmentation(string path)
    {
        var (x, y) = (Tensor.Linspace(0, 1, 96).Reshape(1, 96), Tensor.Linspace(0, 1, 64).Reshape(64, 1));
        var sun = Ops.Square(x - 0.75) + Ops.Square((y - 0.3) * 0.67) < 0.01;
        var hills = y > 0.7 - (Ops.Sin((x * 9) + 0.5) * 0.12);
        Tensor Paint(double light, double land, double sky) =>
            Ops.Where(sun, light, Ops.Where(hills, land + ((y - 0.5) * 0.3), sky + ((y - 0.5) * 0.4) + (x * 0)));
        var image = Ops.Stack([Paint(0.98, 0.25, 0.35), Paint(0.8, 0.5, 0.6), Paint(0.3, 0.2, 0.8)], axis: -1);
        Layer[] layers =
        [
            new RandomFlip("horizontal", seed: 1), new RandomRotation((0.05, 0.1), fillMode: "constant", seed: 1),
            new RandomZoom((-0.5, -0.3), seed: 1), new RandomTranslation((0.2, 0.3), (0.2, 0.3), fillMode: "wrap", seed: 1),
            new RandomCrop(32, 48, seed: 1), new RandomContrast((0, 1), (0, 1), seed: 1), new RandomBrightness((0.2, 0.4), (0, 1), seed: 1),
        ];
        var figure = new Figure(width: 8, height: 3.6);
        figure.Subplot(2, 4, 1).ImShow(image).Title("the image", size: 12).Ticks(false);
        for (var i = 0; i < layers.Length; i++)
        {
            figure.Subplot(2, 4, i + 2).ImShow(layers[i].Apply(image, training: true)).Title(layers[i].GetType().Name, size: 12)
                .Ticks(false);
        }

        figure.SavePng(path);
    }

    /// <summary>Training curves. The loss and each metric, for the training and the validation data.</summary>
    public static void TrainingCurves(string path)
    {
        var (_, history, _, _, _) = Trained.Value;
        Pictures.History(history).SavePng(path);
    }

    /// <summary>A certain and an uncertain prediction. Images next to their predicted probabilities.</summary>
    public static void Decisions(string path)
    {
        var (_, _, images, labels, probabilities) = Trained.Value;
        var certainty = probabilities.Max(axis: 1);
        var chosen = Ops.Stack([certainty.ArgMax(), certainty.ArgMin()]);
        Pictures.Predictions(Ops.Take(images, chosen, axis: 0), Ops.Take(probabilities, chosen, axis: 0), Ops.Take(labels, chosen, axis: 0))
            .SavePng(path);
    }

    /// <summary>The confusion matrix. Counts of true and predicted classes.</summary>
    public static void Confusion(string path)
    {
        var (_, _, _, labels, probabilities) = Trained.Value;
        Pictures.ConfusionMatrix(labels, probabilities).SavePng(path);
    }

    /// <summary>Misclassified samples. The mistakes with the highest confidence, and the predictions with the lowest.</summary>
    public static void Mistakes(string path)
    {
        var (_, _, images, labels, probabilities) = Trained.Value;
        Pictures.Mistakes(images, labels, probabilities, each: 5).SavePng(path);
    }

    /// <summary>Weights of the first layer. The kernel column of each unit as an image.</summary>
    public static void FirstLayer(string path)
    {
        var (model, _, _, _, _) = Trained.Value;
        Pictures.Weights(model.Layers[0], count: 12).SavePng(path);
    }

    /// <summary>A model diagram. As PNG or SVG; Graphviz is not needed.</summary>
    public static void ModelPlot(string path)
    {
        var model = new Sequential
        {
            new Dense(784, inputShape: [784], name: "dense_1"),
            new Activation("relu", name: "activation_1"),
            new Dense(10, name: "dense_2"),
            new Activation("softmax", name: "activation_2"),
        };
        model.PlotModel(toFile: path, showShapes: true, showLayerNames: true, dpi: 72);
    }

    /// <summary>Branches, skip connections and nested models. From left to right, with activations and trainable layers.</summary>
    public static void BranchesAndFrames(string path)
    {
        var pixels = Keras.Input([784], name: "pixels");
        var hints = Keras.Input([8], name: "hints");
        var encoder = new Sequential([new Dense(8, "relu", inputShape: [8], name: "first"), new Dense(4, name: "second")], name: "encoder");
        var x = new Dense(32, "relu", name: "stem").Apply(pixels);
        var y = new Dense(32, name: "inner").Apply(x);
        x = new Add(name: "skip").Apply([x, y]);
        var joined = new Concatenate(name: "join").Apply([x, encoder.Apply(hints)]);
        var model = new Model(new[] { pixels, hints }, new Dense(10, "softmax", name: "digit").Apply(joined));
        model.PlotModel(toFile: path, showLayerNames: true, showLayerActivations: true, showTrainable: true, expandNested: true,
            rankdir: "LR", dpi: 60);
    }

    /// <summary>A model diagram as text. In Mermaid, which many sites render; ModelToDot writes it for Graphviz.</summary>
    public static void Mermaid(string path)
    {
        var x = Keras.Input([10], name: "x");
        var y = new Dense(10, "relu", name: "bend").Apply(x);
        var model = new Model(x, new Add(name: "skip").Apply([x, y]));
        File.WriteAllText(path, model.ModelToMermaid(showShapes: true));
    }

    /// <summary>
    /// Integrated gradients. For the predicted class and the runner-up: blue pixels raise the score of the class, red ones lower it.
    /// </summary>
    public static void EvidenceMaps(string path)
    {
        var (model, _, images, _, probabilities) = Trained.Value;
        var explanation = model.Explain(images[(int)probabilities.Max(axis: 1).ArgMin()] / 255);
        var figure = new Figure(width: 7.5, height: 3);
        figure.Subplot(1, 3, 1).ImShow(explanation.Picture, "gray").Title("input").Ticks(false);
        var place = 2;
        foreach (var evidence in new[] { explanation.Decision, explanation.RunnerUp! })
        {
            var largest = (double)Ops.Max(Ops.Abs(evidence.IntegratedGradients));
            figure.Subplot(1, 3, place++).ImShow(evidence.IntegratedGradients, "RdBu", -largest, largest)
                .Title($"evidence for {evidence.Name}").Ticks(false);
        }

        figure.SavePng(path);
    }

    /// <summary>
    /// The output of a unit. Its weighted sum with the largest terms; <c>explanation.SaveHtml("explanation.html")</c> writes a page of the
    /// whole prediction.
    /// </summary>
    public static void Neuron(string path)
    {
        var model = new Sequential { new Dense(2, "relu", inputShape: [3], name: "hidden"), new Dense(2, "softmax", name: "decision") };
        model.SetWeights([new float[,] { { 1, 2 }, { -1, 0.5f }, { 0, 4 } }, new float[] { 0.5f, -1 }, new float[,] { { 1, -1 }, { 2, 0 } },
            new float[] { 0, 0.25f }]);
        var explanation = model.Explain(new float[] { 1, 2, 0.5f });
        File.WriteAllText(path, $"{explanation.Neuron("hidden", 1)}\n{explanation.Neuron("decision", 0)}\n");
    }

    /// <summary>In the terminal. Images, bars and a sparkline as characters; in colour where the terminal supports it.</summary>
    public static void InTheTerminal(string path)
    {
        var ((images, labels), _) = SyntheticDigits.LoadData(trainSize: 4, testSize: 0);
        File.WriteAllLines(path,
        [
            Terminal.Images(images, [.. labels.ToArray<byte>().Select(label => $"Digit: {label}")], width: 79, color: false),
            Terminal.Bars(["seven", "one", "nine"], new[] { 0.8, 0.15, 0.05 }, "P1", full: 1),
            $"loss: {Terminal.Sparkline([2.3, 1.4, 0.9, 0.7, 0.6, 0.55, 0.5, 0.48])}",
        ]);
    }

    /// <summary>A trained network. The recipes that follow evaluate this one.</summary>
    private static (Sequential Model, History History, Tensor Images, Tensor Labels, Tensor Probabilities) Train()
    {
        var ((trainImages, trainLabels), (images, labels)) = SyntheticDigits.LoadData(trainSize: 6_000, testSize: 1_000);
        var model = new Sequential
        {
            new Dense(64, activation: "relu", inputShape: [784], kernelInitializer: new GlorotUniform(seed: 1), name: "hidden"),
            new Dense(10, activation: "softmax", kernelInitializer: new GlorotUniform(seed: 2), name: "decision"),
        };
        model.Compile(optimizer: "adam", loss: "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        var history = model.Fit(trainImages.Reshape(-1, 784) / 255, trainLabels, batchSize: 64, epochs: 8, verbose: 0, shuffle: false,
            validationData: (images.Reshape(-1, 784) / 255, labels));
        var probabilities = model.Predict(images.Reshape(-1, 784) / 255, verbose: 0);
        return (model, history, images, labels, probabilities);
    }
}

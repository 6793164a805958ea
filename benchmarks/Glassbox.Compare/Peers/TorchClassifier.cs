using TorchSharp;
using static TorchSharp.torch;

namespace Glassbox.Compare;

using Tensor = TorchSharp.torch.Tensor;

/// <summary>
/// A classifier in TorchSharp's own best practice: relu in place between the layers, logits at the end, which go into the loss that has
/// softmax inside, class numbers as targets, images with their channels first, batches picked out of a shuffled order in one call, and a
/// scope for the tensors of each step. Loss and accuracy are gathered as Fit does.
/// </summary>
internal sealed class TorchClassifier
{
    private readonly nn.Module<Tensor, Tensor> model;
    private readonly optim.Optimizer optimizer;
    private readonly nn.Module<Tensor, Tensor, Tensor> loss = nn.CrossEntropyLoss();

    private TorchClassifier(nn.Module<Tensor, Tensor> model)
    {
        this.model = model;
        optimizer = optim.Adam(model.parameters(), lr: 0.001);
    }

    /// <summary>Dense layers of these widths; the first is that of the input.</summary>
    public static TorchClassifier Dense(params int[] widths)
    {
        var modules = new List<nn.Module<Tensor, Tensor>>();
        for (var i = 1; i < widths.Length; i++)
        {
            modules.Add(nn.Linear(widths[i - 1], widths[i]));
            if (i < widths.Length - 1)
            {
                modules.Add(nn.ReLU(inplace: true));
            }
        }

        return new TorchClassifier(nn.Sequential(modules));
    }

    /// <summary>The network of Keras's mnist_convnet example, for images [n, 1, 28, 28].</summary>
    public static TorchClassifier ConvNet() => new(nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(inplace: true), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(inplace: true), nn.MaxPool2d(2),
        nn.Flatten(), nn.Dropout(0.5), nn.Linear(1600, 10)));

    /// <summary>One epoch over x [n, inputs] and class numbers y [n], shuffled.</summary>
    public (double Loss, double Accuracy) Fit(Tensor x, Tensor y, int batchSize)
    {
        model.train();
        using var epoch = NewDisposeScope();
        var samples = x.shape[0];
        var order = randperm(samples);
        var (total, correct) = (zeros(1), zeros(1));
        for (var start = 0L; start < samples; start += batchSize)
        {
            using var step = NewDisposeScope();
            var rows = order.slice(0, start, Math.Min(start + batchSize, samples), 1);
            var (input, target) = (x.index_select(0, rows), y.index_select(0, rows));
            optimizer.zero_grad();
            var output = model.forward(input);
            var value = loss.forward(output, target);
            value.backward();
            optimizer.step();
            using (no_grad())
            {
                total.add_(value, alpha: rows.shape[0]);
                correct.add_(output.argmax(1).eq(target).sum());
            }
        }

        return (total.item<float>() / samples, correct.item<float>() / samples);
    }

    /// <summary>The probabilities of x, all at once.</summary>
    public void Predict(Tensor x)
    {
        model.eval();
        using var scope = NewDisposeScope();
        using (inference_mode())
        {
            _ = nn.functional.softmax(model.forward(x), 1);
        }
    }

    /// <summary>The loss on x [n, …] and class numbers y [n], without training.</summary>
    public double Loss(Tensor x, Tensor y)
    {
        model.eval();
        using var scope = NewDisposeScope();
        using (inference_mode())
        {
            return loss.forward(model.forward(x), y).item<float>();
        }
    }
}

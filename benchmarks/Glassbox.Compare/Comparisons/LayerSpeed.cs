using Glassbox.Backends;
using Glassbox.Layers;
using static TorchSharp.torch;

namespace Glassbox.Compare;

using Modules = TorchSharp.torch.nn;
using TorchTensor = TorchSharp.torch.Tensor;

/// <summary>
/// Layers that do little with much: forward alone, and forward with the gradients of input and weights (<c>/train</c>), over the images behind the first convolution of
/// mnist_convnet, 11 MB of floats. The peer has the same images with their channels in front, as it prefers. Measured against a copy of the bytes that must be moved.
/// </summary>
internal static class LayerSpeed
{
    private static readonly Shape Images = [128, 26, 26, 32];

    /// <summary>In bytes.</summary>
    private const double Size = 4.0 * 128 * 26 * 26 * 32;

    public static IEnumerable<Func<Comparison>> All(int threads)
    {
        // Each with how often the images' bytes are moved at least: forward, and backward.
        yield return Forward("maxpool2x2", threads, 1.25, () => new MaxPooling2D(2), () => Modules.MaxPool2d(2));
        yield return Train("maxpool2x2", threads, 1.25 + 1.25, () => new MaxPooling2D(2), () => Modules.MaxPool2d(2));
        yield return Train("maxpool3x3-same", threads, 1.25 + 1.25, () => new MaxPooling2D(3, strides: 2, padding: "same"), () => Modules.MaxPool2d(3, 2, 1));
        yield return Train("averagepool2x2", threads, 1.25 + 1.25, () => new AveragePooling2D(2), () => Modules.AvgPool2d(2));
        yield return Forward("relu", threads, 2, () => new ReLU(), () => Modules.ReLU());
        yield return Train("relu", threads, 2 + 3, () => new ReLU(), () => Modules.ReLU());
        yield return Train("sigmoid", threads, 2 + 3, () => new Activation("sigmoid"), () => Modules.Sigmoid());
        yield return Train("tanh", threads, 2 + 3, () => new Activation("tanh"), () => Modules.Tanh());
        yield return Train("silu", threads, 2 + 3, () => new Activation("silu"), () => Modules.SiLU());
        yield return Train("relu6", threads, 2 + 3, () => new Activation("relu6"), () => Modules.ReLU6());
        yield return Train("gelu", threads, 2 + 3, () => new Activation("gelu"), () => Modules.GELU());
        yield return Train("dropout", threads, 2.25 + 2.25, () => new Dropout(0.5), () => Modules.Dropout(0.5));

        // The statistics need all images before the first can be written.
        yield return Forward("batchnorm", threads, 2, () => new BatchNormalization(), () => Modules.BatchNorm2d(32));
        yield return Train("batchnorm", threads, 3 + 5, () => new BatchNormalization(), () => Modules.BatchNorm2d(32));
        yield return Forward("layernorm", threads, 2, () => new LayerNormalization(), () => Modules.LayerNorm([256]), [10816, 256]);
        yield return Train("layernorm", threads, 2 + 3, () => new LayerNormalization(), () => Modules.LayerNorm([256]), [10816, 256]);
        yield return Train("groupnorm", threads, 2 + 3, () => new GroupNormalization(8), () => Modules.GroupNorm(8, 32));
        yield return Forward("depthwise3x3", threads, 2, () => new DepthwiseConv2D(3), () => Modules.Conv2d(32, 32, 3, groups: 32));
        yield return Train("depthwise3x3", threads, 2 + 4, () => new DepthwiseConv2D(3), () => Modules.Conv2d(32, 32, 3, groups: 32));
        yield return Train("conv3x3-onechannel", threads, 1 + 2, () => new Conv2D(32, 3), () => Modules.Conv2d(1, 32, 3), [128, 28, 28, 1]);
        yield return () =>
        {
            var (a, b) = (Tensor.RandomNormal(Images, seed: 1), Tensor.RandomNormal(Images, seed: 2));
            return new Comparison("layer/add", threads, Step(() => Ops.Add(a, b)), Peer(() => (Torch(a), Torch(b)), pair => () => _ = pair.Item1 + pair.Item2)) { BytesMoved = 3 * Size };
        };
    }

    private static Func<Comparison> Forward(string name, int threads, double moved, Func<Layer> makeLayer, Func<nn.Module<TorchTensor, TorchTensor>> makePeer, Shape? shape = null) => () =>
    {
        var (x, layer) = (Tensor.RandomNormal(shape ?? Images, seed: 1), makeLayer());
        layer.Apply(x);
        return new Comparison($"layer/{name}", threads, Step(() => layer.Apply(x)), Peer(makePeer, module =>
        {
            module.eval();
            var input = Torch(x);
            return () => module.forward(input);
        }))
        {
            BytesMoved = moved * Size,
        };
    };

    private static Func<Comparison> Train(string name, int threads, double moved, Func<Layer> makeLayer, Func<nn.Module<TorchTensor, TorchTensor>> makePeer, Shape? shape = null) => () =>
    {
        var (x, layer) = (Tensor.RandomNormal(shape ?? Images, seed: 1), makeLayer());
        var dy = Tensor.RandomNormal(layer.Apply(x).Shape, seed: 2);
        return new Comparison($"layer/{name}/train", threads, Step(() => Gradients(layer, x, dy)), Peer(makePeer, module =>
        {
            var input = Torch(x).requires_grad_();
            TorchTensor[] sources = [input, .. module.parameters()];
            TorchTensor[] seed = [];
            return () =>
            {
                var y = module.forward(input);
                seed = seed.Length == 0 ? [randn_like(y).DetachFromDisposeScope()] : seed;
                autograd.grad([y], sources, seed);
            };
        }))
        {
            BytesMoved = moved * Size,
        };
    };

    private static void Gradients(Layer layer, Tensor x, Tensor dy)
    {
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = layer.Apply(x, training: true);
        tape.Gradient(y, [x, .. layer.TrainableVariables.Select(variable => variable.Value)], dy);
    }

    /// <summary>As a step of a training: the memory is taken from a pool.</summary>
    private static Action Step(Action body)
    {
        var memory = new StepMemory();
        return () =>
        {
            using var step = memory.Begin();
            body();
        };
    }

    private static Action? Peer<TThing>(Func<TThing> make, Func<TThing, Action> prepare)
    {
        if (!TorchLibrary.IsAvailable)
        {
            return null;
        }

        var body = prepare(make());
        return () =>
        {
            using var scope = NewDisposeScope();
            body();
        };
    }

    /// <summary>The same numbers, images with their channels in front.</summary>
    private static TorchTensor Torch(Tensor x)
    {
        using var flat = tensor(x.ToArray<float>());
        using var shaped = flat.reshape([.. x.Shape.Select(extent => (long)extent)]);
        return x.Rank == 4 ? shaped.permute(0, 3, 1, 2).contiguous() : shaped.clone();
    }
}

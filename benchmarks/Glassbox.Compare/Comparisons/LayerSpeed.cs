using Glassbox.Backends;
using Glassbox.Layers;
using static TorchSharp.torch;

namespace Glassbox.Compare;

using Modules = TorchSharp.torch.nn;
using TorchTensor = TorchSharp.torch.Tensor;

/// <summary>
/// Layers that do little with much: forward alone, and forward with the gradients of input and weights (<c>/train</c>), over the images
/// behind the first convolution of mnist_convnet, 11 MB of floats (<c>layer/</c>), and over six times as many, which no cache holds
/// (<c>uncached/</c>). The peer has the same images with their channels in front, as it prefers. Measured against walking over the same
/// arrays without doing anything.
/// </summary>
internal sealed class LayerSpeed(string family, int threads, int batch)
{
    private readonly Shape images = [batch, 26, 26, 32];

    /// <summary>What fits the third-level cache, at least in part.</summary>
    public static IEnumerable<Func<Comparison>> Cached(int threads) => new LayerSpeed("layer", threads, 128).All();

    /// <summary>What does not.</summary>
    public static IEnumerable<Func<Comparison>> Uncached(int threads) => new LayerSpeed("uncached", threads, 768).All();

    private IEnumerable<Func<Comparison>> All()
    {
        // The arrays of the passes, in images: in front of the layer and behind it, and what comes back to it and from it.
        var (x, y, dy, dx, smallY, smallDy) = (Array("x"), Array("y"), Array("dy"), Array("dx"), Array("y", 1 / 4.0), Array("dy", 1 / 4.0));
        var (choices, bits) = (Array("choices", 1 / 16.0), Array("bits", 1 / 32.0));
        MemoryPass forward = new([x], [y]);
        MemoryPass[] pooling = [new([x], [smallY, choices]), new([smallDy, choices], [dx])];
        MemoryPass[] fromOutput = [forward, new([dy, y], [dx])], fromInput = [forward, new([dy, x], [dx])];

        yield return Forward("maxpool2x2", [new([x], [smallY])], () => new MaxPooling2D(2), () => Modules.MaxPool2d(2));
        yield return Train("maxpool2x2", pooling, () => new MaxPooling2D(2), () => Modules.MaxPool2d(2));
        yield return Train("maxpool3x3-same", pooling, () => new MaxPooling2D(3, strides: 2, padding: "same"), () =>
            Modules.MaxPool2d(3, 2, 1));
        yield return Train("averagepool2x2", [new([x], [smallY]), new([smallDy], [dx])], () => new AveragePooling2D(2), () =>
            Modules.AvgPool2d(2));
        yield return Forward("relu", [forward], () => new ReLU(), () => Modules.ReLU());
        yield return Train("relu", fromOutput, () => new ReLU(), () => Modules.ReLU());
        yield return Train("sigmoid", fromOutput, () => new Activation("sigmoid"), () => Modules.Sigmoid());
        yield return Train("tanh", fromOutput, () => new Activation("tanh"), () => Modules.Tanh());
        yield return Train("silu", fromInput, () => new Activation("silu"), () => Modules.SiLU());
        yield return Train("relu6", fromInput, () => new Activation("relu6"), () => Modules.ReLU6());
        yield return Train("gelu", fromInput, () => new Activation("gelu"), () => Modules.GELU());
        yield return Train("dropout", [new([x], [y, bits]), new([dy, bits], [dx])], () => new Dropout(0.5), () => Modules.Dropout(0.5));

        // The statistics need all images before the first can be written.
        yield return Forward("batchnorm", [forward], () => new BatchNormalization(), () => Modules.BatchNorm2d(32));
        yield return Train("batchnorm", [new([x], []), forward, new([dy, x], []), new([dy, x], [dx])], () => new BatchNormalization(), () =>
            Modules.BatchNorm2d(32));
        yield return Forward("layernorm", [forward], () => new LayerNormalization(), () => Modules.LayerNorm([256]), Rows);
        yield return Train("layernorm", fromInput, () => new LayerNormalization(), () => Modules.LayerNorm([256]), Rows);
        yield return Train("groupnorm", fromInput, () => new GroupNormalization(8), () => Modules.GroupNorm(8, 32));
        yield return Forward("depthwise3x3", [forward], () => new DepthwiseConv2D(3), () => Modules.Conv2d(32, 32, 3, groups: 32));
        yield return Train("depthwise3x3", [forward, new([dy, x], []), new([dy], [dx])], () => new DepthwiseConv2D(3), () =>
            Modules.Conv2d(32, 32, 3, groups: 32));
        yield return Train("conv3x3-onechannel", [new([], [y]), new([dy], []), new([dy], [])], () => new Conv2D(32, 3), () =>
            Modules.Conv2d(1, 32, 3), [batch, 28, 28, 1]);
        yield return () =>
        {
            var (a, b) = (Tensor.RandomNormal(images, seed: 1), Tensor.RandomNormal(images, seed: 2));
            return new Comparison($"{family}/add", threads, Step(() => Ops.Add(a, b)),
                Peer(() => (Torch(a), Torch(b)), pair => () => _ = pair.Item1 + pair.Item2)) { MemoryPasses = [new([x, dx], [y])] };
        };
    }

    /// <summary>The images' numbers in rows of 256.</summary>
    private Shape Rows => [batch * 26 * 26 * 32 / 256, 256];

    private Walked Array(string name, double size = 1) => new(name, size * sizeof(float) * images.Size);

    private Func<Comparison> Forward(string name, MemoryPass[] passes, Func<Layer> makeLayer,
        Func<nn.Module<TorchTensor, TorchTensor>> makePeer, Shape? shape = null) => () =>
    {
        var (x, layer) = (Tensor.RandomNormal(shape ?? images, seed: 1), makeLayer());
        layer.Apply(x);
        return new Comparison($"{family}/{name}", threads, Step(() => layer.Apply(x)), Peer(makePeer, module =>
        {
            module.eval();
            var input = Torch(x);
            return () => module.forward(input);
        }))
        {
            MemoryPasses = passes,
        };
    };

    private Func<Comparison> Train(string name, MemoryPass[] passes, Func<Layer> makeLayer,
        Func<nn.Module<TorchTensor, TorchTensor>> makePeer, Shape? shape = null) => () =>
    {
        var (x, layer) = (Tensor.RandomNormal(shape ?? images, seed: 1), makeLayer());
        var dy = Tensor.RandomNormal(layer.Apply(x).Shape, seed: 2);
        return new Comparison($"{family}/{name}/train", threads, Step(() => Gradients(layer, x, dy)), Peer(makePeer, module =>
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
            MemoryPasses = passes,
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

using Glassbox.Layers;

namespace Glassbox.Tests.Layers.Contract;

/// <summary>How a layer's output in training differs from that of inference.</summary>
internal enum InTraining
{
    /// <summary>Not at all.</summary>
    Alike,

    /// <summary>It draws random numbers.</summary>
    Random,

    /// <summary>It takes statistics of the batch, or keeps some.</summary>
    Statistics,
}

/// <summary>A layer with its arguments, and what is known of it before it runs.</summary>
/// <param name="Name">The arguments as they are written, such as <c>Conv2D(4, 3, strides: 2)</c>.</param>
/// <param name="Make">Makes the layer for a type.</param>
/// <param name="Samples">The shape of one sample of each input.</param>
/// <param name="Parameters">How many numbers the weights have, by Keras's formula.</param>
internal sealed record LayerCase(string Name, Func<DType, Layer> Make, Shape[] Samples, int Parameters)
{
    /// <summary>How many of the parameters training leaves alone.</summary>
    public int Frozen { get; init; }

    public InTraining Training { get; init; }

    /// <summary>Why there is no gradient; null where there is one.</summary>
    public string? NoGradient { get; init; }

    /// <summary>Why the gradient is only checked in inference; null where it is in both.</summary>
    public string? NoTrainingGradient { get; init; }

    /// <summary>The inputs are whole numbers from 0 to below this.</summary>
    public int? WholeNumbersBelow { get; init; }

    /// <summary>The layer takes inputs of any rank and extents, also when it is built.</summary>
    public bool TakesAnyShape { get; init; }

    /// <summary>Why a file cannot hold the layer; null where it can.</summary>
    public string? NotInFiles { get; init; }

    /// <summary>Inputs with their batch axes that the layer, once built, refuses, and what the message says that was expected.</summary>
    public IReadOnlyList<(Shape[] Inputs, string Expected)> Refused { get; init; } = [];

    public LayerCase Refuses(Shape input, string expected) => RefusesAll([input], expected);

    public LayerCase RefusesAll(Shape[] inputs, string expected) => this with { Refused = [.. Refused, (inputs, expected)] };

    public Structure<Shape> InputShapes(int batch) => Several(Samples.Select(sample => sample.WithBatch(batch)));

    /// <summary>The layer with weights as after a training: none is zero, and all are positive, as variances must be.</summary>
    public Layer Built(DType dtype)
    {
        var layer = Make(dtype);
        layer.BuildFor(InputShapes(Shape.Unknown));
        layer.SetWeights([.. layer.Weights.Select((weight, i) =>
            Tensor.RandomUniform(weight.Shape, 0.5, 1.5, seed: 50 + i, weight.DType))]);
        return layer;
    }

    /// <summary>Batches for each input.</summary>
    public Structure<Tensor> Inputs(DType dtype, int batch = 2) => Several(Samples.Select((sample, i) => WholeNumbersBelow is { } count
        ? Ops.Cast(Tensor.RandomUniform(sample.WithBatch(batch), 0, count, seed: 7 + i), DType.Int32)
        : Ops.Cast(Tensor.RandomNormal(sample.WithBatch(batch), seed: 7 + i, dtype: DType.Float64), dtype)));

    /// <summary>The entries of a graph.</summary>
    public Structure<Tensor> SymbolicInputs(DType dtype) =>
        Several(Samples.Select(sample => Glassbox.Keras.Input(sample, dtype: WholeNumbersBelow is null ? dtype : DType.Int32)));

    public override string ToString() => Name;

    private static Structure<T> Several<T>(IEnumerable<T> values) => values.ToArray() is var all && all.Length == 1 ? all[0] : all;
}

using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Declares an input of a model: the shape of one sample. It computes nothing and is not listed among a Sequential's layers.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/input/"/>.</remarks>
public sealed class InputLayer : Layer
{
    /// <summary>Creates an input.</summary>
    /// <param name="shape">Shape of one sample, without the batch axis.</param>
    /// <param name="batchSize">Fixed batch size; any by default.</param>
    /// <param name="dtype">Data type that the data is converted to; float32 by default.</param>
    /// <param name="batchShape">Shape with the batch axis, instead of <paramref name="shape"/> and <paramref name="batchSize"/>; −1 where a
    /// size varies.</param>
    /// <param name="name">Layer name; by default <c>input_layer_</c> and a number.</param>
    /// <exception cref="ArgumentException">Both forms of the shape are given, or neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is 0 or less.</exception>
    public InputLayer(Shape? shape = null, int? batchSize = null, DType? dtype = null, Shape? batchShape = null, string? name = null)
        : base(Whole(shape, batchSize, batchShape)[1..], name, dtype: dtype)
    {
        BatchShape = Whole(shape, batchSize, batchShape);
        BuildFor(BatchShape);
        AddNode([], null, new TensorSpec(BatchShape, DType));
    }

    /// <summary>Shape with the batch axis, such as <c>(None, 784)</c>.</summary>
    public Shape BatchShape { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    public override Config GetConfig() => new()
    {
        { "batch_shape", BatchShape }, { "dtype", DType.Name }, { "sparse", false }, { "ragged", false }, { "name", Name },
            { "optional", false },
    };

    internal static InputLayer FromConfig(Config config)
    {
        var shape = config.GetShapeOrNull("batch_shape") ?? config.GetShape("batch_input_shape");
        return shape.Rank > 0
            ? new(batchShape: shape, dtype: config.GetDType(), name: config.GetName())
            : throw new InvalidDataException("InputLayer: 'batch_shape' must begin with the batch size; received an empty shape.");
    }

    /// <summary>The shape with the batch axis, from either form of the arguments.</summary>
    private static Shape Whole(Shape? shape, int? batchSize, Shape? batchShape)
    {
        if (shape is null == batchShape is null || (batchShape is not null && batchSize is not null))
        {
            throw new ArgumentException(
                "An input needs a shape, with or without a batchSize, or a batchShape instead; " + FormattableString.Invariant(
                    $"received shape {shape}, batchSize {batchSize} and batchShape {batchShape}."), nameof(shape));
        }

        var size = batchShape is null ? batchSize : batchShape.Rank == 0 ? 0 : batchShape[0] == Shape.Unknown ? null : batchShape[0];
        if (size <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), size,
                "An input needs a batch size of 1 or more, or none; a batchShape begins with it, or with −1.");
        }

        return batchShape ?? shape!.WithBatch(batchSize ?? Shape.Unknown);
    }

    private protected override Structure<KerasTensor> SymbolicInputs => SymbolicOutputs;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => x;
}

using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Says what goes into a model: the shape of one sample. It computes nothing and is not counted among a Sequential's layers.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/input/"/>.</remarks>
public sealed class InputLayer : Layer
{
    /// <summary>The entry of a model.</summary>
    /// <param name="shape">The shape of one sample, without the batch axis.</param>
    /// <param name="batchSize">How many samples every batch has; unknown by default.</param>
    /// <param name="name">A name; by default <c>input_layer_</c> and a number.</param>
    /// <param name="dtype">The type that data is converted to, float32 by default.</param>
    public InputLayer(Shape shape, int? batchSize = null, string? name = null, DType? dtype = null)
        : base(shape, name, dtype: dtype)
    {
        BatchShape = shape.WithBatch(batchSize ?? Shape.Unknown);
        BuildFor(BatchShape);
        AddNode([], null, new TensorSpec(BatchShape, DType));
    }

    /// <summary>The shape with the batch axis, such as <c>(None, 784)</c>.</summary>
    public Shape BatchShape { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

    /// <inheritdoc/>
    public override Config GetConfig() => new()
    {
        { "batch_shape", BatchShape }, { "dtype", DType.Name }, { "sparse", false }, { "ragged", false }, { "name", Name }, { "optional", false },
    };

    internal static InputLayer FromConfig(Config config)
    {
        var shape = config.GetShapeOrNull("batch_shape") ?? config.GetShape("batch_input_shape");
        return shape.Rank > 0
            ? new(shape[1..], shape[0] == Shape.Unknown ? null : shape[0], config.GetName(), config.GetDType())
            : throw new InvalidDataException("InputLayer: 'batch_shape' must begin with the number of samples; received an empty shape.");
    }

    private protected override Nest<KerasTensor> SymbolicInputs => SymbolicOutputs;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, bool training) => x;
}

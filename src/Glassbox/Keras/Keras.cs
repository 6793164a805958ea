using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// Keras's top-level functions: <c>Keras.Input(shape: [784])</c>, or <c>Input([784])</c> after <c>using static Glassbox.Keras;</c>.
/// </summary>
public static partial class Keras
{
    /// <summary>Creates a model input: a symbolic tensor to apply layers to.</summary>
    /// <param name="shape">Shape of one sample, without the batch axis; −1 for axes of variable size.</param>
    /// <param name="batchSize">Fixed batch size; unknown by default.</param>
    /// <param name="dtype">Type to which data is cast; float32 by default.</param>
    /// <param name="batchShape">Shape with the batch axis, instead of <paramref name="shape"/> and <paramref name="batchSize"/>.</param>
    /// <param name="name">Name, by which data can be passed; by default <c>input_layer_</c> and a number.</param>
    /// <exception cref="ArgumentException">Both forms of the shape are set, or neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is 0 or less.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/input/"/>.</remarks>
    public static Tensor Input(Shape? shape = null, int? batchSize = null, DType? dtype = null, Shape? batchShape = null,
        string? name = null) =>
        new InputLayer(shape, batchSize, dtype, batchShape, name).Output;
}

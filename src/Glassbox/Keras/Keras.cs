using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// What Keras has at its top level as a function: <c>Keras.Input(shape: [784])</c>, or <c>Input([784])</c> after <c>using static
/// Glassbox.Keras;</c>.
/// </summary>
public static partial class Keras
{
    /// <summary>An input of a model: a symbolic tensor to apply layers to.</summary>
    /// <param name="shape">The shape of one sample, without the batch axis; −1 where an extent varies.</param>
    /// <param name="batchSize">How many samples every batch has; unknown by default.</param>
    /// <param name="dtype">The type that data is converted to, float32 by default.</param>
    /// <param name="batchShape">The shape with the batch axis, in place of <paramref name="shape"/> and
    /// <paramref name="batchSize"/>.</param>
    /// <param name="name">A name, by which data may be given; by default <c>input_layer_</c> and a number.</param>
    /// <exception cref="ArgumentException">Both forms of the shape are given, or neither.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is 0 or less.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/input/"/>.</remarks>
    public static Tensor Input(Shape? shape = null, int? batchSize = null, DType? dtype = null, Shape? batchShape = null,
        string? name = null) =>
        new InputLayer(shape, batchSize, dtype, batchShape, name).Output;
}

using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// x · scale + offset; a scale of 1 / 255 maps pixels from [0, 255] to [0, 1]. Both may be scalars, vectors with one value per channel, or
/// tensors that broadcast to the inputs.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/"/>.</remarks>
public sealed class Rescaling : ShapeKeepingLayer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="scale">Scale, a scalar or one per channel: <c>new[] { 1 / 58.4, 1 / 57.1, 1 / 57.4 }</c>.</param>
    /// <param name="offset">Offset; 0 by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public Rescaling(Tensor scale, Tensor? offset = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype)
    {
        ArgumentNullException.ThrowIfNull(scale);
        (Scale, Offset) = (Finite(scale, nameof(scale)), Finite(offset ?? 0.0, nameof(offset)));
    }

    /// <summary>The scale, in double precision.</summary>
    public Tensor Scale { get; }

    /// <summary>The offset, in double precision.</summary>
    public Tensor Offset { get; }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "scale", ConfigTensor.Write(Scale) }, { "offset", ConfigTensor.Write(Offset) } };

    internal static Rescaling FromConfig(Config config) => new(
        ConfigTensor.Read(config, "scale") ?? throw config.Missing("scale"), ConfigTensor.Read(config, "offset"), name: config.GetName(),
        dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => (x * In(x, Scale)) + In(x, Offset);

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        foreach (var (what, values) in new[] { ("scale", Scale), ("offset", Offset) })
        {
            var behind = inputShape.Rank - values.Rank;
            if (behind < 0 || values.Shape.Where((extent, axis) => extent != 1 && inputShape[behind + axis] is var given
                && given != extent && given != Shape.Unknown).Any())
            {
                throw new ArgumentException($"{Described} has a {what} of shape {values.Shape}, which does not broadcast to input of shape "
                    + $"{inputShape}. Give a scalar, or one value for each channel (the last axis).", nameof(inputShape));
            }
        }
    }

    private static Tensor Finite(Tensor values, string argument)
    {
        var doubles = Ops.Cast(values, DType.Float64).Copy();
        return (bool)Ops.All(Ops.IsFinite(doubles))
            ? doubles
            : throw new ArgumentOutOfRangeException(argument, $"Rescaling needs a finite {argument}; received {values}.");
    }

    /// <summary>A constant as an operand; a scalar is weakly typed, as in C#.</summary>
    private static Tensor In(Tensor x, Tensor values) => values.Rank == 0 ? (double)values : Ops.Cast(values, x.DType);
}

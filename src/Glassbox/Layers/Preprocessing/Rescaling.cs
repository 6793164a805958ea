using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// x · scale + offset: pixels from 0 to 255 become numbers from 0 to 1 with scale 1 / 255. Each may be a vector of one number for each
/// channel, or any tensor that broadcasts to the inputs.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/"/>.</remarks>
public sealed class Rescaling : ShapeKeepingLayer
{
    /// <summary>A layer that multiplies and adds.</summary>
    /// <param name="scale">The factor, or one for each channel: <c>new[] { 1 / 58.4, 1 / 57.1, 1 / 57.4 }</c>.</param>
    /// <param name="offset">What is added; 0 by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public Rescaling(Tensor scale, Tensor? offset = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype)
    {
        ArgumentNullException.ThrowIfNull(scale);
        (Scale, Offset) = (Finite(scale, nameof(scale)), Finite(offset ?? 0.0, nameof(offset)));
    }

    /// <summary>The factor, in double precision.</summary>
    public Tensor Scale { get; }

    /// <summary>What is added, in double precision.</summary>
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
                    + $"{inputShape}. Give one number, or one for each channel (the last axis).", nameof(inputShape));
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

    /// <summary>Numbers as a part of the formula: one alone is weak, as it is in C#.</summary>
    private static Tensor In(Tensor x, Tensor values) => values.Rank == 0 ? (double)values : Ops.Cast(values, x.DType);
}

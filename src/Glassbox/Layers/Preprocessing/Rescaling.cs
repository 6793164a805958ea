using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>x · scale + offset: pixels from 0 to 255 become numbers from 0 to 1 with scale 1 / 255.</summary>
/// <param name="scale">The factor.</param>
/// <param name="offset">What is added.</param>
/// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
/// <param name="name">A name; by default the class and a number.</param>
/// <param name="dtype">float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/"/>.</remarks>
public sealed class Rescaling(double scale, double offset = 0, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    /// <summary>The factor.</summary>
    public double Scale { get; } = Setting.Finite(scale);

    /// <summary>What is added.</summary>
    public double Offset { get; } = Setting.Finite(offset);

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "scale", Scale }, { "offset", Offset } };

    internal static Rescaling FromConfig(Config config) =>
        new(config.GetDouble("scale"), config.GetDouble("offset", 0), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => (x * Scale) + Offset;
}

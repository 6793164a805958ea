using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// A dropout for networks with selu: what is dropped gets the value that selu goes to, and all is scaled so that mean 0 and variance 1
/// stay.
/// </summary>
/// <param name="rate">The part of the inputs that is dropped, 0 or more and less than 1.</param>
/// <param name="noiseShape">The shape of the mask, with the batch: an extent of 1 drops along that axis together, -1 is that of the
/// input. By default all are those of the input.</param>
/// <param name="seed">The same seed gives the same draws; by default from the program's sequence.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/regularization_layers/alpha_dropout/"/>.</remarks>
public sealed class AlphaDropout(double rate, Shape? noiseShape = null, int? seed = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    /// <summary>−scale · alpha of selu: what it goes to for very small inputs.</summary>
    private const double Lowest = -1.6732632423543772 * 1.0507009873554805;

    private readonly RandomDraws random = new(seed);

    /// <summary>The part of the inputs that is dropped.</summary>
    public double Rate { get; } = RandomDraws.CheckedRateBelowOne(rate, nameof(AlphaDropout));

    /// <summary>The shape of the mask; null for that of the input.</summary>
    public Shape? NoiseShape { get; } = noiseShape;

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "rate", Rate }, { "seed", random.Seed }, { "noise_shape", NoiseShape } };

    internal static AlphaDropout FromConfig(Config config) =>
        new(config.GetDouble("rate"), config.GetShapeOrNull("noise_shape"), config.GetInt32OrNull("seed"), name: config.GetName(),
        dtype: config.GetDType());

    internal override ulong Draws
    {
        get => random.Count;
        set => random.Count = value;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => call.Training && Rate > 0 ? Dropped(x, call) : x;

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape) => Layers.NoiseShape.Check(this, NoiseShape, inputShape);

    private Tensor Dropped(Tensor x, CallContext call)
    {
        var kept = random.Kept(Layers.NoiseShape.For(this, NoiseShape, x.Shape), x.DType, Rate, call);
        var a = 1 / Math.Sqrt((1 - Rate) * (1 + (Rate * Lowest * Lowest)));
        var b = -a * Lowest * Rate;
        return (((x * kept) + ((1 - kept) * Lowest)) * a) + b;
    }
}

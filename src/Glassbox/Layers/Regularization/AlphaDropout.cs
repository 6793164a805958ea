using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Alpha dropout, for networks with selu: replaces dropped inputs by selu's negative saturation value and rescales to preserve mean 0 and
/// variance 1.
/// </summary>
/// <param name="rate">Fraction of the inputs to drop, in [0, 1).</param>
/// <param name="noiseShape">Shape of the dropout mask, including the batch axis: 1 shares the mask along an axis, -1 takes the input's
/// size. The input's shape by default.</param>
/// <param name="seed">Seed for reproducible draws; by default the global random sequence is used.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/regularization_layers/alpha_dropout/"/>.</remarks>
public sealed class AlphaDropout(double rate, Shape? noiseShape = null, int? seed = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    /// <summary>−scale · alpha of selu, its limit for x → −∞.</summary>
    private const double Lowest = -1.6732632423543772 * 1.0507009873554805;

    private readonly RandomDraws random = new(seed);

    /// <summary>Fraction of the inputs to drop.</summary>
    public double Rate { get; } = RandomDraws.CheckedRateBelowOne(rate, nameof(AlphaDropout));

    /// <summary>Shape of the dropout mask; null for the input's shape.</summary>
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

using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>In training, multiplies by Gaussian noise with mean 1 and standard deviation √(rate / (1 − rate)).</summary>
/// <param name="rate">Dropout rate with the same noise variance, in [0, 1).</param>
/// <param name="seed">Seed for reproducible draws; by default the global random sequence is used.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/regularization_layers/gaussian_dropout/"/>.</remarks>
public sealed class GaussianDropout(double rate, int? seed = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    private readonly RandomDraws random = new(seed);

    /// <summary>Dropout rate with the same noise variance.</summary>
    public double Rate { get; } = RandomDraws.CheckedRateBelowOne(rate, nameof(GaussianDropout));

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "rate", Rate }, { "seed", random.Seed } };

    internal static GaussianDropout FromConfig(Config config) =>
        new(config.GetDouble("rate"), config.GetInt32OrNull("seed"), name: config.GetName(), dtype: config.GetDType());

    internal override ulong Draws
    {
        get => random.Count;
        set => random.Count = value;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) =>
        call.Training && Rate > 0 ? x * random.Normal(x.Shape, x.DType, 1, Math.Sqrt(Rate / (1 - Rate)), call) : x;
}

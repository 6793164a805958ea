using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>In training, adds Gaussian noise with mean 0.</summary>
/// <param name="stddev">Standard deviation of the noise, 0 or more.</param>
/// <param name="seed">Seed for reproducible draws; by default the global random sequence is used.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/regularization_layers/gaussian_noise/"/>.</remarks>
public sealed class GaussianNoise(double stddev, int? seed = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    private readonly RandomDraws random = new(seed);

    /// <summary>Standard deviation of the noise.</summary>
    public double Stddev { get; } = stddev >= 0 ? stddev
        : throw new ArgumentOutOfRangeException(nameof(stddev), $"{stddev}",
        $"GaussianNoise needs a stddev of 0 or more; received {stddev}.");

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "stddev", Stddev }, { "seed", random.Seed } };

    internal static GaussianNoise FromConfig(Config config) =>
        new(config.GetDouble("stddev"), config.GetInt32OrNull("seed"), name: config.GetName(), dtype: config.GetDType());

    internal override ulong Draws
    {
        get => random.Count;
        set => random.Count = value;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) =>
        call.Training && Stddev > 0 ? x + random.Normal(x.Shape, x.DType, 0, Stddev, call) : x;
}

using Glassbox.Saving;

namespace Glassbox.Initializers;

/// <summary>Uniform distribution over [minval, maxval).</summary>
/// <param name="minval">Lower bound.</param>
/// <param name="maxval">Upper bound.</param>
/// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
public sealed class RandomUniform(double minval = -0.05, double maxval = 0.05, int? seed = null) : Initializer
{
    private readonly double minval = Setting.Finite(minval);
    private readonly double maxval = Setting.Finite(maxval);

    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Tensor.RandomUniform(shape, minval, maxval, seed, dtype);

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "seed", seed }, { "minval", minval }, { "maxval", maxval } };

    internal static RandomUniform FromConfig(Config config) =>
        new(config.GetDouble("minval", -0.05), config.GetDouble("maxval", 0.05), config.GetInt32OrNull("seed"));
}

/// <summary>Normal distribution.</summary>
/// <param name="mean">The mean.</param>
/// <param name="stddev">The standard deviation.</param>
/// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
public sealed class RandomNormal(double mean = 0, double stddev = 0.05, int? seed = null) : Initializer
{
    private readonly double mean = Setting.Finite(mean);
    private readonly double stddev = Setting.NotNegative(stddev);

    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Tensor.RandomNormal(shape, mean, stddev, seed, dtype);

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "seed", seed }, { "mean", mean }, { "stddev", stddev } };

    internal static RandomNormal FromConfig(Config config) =>
        new(config.GetDouble("mean", 0), config.GetDouble("stddev", 0.05), config.GetInt32OrNull("seed"));
}

/// <summary>Normal distribution truncated at two standard deviations.</summary>
/// <param name="mean">The mean.</param>
/// <param name="stddev">The standard deviation before truncation.</param>
/// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
public sealed class TruncatedNormal(double mean = 0, double stddev = 0.05, int? seed = null) : Initializer
{
    private readonly double mean = Setting.Finite(mean);
    private readonly double stddev = Setting.NotNegative(stddev);

    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Tensor.RandomTruncatedNormal(shape, mean, stddev, seed, dtype);

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "seed", seed }, { "mean", mean }, { "stddev", stddev } };

    internal static TruncatedNormal FromConfig(Config config) =>
        new(config.GetDouble("mean", 0), config.GetDouble("stddev", 0.05), config.GetInt32OrNull("seed"));
}

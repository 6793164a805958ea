using Glassbox.Saving;

namespace Glassbox.Initializers;

/// <summary>
/// Random values of variance scale / n, where n is fan-in, fan-out or their mean, so that signals neither vanish nor explode across layers.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/initializers/#variancescaling-class"/>.</remarks>
public class VarianceScaling : Initializer
{
    /// <summary>Standard deviation of a standard normal distribution truncated at ±2.</summary>
    private const double CutDeviation = 0.87962566103423978;

    private static readonly string[] Modes = ["fan_in", "fan_out", "fan_avg"];
    private static readonly string[] Distributions = ["uniform", "truncated_normal", "untruncated_normal"];

    private readonly double scale;
    private readonly string mode;
    private readonly string distribution;
    private readonly int? seed;
    private readonly Axes? inputAxes;
    private readonly Axes? outputAxes;

    /// <summary>Creates the initializer.</summary>
    /// <param name="scale">Positive.</param>
    /// <param name="mode">fan_in, fan_out or fan_avg.</param>
    /// <param name="distribution">uniform, truncated_normal (also called normal) or untruncated_normal.</param>
    /// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
    /// <param name="inputAxes">The fan-in axes of the weight, for layouts other than those of dense and convolution kernels; set both axes
    /// arguments or neither.</param>
    /// <param name="outputAxes">The fan-out axes of the weight.</param>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not positive.</exception>
    /// <exception cref="ArgumentException">The mode or distribution is unknown.</exception>
    public VarianceScaling(double scale = 1, string mode = "fan_in", string distribution = "truncated_normal", int? seed = null,
        Axes? inputAxes = null, Axes? outputAxes = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(scale);
        distribution = distribution == "normal" ? "truncated_normal" : distribution;
        this.scale = scale;
        this.mode = Modes.Contains(mode) ? mode : throw new ArgumentException(Identifiers.Unknown("mode", mode, Modes), nameof(mode));
        this.distribution = Distributions.Contains(distribution)
            ? distribution
            : throw new ArgumentException(Identifiers.Unknown("distribution", distribution, Distributions), nameof(distribution));
        this.seed = seed;
        (this.inputAxes, this.outputAxes) = (inputAxes, outputAxes);
    }

    /// <inheritdoc/>
    public sealed override Tensor Call(Shape shape, DType? dtype = null)
    {
        var (fanIn, fanOut) = inputAxes is not null && outputAxes is not null ? (Extent(shape, inputAxes), Extent(shape, outputAxes))
            : Fans(shape);
        var variance = scale / Math.Max(1, mode switch { "fan_in" => fanIn, "fan_out" => fanOut, _ => (fanIn + fanOut) / 2 });
        return distribution switch
        {
            "uniform" => Tensor.RandomUniform(shape, -Math.Sqrt(3 * variance), Math.Sqrt(3 * variance), seed, dtype),
            "truncated_normal" => Tensor.RandomTruncatedNormal(shape, 0, Math.Sqrt(variance) / CutDeviation, seed, dtype),
            _ => Tensor.RandomNormal(shape, 0, Math.Sqrt(variance), seed, dtype),
        };
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new()
    {
        { "seed", seed }, { "scale", scale }, { "mode", mode }, { "distribution", distribution }, { "input_axes", List(inputAxes) },
            { "output_axes", List(outputAxes) },
    };

    internal static VarianceScaling FromConfig(Config config) => new(
        config.GetDouble("scale", 1), config.GetString("mode", "fan_in"), config.GetString("distribution", "truncated_normal"),
        config.GetInt32OrNull("seed"), config.GetAxesOrNull("input_axes"), config.GetAxesOrNull("output_axes"));

    /// <summary>The config of the classes with fixed scale, mode and distribution.</summary>
    private protected Config SeedConfig() =>
        new() { { "seed", seed }, { "input_axes", List(inputAxes) }, { "output_axes", List(outputAxes) } };

    /// <summary>Returns the same initializer for a weight with the given fan-in and fan-out axes.</summary>
    internal VarianceScaling WithAxes(Axes inputs, Axes outputs) => new(scale, mode, distribution, seed, inputs, outputs);

    private static int[]? List(Axes? axes) => axes is null ? null : [.. axes];

    private static double Extent(Shape shape, Axes axes) => Axes.Of(axes, shape).Aggregate(1.0, (product, axis) => product * shape[axis]);

    /// <summary>Fan-in and fan-out of a weight; the axes before the last two are a convolution's window.</summary>
    private static (double In, double Out) Fans(Shape shape) => shape.Rank switch
    {
        0 => (1, 1),
        1 => (shape[0], shape[0]),
        _ => (Shape.Create(shape.AsSpan()[..^1]).Size, Shape.Create(shape.AsSpan()[..^2]).Size * (double)shape[^1]),
    };
}

/// <summary>Uniform within ±√(6 / (fan-in + fan-out)): Keras's default for kernels (Glorot and Bengio, 2010).</summary>
/// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
/// <param name="inputAxes">The fan-in axes of the weight; by default those of dense and convolution kernels.</param>
/// <param name="outputAxes">The fan-out axes of the weight.</param>
public sealed class GlorotUniform(int? seed = null, Axes? inputAxes = null, Axes? outputAxes = null)
    : VarianceScaling(1, "fan_avg", "uniform", seed, inputAxes, outputAxes)
{
    /// <inheritdoc/>
    public override Config GetConfig() => SeedConfig();

    internal static new GlorotUniform FromConfig(Config config) =>
        new(config.GetInt32OrNull("seed"), config.GetAxesOrNull("input_axes"), config.GetAxesOrNull("output_axes"));
}

/// <summary>Truncated normal of variance 2 / (fan-in + fan-out) (Glorot and Bengio, 2010).</summary>
/// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
/// <param name="inputAxes">The fan-in axes of the weight; by default those of dense and convolution kernels.</param>
/// <param name="outputAxes">The fan-out axes of the weight.</param>
public sealed class GlorotNormal(int? seed = null, Axes? inputAxes = null, Axes? outputAxes = null)
    : VarianceScaling(1, "fan_avg", "truncated_normal", seed, inputAxes, outputAxes)
{
    /// <inheritdoc/>
    public override Config GetConfig() => SeedConfig();

    internal static new GlorotNormal FromConfig(Config config) =>
        new(config.GetInt32OrNull("seed"), config.GetAxesOrNull("input_axes"), config.GetAxesOrNull("output_axes"));
}

/// <summary>Uniform within ±√(6 / fan-in), for layers with ReLU (He et al., 2015).</summary>
/// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
/// <param name="inputAxes">The fan-in axes of the weight; by default those of dense and convolution kernels.</param>
/// <param name="outputAxes">The fan-out axes of the weight.</param>
public sealed class HeUniform(int? seed = null, Axes? inputAxes = null, Axes? outputAxes = null)
    : VarianceScaling(2, "fan_in", "uniform", seed, inputAxes, outputAxes)
{
    /// <inheritdoc/>
    public override Config GetConfig() => SeedConfig();

    internal static new HeUniform FromConfig(Config config) =>
        new(config.GetInt32OrNull("seed"), config.GetAxesOrNull("input_axes"), config.GetAxesOrNull("output_axes"));
}

/// <summary>Truncated normal of variance 2 / fan-in, for layers with ReLU (He et al., 2015).</summary>
/// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
/// <param name="inputAxes">The fan-in axes of the weight; by default those of dense and convolution kernels.</param>
/// <param name="outputAxes">The fan-out axes of the weight.</param>
public sealed class HeNormal(int? seed = null, Axes? inputAxes = null, Axes? outputAxes = null)
    : VarianceScaling(2, "fan_in", "truncated_normal", seed, inputAxes, outputAxes)
{
    /// <inheritdoc/>
    public override Config GetConfig() => SeedConfig();

    internal static new HeNormal FromConfig(Config config) =>
        new(config.GetInt32OrNull("seed"), config.GetAxesOrNull("input_axes"), config.GetAxesOrNull("output_axes"));
}

/// <summary>Uniform within ±√(3 / fan-in) (LeCun et al., 1998).</summary>
/// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
/// <param name="inputAxes">The fan-in axes of the weight; by default those of dense and convolution kernels.</param>
/// <param name="outputAxes">The fan-out axes of the weight.</param>
public sealed class LecunUniform(int? seed = null, Axes? inputAxes = null, Axes? outputAxes = null)
    : VarianceScaling(1, "fan_in", "uniform", seed, inputAxes, outputAxes)
{
    /// <inheritdoc/>
    public override Config GetConfig() => SeedConfig();

    internal static new LecunUniform FromConfig(Config config) =>
        new(config.GetInt32OrNull("seed"), config.GetAxesOrNull("input_axes"), config.GetAxesOrNull("output_axes"));
}

/// <summary>Truncated normal of variance 1 / fan-in (LeCun et al., 1998).</summary>
/// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
/// <param name="inputAxes">The fan-in axes of the weight; by default those of dense and convolution kernels.</param>
/// <param name="outputAxes">The fan-out axes of the weight.</param>
public sealed class LecunNormal(int? seed = null, Axes? inputAxes = null, Axes? outputAxes = null)
    : VarianceScaling(1, "fan_in", "truncated_normal", seed, inputAxes, outputAxes)
{
    /// <inheritdoc/>
    public override Config GetConfig() => SeedConfig();

    internal static new LecunNormal FromConfig(Config config) =>
        new(config.GetInt32OrNull("seed"), config.GetAxesOrNull("input_axes"), config.GetAxesOrNull("output_axes"));
}

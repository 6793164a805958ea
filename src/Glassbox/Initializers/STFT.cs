using Glassbox.Saving;

namespace Glassbox.Initializers;

/// <summary>
/// Windowed basis of a short-time Fourier transform (cosines or sines) as a 1D convolution kernel [length, 1, frequencies].
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/initializers/"/>.</remarks>
public sealed class STFT : Initializer
{
    private readonly string side;
    private readonly string? window;
    private readonly string? scaling;
    private readonly bool periodic;

    /// <summary>Creates the initializer.</summary>
    /// <param name="side">real for the cosines, imag for the sines.</param>
    /// <param name="window">Window function: hann, hamming, or null for none.</param>
    /// <param name="scaling">density (divide by the window's L2 norm), spectrum (by its sum), or null for none.</param>
    /// <param name="periodic">Whether the window is periodic rather than symmetric.</param>
    /// <exception cref="ArgumentException">The side, window or scaling is unknown.</exception>
    public STFT(string side = "real", string? window = "hann", string? scaling = "density", bool periodic = false)
    {
        this.side = side is "real" or "imag" ? side
            : throw new ArgumentException(Identifiers.Unknown("side", side, ["real", "imag"]), nameof(side));
        this.window = window is null or "hann" or "hamming" ? window
            : throw new ArgumentException(Identifiers.Unknown("window", window, ["hann", "hamming"]), nameof(window));
        this.scaling = scaling is null or "density" or "spectrum" ? scaling
            : throw new ArgumentException(Identifiers.Unknown("scaling", scaling, ["density", "spectrum"]), nameof(scaling));
        this.periodic = periodic;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape is not [length, 1, frequencies].</exception>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        if (shape.Rank != 3 || shape[1] != 1)
        {
            throw new ArgumentException($"The STFT initializer makes kernels [length, 1, frequencies]; received shape {shape}.",
                nameof(shape));
        }

        var (length, frequencies) = (shape[0], shape[2]);
        var period = (frequencies - 1) * 2;
        double[] weights = [.. Enumerable.Range(0, length).Select(i => Window(i, periodic ? length : length - 1))];
        var scale = scaling switch
        {
            "density" => 1 / Math.Sqrt(weights.Sum(weight => weight * weight)),
            "spectrum" =>
            1 / Math.Abs(weights.Sum()),
            _ => 1
        };
        var values = new double[length * frequencies];
        for (var i = 0; i < length; i++)
        {
            for (var f = 0; f < frequencies; f++)
            {
                var angle = 2 * Math.PI * f * i / period;
                values[(i * frequencies) + f] = weights[i] * scale * (side == "real" ? Math.Cos(angle) : Math.Sin(angle));
            }
        }

        return Ops.Cast(Tensor.FromSpan<double>(values, shape), dtype ?? DType.Float32);
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new() { { "side", side }, { "window", window }, { "periodic", periodic }, { "scaling", scaling } };

    internal static STFT FromConfig(Config config) => new(
        config.GetString("side", "real"), config.Contains("window") ? config.GetStringOrNull("window") : "hann",
        config.Contains("scaling") ? config.GetStringOrNull("scaling") : "density", config.GetBoolean("periodic", false));

    private double Window(int i, int period) => window switch
    {
        "hann" => 0.5 - (0.5 * Math.Cos(2 * Math.PI * i / period)),
        "hamming" => 0.54 - (0.46 * Math.Cos(2 * Math.PI * i / period)),
        _ => 1,
    };
}

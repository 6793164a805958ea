namespace Glassbox;

/// <summary>Interpolation weights for resizing: the weight of each pixel as a function of its distance.</summary>
/// <remarks>The kernels are those of TensorFlow's image resizing, which Keras follows.</remarks>
internal static class Interpolations
{
    private static readonly string[] Known = ["nearest", "bilinear", "bicubic", "lanczos3", "lanczos5"];

    /// <summary>Returns the validated name of an interpolation.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static string Checked(string name, string owner) =>
        Known.Contains(name) ? name : throw new ArgumentException($"{owner}: {Identifiers.Unknown("interpolation", name, Known)}",
            nameof(name));

    /// <summary>The one source pixel of each output pixel, or the two and the weight of the second; null where more contribute.</summary>
    public static (Tensor First, Tensor? Second, Tensor? Part)? Neighbours(int input, int output, string name, bool antialias)
    {
        var scale = (double)input / output;
        var (first, second, part) = (new long[output], new long[output], new double[output]);
        if (name == "nearest")
        {
            for (var o = 0; o < output; o++)
            {
                first[o] = Nearest(o, scale, input);
            }

            return (Tensor.FromSpan<long>(first), null, null);
        }

        if (name != "bilinear" || antialias)
        {
            return null;
        }

        for (var o = 0; o < output; o++)
        {
            // Beyond the edge the edge pixel is repeated.
            var centre = ((o + 0.5) * scale) - 0.5;
            var left = Math.Floor(centre);
            (first[o], second[o], part[o]) = (Math.Clamp((long)left, 0, input - 1), Math.Clamp((long)left + 1, 0, input - 1),
                centre - left);
        }

        return (Tensor.FromSpan<long>(first), Tensor.FromSpan<long>(second), Tensor.FromSpan<double>(part));
    }

    /// <summary>
    /// The resampling matrix [input, output] in float64, to be multiplied with rows of pixels, for interpolations that
    /// <see cref="Neighbours"/> does not cover.
    /// </summary>
    public static Tensor Matrix(int input, int output, string name, bool antialias)
    {
        var weights = new double[Shape.Create([input, output]).Size];
        var scale = (double)input / output;
        // Downsampling without antialiasing samples single points; with antialiasing the kernel is widened to the output pixel.
        var width = antialias ? Math.Max(1, scale) : 1;
        var reach = name switch { "bilinear" => 1.0, "bicubic" => 2, "lanczos3" => 3, _ => 5 } * width;
        for (var o = 0; o < output; o++)
        {
            var centre = ((o + 0.5) * scale) - 0.5;
            var (first, last) = ((int)Math.Ceiling(centre - reach), (int)Math.Floor(centre + reach));
            double sum = 0;
            for (var i = first; i <= last; i++)
            {
                var weight = Curve(name, Math.Abs(i - centre) / width);
                // Pixels beyond the edge have no weight.
                if (i >= 0 && i < input)
                {
                    weights[(i * output) + o] += weight;
                    sum += weight;
                }
            }

            for (var i = 0; i < input; i++)
            {
                weights[(i * output) + o] /= sum;
            }
        }

        return Tensor.FromSpan<double>(weights, [input, output]);
    }

    private static int Nearest(int o, double scale, int input) => Math.Clamp((int)Math.Floor((o + 0.5) * scale), 0, input - 1);

    private static double Curve(string name, double distance) => name switch
    {
        "bilinear" => Math.Max(0, 1 - distance),
        "bicubic" => distance < 1
            ? (((1.5 * distance) - 2.5) * distance * distance) + 1
            : distance < 2 ? (((((-0.5 * distance) + 2.5) * distance) - 4) * distance) + 2 : 0,
        "lanczos3" => Lanczos(distance, 3),
        _ => Lanczos(distance, 5),
    };

    private static double Lanczos(double distance, int radius)
    {
        if (distance > radius)
        {
            return 0;
        }

        var angle = Math.PI * distance;
        return distance < 1e-3 ? 1 : radius * Math.Sin(angle) * Math.Sin(angle / radius) / (angle * angle);
    }
}

using Glassbox.Backends;

namespace Glassbox;

public partial class Tensor
{
    /// <summary>Random numbers of a gamma distribution, of density x^(α − 1) · e^(−x) / Γ(α).</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="alpha">α, above zero.</param>
    /// <param name="seed">The same seed gives the same numbers; by default the next of the program's own sequence (see
    /// <see cref="Utils.SetRandomSeed"/>).</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not a number above zero.</exception>
    /// <exception cref="ArgumentException">The type is not a floating one.</exception>
    /// <remarks>Source: Marsaglia and Tsang, 2000; <see href="https://keras.io/api/random/random_ops/"/>.</remarks>
    public static Tensor RandomGamma(Shape shape, double alpha, int? seed = null, DType? dtype = null)
    {
        CheckFloating(dtype);
        return FromSpan<double>(Gamma(shape, Positive(alpha, nameof(alpha)), RandomSeed.Resolve(seed)), shape).To(dtype ?? DType.Float32);
    }

    /// <summary>
    /// Random numbers of a beta distribution, of density x^(α − 1) · (1 − x)^(β − 1) / B(α, β): how much of two samples MixUp takes of
    /// each.
    /// </summary>
    /// <param name="shape">The shape.</param>
    /// <param name="alpha">α, above zero.</param>
    /// <param name="beta">β, above zero.</param>
    /// <param name="seed">The same seed gives the same numbers; by default the next of the program's own sequence (see
    /// <see cref="Utils.SetRandomSeed"/>).</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">α or β is not a number above zero.</exception>
    /// <exception cref="ArgumentException">The type is not a floating one.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/random/random_ops/"/>.</remarks>
    public static Tensor RandomBeta(Shape shape, double alpha, double beta, int? seed = null, DType? dtype = null)
    {
        CheckFloating(dtype);
        var key = RandomSeed.Resolve(seed);
        var result = Gamma(shape, Positive(alpha, nameof(alpha)), key);
        var others = Gamma(shape, Positive(beta, nameof(beta)), RandomSeed.Mix(key + 1));
        for (var i = 0; i < result.Length; i++)
        {
            // Of very small α and β both numbers may be zero.
            result[i] = result[i] + others[i] is > 0 and var sum ? result[i] / sum : alpha / (alpha + beta);
        }

        return FromSpan<double>(result, shape).To(dtype ?? DType.Float32);
    }

    private static double Positive(double value, string argument) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(argument, $"{value}", $"{argument} must be a finite number above 0; received {value}.");

    /// <summary>Each element is tried with numbers of its own until one is accepted, which is nearly always the first.</summary>
    private static double[] Gamma(Shape shape, double alpha, ulong key)
    {
        var values = new double[shape.Size];
        Array.Fill(values, -1);

        // Below 1 a number of α + 1 is drawn, times a power of a uniform one.
        var d = (alpha < 1 ? alpha + 1 : alpha) - (1 / 3.0);
        var c = 1 / Math.Sqrt(9 * d);
        for (var missing = values.Length; missing > 0;)
        {
            var normal = RandomBell(shape, DType.Float64, key = RandomSeed.Mix(key + 1), 0, 1).AsSpan<double>();
            var uniform = Random(shape, DType.Float64, key = RandomSeed.Mix(key + 1), 0, 1).AsSpan<double>();
            for (var i = 0; i < values.Length; i++)
            {
                var v = 1 + (c * normal[i]);
                v = v * v * v;
                if (values[i] < 0 && v > 0 && Math.Log(uniform[i]) < (0.5 * normal[i] * normal[i]) + (d * (1 - v + Math.Log(v))))
                {
                    values[i] = d * v;
                    missing--;
                }
            }
        }

        if (alpha < 1)
        {
            var uniform = Random(shape, DType.Float64, RandomSeed.Mix(key + 1), 0, 1).AsSpan<double>();
            for (var i = 0; i < values.Length; i++)
            {
                values[i] *= Math.Pow(uniform[i], 1 / alpha);
            }
        }

        return values;
    }
}

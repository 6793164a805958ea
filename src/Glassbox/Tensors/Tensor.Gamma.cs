using Glassbox.Backends;

namespace Glassbox;

public partial class Tensor
{
    /// <summary>Gamma-distributed random values, of density x^(α − 1) · e^(−x) / Γ(α).</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="alpha">The shape parameter α, positive.</param>
    /// <param name="seed">Equal seeds generate equal values; by default the next seed of the global generator (see
    /// <see cref="Utils.SetRandomSeed"/>).</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is not positive.</exception>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    /// <remarks>Source: Marsaglia and Tsang, 2000; <see href="https://keras.io/api/random/random_ops/"/>.</remarks>
    public static Tensor RandomGamma(Shape shape, double alpha, int? seed = null, DType? dtype = null)
    {
        CheckFloating(dtype);
        return FromSpan<double>(Gamma(shape, Positive(alpha, nameof(alpha)), RandomSeed.Resolve(seed)), shape).To(dtype ?? DType.Float32);
    }

    /// <summary>
    /// Beta-distributed random values, of density x^(α − 1) · (1 − x)^(β − 1) / B(α, β), as used for the mixing weights of MixUp.
    /// </summary>
    /// <param name="shape">The shape.</param>
    /// <param name="alpha">The shape parameter α, positive.</param>
    /// <param name="beta">The shape parameter β, positive.</param>
    /// <param name="seed">Equal seeds generate equal values; by default the next seed of the global generator (see
    /// <see cref="Utils.SetRandomSeed"/>).</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">α or β is not positive.</exception>
    /// <exception cref="ArgumentException">The type is not floating-point.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/random/random_ops/"/>.</remarks>
    public static Tensor RandomBeta(Shape shape, double alpha, double beta, int? seed = null, DType? dtype = null)
    {
        CheckFloating(dtype);
        var key = RandomSeed.Resolve(seed);
        var result = Gamma(shape, Positive(alpha, nameof(alpha)), key);
        var others = Gamma(shape, Positive(beta, nameof(beta)), RandomSeed.Mix(key + 1));
        for (var i = 0; i < result.Length; i++)
        {
            // For very small α and β both gamma values may underflow to zero.
            result[i] = result[i] + others[i] is > 0 and var sum ? result[i] / sum : alpha / (alpha + beta);
        }

        return FromSpan<double>(result, shape).To(dtype ?? DType.Float32);
    }

    private static double Positive(double value, string argument) => double.IsFinite(value) && value > 0
        ? value
        : throw new ArgumentOutOfRangeException(argument, $"{value}", $"{argument} must be a finite number above 0; received {value}.");

    /// <summary>Rejection sampling: each element has its own random stream; the first proposal is nearly always accepted.</summary>
    private static double[] Gamma(Shape shape, double alpha, ulong key)
    {
        var values = new double[shape.Size];
        Array.Fill(values, -1);

        // For α below 1 a value of α + 1 is drawn and multiplied by a power of a uniform one.
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

using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glassbox.Backends.Cpu;

/// <summary>The error function erf(x) = 2/√π ∫₀ˣ e^(−t²) dt, to the precision of its type.</summary>
/// <remarks>
/// For float32 two polynomials do, which run through their functions at Chebyshev's points: erf(x)/x of x² up to 1, and −log(1 − erf(x)) of x − 2.5 from 1 to 4, behind which erf is one.
/// Source for float64: Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation 23 (1969).
/// </remarks>
internal static class ErrorFunction
{
    private static readonly double[] SmallP = [3.20937758913846947e03, 3.77485237685302021e02, 1.13864154151050156e02, 3.16112374387056560e00, 1.85777706184603153e-1];
    private static readonly double[] SmallQ = [2.84423683343917062e03, 1.28261652607737228e03, 2.44024637934444173e02, 2.36012909523441209e01, 1];
    private static readonly double[] MiddleP =
    [
        1.23033935479799725e03, 2.05107837782607147e03, 1.71204761263407058e03, 8.81952221241769090e02, 2.98635138197400131e02, 6.61191906371416295e01, 8.88314979438837594e00,
        5.64188496988670089e-1, 2.15311535474403846e-8,
    ];

    private static readonly double[] MiddleQ =
    [
        1.23033935480374942e03, 3.43936767414372164e03, 4.36261909014324716e03, 3.29079923573345963e03, 1.62138957456669019e03, 5.37181101862009858e02, 1.17693950891312499e02,
        1.57449261107098347e01, 1,
    ];

    private static readonly double[] LargeP = [6.58749161529837803e-4, 1.60837851487422766e-2, 1.25781726111229246e-1, 3.60344899949804439e-1, 3.05326634961232344e-1, 1.63153871373020978e-2];
    private static readonly double[] LargeQ = [2.33520497626869185e-3, 6.05183413124413191e-2, 5.27905102951428412e-1, 1.87295284992346725e00, 2.56852019228982242e00, 1];

    private static readonly float[] NearZero = [1.12837917f, -0.376126385f, 0.112837825f, -0.0268654307f, 0.00522103181f, -0.000848408039f, 0.000112659589f, -9.66704429e-06f];
    private static readonly float[] FromOne =
    [
        7.80681528f, 5.35268075f, 0.943893645f, 0.0108581129f, -0.00216516987f, 0.000420791651f, -7.73876036e-05f, 1.29256959e-05f, -1.61558115e-06f, 7.58268205e-08f,
    ];

    private const int Block = 256;

    /// <summary>y = erf(x), element by element.</summary>
    public static void Apply<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            ApplyToSingles(MemoryMarshal.Cast<T, float>(x), MemoryMarshal.Cast<T, float>(y));
        }
        else
        {
            ApplyToDoubles(MemoryMarshal.Cast<T, double>(x), MemoryMarshal.Cast<T, double>(y));
        }
    }

    [SkipLocalsInit]
    private static void ApplyToSingles(ReadOnlySpan<float> x, Span<float> y)
    {
        Span<float> values = stackalloc float[Block];
        Span<float> tails = stackalloc float[Block];
        for (var start = 0; start < x.Length; start += Block)
        {
            // Always whole blocks, so that an element is computed in the same way wherever it lies.
            var count = Math.Min(Block, x.Length - start);
            x.Slice(start, count).CopyTo(values);
            values[count..].Clear();
            for (var i = 0; i < Block; i += Vector<float>.Count)
            {
                var size = Vector.Min(Vector.Abs(new Vector<float>(values[i..])), new Vector<float>(4));
                (-Polynomial(FromOne, size - new Vector<float>(2.5f))).CopyTo(tails[i..]);
            }

            TensorPrimitives.Exp(tails, tails);
            for (var i = 0; i < Block; i += Vector<float>.Count)
            {
                var value = new Vector<float>(values[i..]);
                var (size, one) = (Vector.Abs(value), Vector<float>.One);
                var tail = Vector.ConditionalSelect(Vector.LessThan(size, new Vector<float>(4)), new Vector<float>(tails[i..]), Vector<float>.Zero);
                var result = Vector.ConditionalSelect(Vector.LessThanOrEqual(size, one), value * Polynomial(NearZero, value * value), Vector.CopySign(one - tail, value));
                Vector.ConditionalSelect(Vector.Equals(value, value), result, value).CopyTo(values[i..]);
            }

            values[..count].CopyTo(y[start..]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Polynomial(float[] coefficients, Vector<float> x)
    {
        var sum = new Vector<float>(coefficients[^1]);
        for (var i = coefficients.Length - 2; i >= 0; i--)
        {
            sum = FusedVector.MultiplyAdd(sum, x, new Vector<float>(coefficients[i]));
        }

        return sum;
    }

    [SkipLocalsInit]
    private static void ApplyToDoubles(ReadOnlySpan<double> x, Span<double> y)
    {
        Span<double> values = stackalloc double[Block];
        Span<double> bells = stackalloc double[Block];
        for (var start = 0; start < x.Length; start += Block)
        {
            // Always whole blocks, so that an element is computed in the same way wherever it lies.
            var count = Math.Min(Block, x.Length - start);
            x.Slice(start, count).CopyTo(values);
            values[count..].Clear();
            TensorPrimitives.Multiply(values, values, bells);
            TensorPrimitives.Negate(bells, bells);
            TensorPrimitives.Exp(bells, bells);
            for (var i = 0; i < Block; i += Vector<double>.Count)
            {
                Of(new Vector<double>(values[i..]), new Vector<double>(bells[i..])).CopyTo(values[i..]);
            }

            values[..count].CopyTo(y[start..]);
        }
    }

    /// <summary>erf(x) by the formulas of three ranges, with e^(−x²) given.</summary>
    private static Vector<double> Of(Vector<double> x, Vector<double> bell)
    {
        var (size, one) = (Vector.Abs(x), Vector<double>.One);
        var middle = bell * Ratio(MiddleP, MiddleQ, size);
        var inverse = one / (x * x);
        var large = bell / size * (new Vector<double>(1 / Math.Sqrt(Math.PI)) - (inverse * Ratio(LargeP, LargeQ, inverse)));
        var tail = Vector.ConditionalSelect(Vector.LessThanOrEqual(size, new Vector<double>(4)), middle, large);
        tail = Vector.ConditionalSelect(Vector.LessThanOrEqual(size, new Vector<double>(6)), tail, Vector<double>.Zero);
        var result = Vector.ConditionalSelect(Vector.LessThanOrEqual(size, new Vector<double>(0.46875)), x * Ratio(SmallP, SmallQ, x * x), Vector.CopySign(one - tail, x));
        return Vector.ConditionalSelect(Vector.Equals(x, x), result, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> Ratio(double[] p, double[] q, Vector<double> x)
    {
        var (above, below) = (new Vector<double>(p[^1]), new Vector<double>(q[^1]));
        for (var i = p.Length - 2; i >= 0; i--)
        {
            above = (above * x) + new Vector<double>(p[i]);
        }

        for (var i = q.Length - 2; i >= 0; i--)
        {
            below = (below * x) + new Vector<double>(q[i]);
        }

        return above / below;
    }
}

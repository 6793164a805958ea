using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>The error function erf(x) = 2/√π ∫₀ˣ e^(−t²) dt, to the precision of its type.</summary>
/// <remarks>
/// For float32 two polynomials do: erf(x)/x of x² up to 1, through Chebyshev's points, and (1 − erf(x)) · e^(x²) of x − 2.5 from 1 to 4, whose error counts as much as what e^(−x²) leaves of it;
/// behind that erf is one.
/// Source for float64: Cody, Rational Chebyshev approximations for the error function, Mathematics of Computation 23 (1969).
/// </remarks>
internal readonly struct ErrorFunction<T> : IVectorFunction<T> where T : struct, IFloatingPointIeee754<T>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x) => Of(x, Bell(x));

    /// <summary>e^(−x²).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Bell(Vector<T> x) => Exponential<T>.Of(-(x * x));

    /// <summary>erf(x), with e^(−x²) given.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Of(Vector<T> x, Vector<T> bell) =>
        typeof(T) == typeof(float) ? OfSingles(x.As<T, float>(), bell.As<T, float>()).As<float, T>() : OfDoubles(x.As<T, double>(), bell.As<T, double>()).As<double, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> OfSingles(Vector<float> x, Vector<float> bell)
    {
        var size = Vector.Abs(x);
        var square = x * x;
        var near = FusedVector.MultiplyAdd(square, new Vector<float>(-9.66704429e-06f), new Vector<float>(0.000112659589f));
        near = FusedVector.MultiplyAdd(near, square, new Vector<float>(-0.000848408039f));
        near = FusedVector.MultiplyAdd(near, square, new Vector<float>(0.00522103181f));
        near = FusedVector.MultiplyAdd(near, square, new Vector<float>(-0.0268654307f));
        near = FusedVector.MultiplyAdd(near, square, new Vector<float>(0.112837825f));
        near = FusedVector.MultiplyAdd(near, square, new Vector<float>(-0.376126385f));
        near = FusedVector.MultiplyAdd(near, square, new Vector<float>(1.12837917f)) * x;

        var place = Vector.MinNative(size, new Vector<float>(4)) - new Vector<float>(2.5f);
        var far = FusedVector.MultiplyAdd(place, new Vector<float>(8.36946274e-05f), new Vector<float>(8.65497568e-05f));
        far = FusedVector.MultiplyAdd(far, place, new Vector<float>(0.000220940638f));
        far = FusedVector.MultiplyAdd(far, place, new Vector<float>(-0.00101222447f));
        far = FusedVector.MultiplyAdd(far, place, new Vector<float>(0.00215666834f));
        far = FusedVector.MultiplyAdd(far, place, new Vector<float>(-0.00809490401f));
        far = FusedVector.MultiplyAdd(far, place, new Vector<float>(0.0249659158f));
        far = FusedVector.MultiplyAdd(far, place, new Vector<float>(-0.0743295699f));
        far = FusedVector.MultiplyAdd(far, place, new Vector<float>(0.210808009f));
        return Vector.ConditionalSelect(Vector.LessThanOrEqual(size, Vector<float>.One), near, Vector.CopySign(Vector<float>.One - (bell * far), x));
    }

    /// <summary>By the formulas of three ranges.</summary>
    private static Vector<double> OfDoubles(Vector<double> x, Vector<double> bell)
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

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The flush-to-zero thresholds of optimizers. Gradients of a converged model and moving averages of inactive units decay toward zero, and
/// a processor is several times slower for subnormal values (below 1.2e-38 for float). The thresholds leave a margin for products, and are
/// far below what could change a weight.
/// </summary>
internal static class FlushToZero
{
    /// <summary>The threshold for absolute values of gradients and their averages.</summary>
    public static T Value<T>() where T : INumber<T> => T.CreateChecked(typeof(T) == typeof(float) ? 1e-29 : 1e-280);

    /// <summary>
    /// The threshold for averages of squares: the root of smaller ones is negligible next to an epsilon of 1e-8 or more. For a smaller
    /// epsilon nothing is flushed.
    /// </summary>
    public static T Square<T>(T epsilon) where T : INumber<T> => SquareRoot(epsilon) * SquareRoot(epsilon);

    /// <summary>The smallest absolute value whose square is not flushed.</summary>
    public static T SquareRoot<T>(T epsilon)
        where T : INumber<T> => T.CreateChecked(double.CreateChecked(epsilon) < 1e-8 ? 0 : typeof(T) == typeof(float) ? 1e-15 : 1e-140);

    /// <summary>Returns x, or zero below the threshold. NaN is preserved.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Drop<V, T>(V x, V limit) where V : struct, IVector<V, T> where T : unmanaged => V.WhereLess(V.Abs(x), limit, V.Zero, x);
}

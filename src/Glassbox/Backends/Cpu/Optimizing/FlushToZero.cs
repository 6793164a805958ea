using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// What an optimizer takes for zero. Gradients of a model that has learned its data and averages of units that are silent shrink without
/// end, and a processor takes several times as long for numbers below the normal ones (1.2e-38 of float). The limits leave room above these
/// for what is multiplied with a value, and lie far below what could change a weight.
/// </summary>
internal static class FlushToZero
{
    /// <summary>The smallest absolute value of a gradient or of an average of gradients that counts.</summary>
    public static T Value<T>() where T : INumber<T> => T.CreateChecked(typeof(T) == typeof(float) ? 1e-29 : 1e-280);

    /// <summary>
    /// The smallest average of squares that counts: its root is lost beside an epsilon of 1e-8 or more. Beside a smaller one all count.
    /// </summary>
    public static T Square<T>(T epsilon) where T : INumber<T> => SquareRoot(epsilon) * SquareRoot(epsilon);

    /// <summary>The smallest absolute value whose square counts.</summary>
    public static T SquareRoot<T>(T epsilon)
        where T : INumber<T> => T.CreateChecked(double.CreateChecked(epsilon) < 1e-8 ? 0 : typeof(T) == typeof(float) ? 1e-15 : 1e-140);

    /// <summary>x, with zero in place of what lies below the limit. NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Drop<V, T>(V x, V limit) where V : struct, IVector<V, T> where T : unmanaged => V.WhereLess(V.Abs(x), limit, V.Zero, x);
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// What an optimizer takes for zero. Gradients of a model that has learned its data and averages of units that are silent shrink without end, and a processor takes several times as long for numbers below the
/// normal ones (1.2e-38 of float). The limits leave room above these for what is multiplied with a value, and lie far below what could change a weight.
/// </summary>
internal static class Negligible
{
    /// <summary>The smallest absolute value of a gradient or of an average of gradients that counts.</summary>
    public static Vector<T> Value<T>() where T : INumber<T> => new(T.CreateChecked(typeof(T) == typeof(float) ? 1e-29 : 1e-280));

    /// <summary>The smallest average of squares that counts: its root is lost beside an epsilon of 1e-8 or more. Beside a smaller one all count.</summary>
    public static Vector<T> Square<T>(T epsilon) where T : INumber<T> => new(Root(epsilon) * Root(epsilon));

    /// <summary>The smallest absolute value whose square counts.</summary>
    public static Vector<T> SquareRoot<T>(T epsilon) where T : INumber<T> => new(Root(epsilon));

    /// <summary>x, with zero in place of what lies below the limit. NaN stays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Drop<T>(Vector<T> x, Vector<T> limit) => Vector.ConditionalSelect(Vector.LessThan(Vector.Abs(x), limit), Vector<T>.Zero, x);

    private static T Root<T>(T epsilon) where T : INumber<T> => T.CreateChecked(double.CreateChecked(epsilon) < 1e-8 ? 0 : typeof(T) == typeof(float) ? 1e-15 : 1e-140);
}

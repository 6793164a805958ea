using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>a where b &gt; 0, else zero: relu's gradient in one vectorized pass.</summary>
internal readonly struct WherePositive<T> : IBinaryOperator<T> where T : struct, INumber<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        var i = 0;
        for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            var positive = Vector.GreaterThan(new Vector<T>(b[i..]), Vector<T>.Zero);
            Vector.ConditionalSelect(positive, new Vector<T>(a[i..]), Vector<T>.Zero).CopyTo(y[i..]);
        }

        for (; i < y.Length; i++)
        {
            y[i] = b[i] > T.Zero ? a[i] : T.Zero;
        }
    }

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y)
    {
        if (b > T.Zero)
        {
            a.CopyTo(y);
        }
        else
        {
            y.Clear();
        }
    }

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = b[i] > T.Zero ? a : T.Zero;
        }
    }
}

using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>A function of one number, for a vector of them.</summary>
internal interface IVectorFunction<T>
{
    static abstract Vector<T> Of(Vector<T> x);
}

/// <summary>A function of two numbers, for a vector of each.</summary>
internal interface IVectorOperator<T>
{
    static abstract Vector<T> Of(Vector<T> a, Vector<T> b);
}

/// <summary>Applies functions of vectors in one pass. What does not fill a vector goes through the same arithmetic, so that an element's result does not depend on where it lies.</summary>
internal static unsafe class VectorFunction
{
    /// <summary>y = f(x), element by element.</summary>
    public static void Run<T, TFunction>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged where TFunction : IVectorFunction<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        fixed (T* from = x, to = y)
        {
            var i = 0;
            for (; i <= x.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                TFunction.Of(Vector.Load(from + i)).Store(to + i);
            }

            for (; i < x.Length; i++)
            {
                to[i] = TFunction.Of(new Vector<T>(from[i]))[0];
            }
        }
    }
}

/// <summary>Turns a function of two vectors into one of rows.</summary>
internal readonly unsafe struct EachVectorOf<T, TOperator> : IBinaryOperator<T> where T : unmanaged where TOperator : IVectorOperator<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => Run(a, 1, b, 1, y);

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y) => Run(a, 1, [b], 0, y);

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y) => Run([a], 0, b, 1, y);

    private static void Run(ReadOnlySpan<T> a, int stepA, ReadOnlySpan<T> b, int stepB, Span<T> y)
    {
        fixed (T* left = a, right = b, to = y)
        {
            var i = 0;
            for (; i <= y.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                TOperator.Of(stepA == 0 ? new Vector<T>(*left) : Vector.Load(left + i), stepB == 0 ? new Vector<T>(*right) : Vector.Load(right + i)).Store(to + i);
            }

            for (; i < y.Length; i++)
            {
                to[i] = TOperator.Of(new Vector<T>(left[i * stepA]), new Vector<T>(right[i * stepB]))[0];
            }
        }
    }
}

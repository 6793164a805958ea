using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>A vectorized element-wise function of one operand.</summary>
internal interface IVectorFunction<T> where T : unmanaged
{
    static abstract V Of<V>(V x) where V : struct, IVector<V, T>;
}

/// <summary>A vectorized element-wise function of two operands.</summary>
internal interface IVectorOperator<T> where T : unmanaged
{
    static abstract V Of<V>(V a, V b) where V : struct, IVector<V, T>;
}

/// <summary>
/// Applies vectorized functions in one pass, with the widest vectors available. The remainder is padded to a full vector and goes through
/// the same arithmetic, so that an element's result does not depend on its position.
/// </summary>
internal static unsafe class VectorFunction
{
    /// <summary>y = f(x), element-wise.</summary>
    public static void Run<T, TFunction>(ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> where TFunction : IVectorFunction<T>
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(y.Length, x.Length);
        fixed (T* from = x, to = y)
        {
            switch (VectorWidth.Bits)
            {
                case 512: Run<T, V512<T>, TFunction>(from, to, y.Length, Memory.IsNonTemporal(to, y.Length)); break;
                case 256: Run<T, V256<T>, TFunction>(from, to, y.Length, Memory.IsNonTemporal(to, y.Length)); break;
                default: Run<T, V128<T>, TFunction>(from, to, y.Length, Memory.IsNonTemporal(to, y.Length)); break;
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(KernelCompilation.Options)]
    private static void Run<T, V, TFunction>(T* x, T* y, int length, bool past)
        where T : unmanaged where V : struct, IVector<V, T> where TFunction : IVectorFunction<T>
    {
        var i = 0;
        if (past)
        {
            for (; i <= length - V.Count; i += V.Count)
            {
                TFunction.Of(V.Load(x + i)).StorePast(y + i);
            }

            Memory.Fence();
        }

        for (; i <= length - V.Count; i += V.Count)
        {
            TFunction.Of(V.Load(x + i)).Store(y + i);
        }

        if (i < length)
        {
            // The remainder, padded to a full vector.
            var rest = stackalloc T[V.Count];
            new ReadOnlySpan<T>(x + i, length - i).CopyTo(new Span<T>(rest, V.Count));
            Run<T, V, TFunction>(rest, rest, V.Count, past: false);
            new ReadOnlySpan<T>(rest, length - i).CopyTo(new Span<T>(y + i, length - i));
        }
    }
}

/// <summary>Lifts a vectorized binary function to rows.</summary>
internal readonly unsafe struct EachVectorOf<T, TOperator> : IBinaryOperator<T>
    where T : unmanaged, IFloatingPointIeee754<T> where TOperator : IVectorOperator<T>
{
    public static void Run(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y) => Run(a, 1, b, 1, y);

    public static void Run(ReadOnlySpan<T> a, T b, Span<T> y) => Run(a, 1, [b], 0, y);

    public static void Run(T a, ReadOnlySpan<T> b, Span<T> y) => Run([a], 0, b, 1, y);

    private static void Run(ReadOnlySpan<T> a, int stepA, ReadOnlySpan<T> b, int stepB, Span<T> y)
    {
        fixed (T* left = a, right = b, to = y)
        {
            switch (VectorWidth.Bits)
            {
                case 512: Run<V512<T>>(left, stepA, right, stepB, to, y.Length, Memory.IsNonTemporal(to, y.Length)); break;
                case 256: Run<V256<T>>(left, stepA, right, stepB, to, y.Length, Memory.IsNonTemporal(to, y.Length)); break;
                default: Run<V128<T>>(left, stepA, right, stepB, to, y.Length, Memory.IsNonTemporal(to, y.Length)); break;
            }
        }
    }

    [SkipLocalsInit]
    [MethodImpl(KernelCompilation.Options)]
    private static void Run<V>(T* a, int stepA, T* b, int stepB, T* y, int length, bool past) where V : struct, IVector<V, T>
    {
        var i = 0;
        if (past)
        {
            for (; i <= length - V.Count; i += V.Count)
            {
                TOperator.Of(stepA == 0 ? V.All(*a) : V.Load(a + i), stepB == 0 ? V.All(*b) : V.Load(b + i)).StorePast(y + i);
            }

            Memory.Fence();
        }

        for (; i <= length - V.Count; i += V.Count)
        {
            TOperator.Of(stepA == 0 ? V.All(*a) : V.Load(a + i), stepB == 0 ? V.All(*b) : V.Load(b + i)).Store(y + i);
        }

        if (i < length)
        {
            // The remainder, padded to a full vector.
            var rest = stackalloc T[2 * V.Count];
            var restB = rest + V.Count;
            var count = length - i;
            new ReadOnlySpan<T>(a + (i * stepA), stepA == 0 ? 1 : count).CopyTo(new Span<T>(rest, V.Count));
            new ReadOnlySpan<T>(b + (i * stepB), stepB == 0 ? 1 : count).CopyTo(new Span<T>(restB, V.Count));
            Run<V>(rest, stepA, restB, stepB, restB, V.Count, past: false);
            new ReadOnlySpan<T>(restB, count).CopyTo(new Span<T>(y + i, count));
        }
    }
}

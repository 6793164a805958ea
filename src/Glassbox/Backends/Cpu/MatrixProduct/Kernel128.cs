using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The microkernel for 128-bit vectors: 4 rows by two vectors. Its 8 accumulators are what SSE's 16 registers take, and enough to hide the
/// latency of two multiply-add units; NEON runs it as well.
/// </summary>
/// <remarks>
/// The method makes no call and the accumulators are named locals on purpose: a call anywhere in it makes the compiler keep every accumulator
/// in memory. It is compiled with full optimization at once, because the first training steps would otherwise run the unoptimized code.
/// </remarks>
internal readonly unsafe struct Kernel128<T> : IMicroKernel<T> where T : unmanaged, INumber<T>
{
    public static int Rows => 4;

    public static int Columns => 2 * Vector128<T>.Count;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(int k, MatrixView<T> a, T* b, nint bRow, T* addend, nint addendRow, T* c, nint cRow)
    {
        Vector128<T> c0L = Vector128<T>.Zero, c0R = Vector128<T>.Zero;
        Vector128<T> c1L = Vector128<T>.Zero, c1R = Vector128<T>.Zero;
        Vector128<T> c2L = Vector128<T>.Zero, c2R = Vector128<T>.Zero;
        Vector128<T> c3L = Vector128<T>.Zero, c3R = Vector128<T>.Zero;

        // Base pointers with few offsets reach all 4 rows without an address register for each.
        nint row = a.Row, row2 = 2 * row, row3 = 3 * row, step = a.Column;
        var a0 = a.Start;
        for (; k > 0; k--)
        {
            var left = Vector128.Load(b);
            var right = Vector128.Load(b + Vector128<T>.Count);

            var x = Vector128.Create(*a0);
            c0L = FusedVector.MultiplyAdd(x, left, c0L);
            c0R = FusedVector.MultiplyAdd(x, right, c0R);

            x = Vector128.Create(a0[row]);
            c1L = FusedVector.MultiplyAdd(x, left, c1L);
            c1R = FusedVector.MultiplyAdd(x, right, c1R);

            x = Vector128.Create(a0[row2]);
            c2L = FusedVector.MultiplyAdd(x, left, c2L);
            c2R = FusedVector.MultiplyAdd(x, right, c2R);

            x = Vector128.Create(a0[row3]);
            c3L = FusedVector.MultiplyAdd(x, left, c3L);
            c3R = FusedVector.MultiplyAdd(x, right, c3R);

            a0 += step;
            b += bRow;
        }

        (c0L + Vector128.Load(addend)).Store(c);
        (c0R + Vector128.Load(addend + Vector128<T>.Count)).Store(c + Vector128<T>.Count);

        addend += addendRow;
        c += cRow;
        (c1L + Vector128.Load(addend)).Store(c);
        (c1R + Vector128.Load(addend + Vector128<T>.Count)).Store(c + Vector128<T>.Count);

        addend += addendRow;
        c += cRow;
        (c2L + Vector128.Load(addend)).Store(c);
        (c2R + Vector128.Load(addend + Vector128<T>.Count)).Store(c + Vector128<T>.Count);

        addend += addendRow;
        c += cRow;
        (c3L + Vector128.Load(addend)).Store(c);
        (c3R + Vector128.Load(addend + Vector128<T>.Count)).Store(c + Vector128<T>.Count);
    }
}

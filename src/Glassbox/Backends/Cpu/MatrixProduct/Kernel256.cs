using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The microkernel for 256-bit vectors (AVX2): 6 rows by two vectors. 12 accumulators, the two vectors of b and one repeated element of a fill
/// 15 of the 16 registers.
/// </summary>
/// <remarks>
/// The method makes no call and the accumulators are named locals on purpose: a call anywhere in it makes the compiler keep every accumulator
/// in memory. It is compiled with full optimization at once, because the first training steps would otherwise run the unoptimized code.
/// </remarks>
internal readonly unsafe struct Kernel256<T> : IMicroKernel<T> where T : unmanaged, INumber<T>
{
    public static int Rows => 6;

    public static int Columns => 2 * Vector256<T>.Count;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(int k, MatrixView<T> a, T* b, nint bRow, T* addend, nint addendRow, T* c, nint cRow)
    {
        Vector256<T> c0L = Vector256<T>.Zero, c0R = Vector256<T>.Zero;
        Vector256<T> c1L = Vector256<T>.Zero, c1R = Vector256<T>.Zero;
        Vector256<T> c2L = Vector256<T>.Zero, c2R = Vector256<T>.Zero;
        Vector256<T> c3L = Vector256<T>.Zero, c3R = Vector256<T>.Zero;
        Vector256<T> c4L = Vector256<T>.Zero, c4R = Vector256<T>.Zero;
        Vector256<T> c5L = Vector256<T>.Zero, c5R = Vector256<T>.Zero;

        // Base pointers with few offsets reach all 6 rows without an address register for each.
        nint row = a.Row, row2 = 2 * row, step = a.Column;
        var a0 = a.Start;
        var a3 = a.Start + (3 * row);
        for (; k > 0; k--)
        {
            var left = Vector256.Load(b);
            var right = Vector256.Load(b + Vector256<T>.Count);

            var x = Vector256.Create(*a0);
            c0L = FusedVector.MultiplyAdd(x, left, c0L);
            c0R = FusedVector.MultiplyAdd(x, right, c0R);

            x = Vector256.Create(a0[row]);
            c1L = FusedVector.MultiplyAdd(x, left, c1L);
            c1R = FusedVector.MultiplyAdd(x, right, c1R);

            x = Vector256.Create(a0[row2]);
            c2L = FusedVector.MultiplyAdd(x, left, c2L);
            c2R = FusedVector.MultiplyAdd(x, right, c2R);

            x = Vector256.Create(*a3);
            c3L = FusedVector.MultiplyAdd(x, left, c3L);
            c3R = FusedVector.MultiplyAdd(x, right, c3R);

            x = Vector256.Create(a3[row]);
            c4L = FusedVector.MultiplyAdd(x, left, c4L);
            c4R = FusedVector.MultiplyAdd(x, right, c4R);

            x = Vector256.Create(a3[row2]);
            c5L = FusedVector.MultiplyAdd(x, left, c5L);
            c5R = FusedVector.MultiplyAdd(x, right, c5R);

            a0 += step;
            a3 += step;
            b += bRow;
        }

        (c0L + Vector256.Load(addend)).Store(c);
        (c0R + Vector256.Load(addend + Vector256<T>.Count)).Store(c + Vector256<T>.Count);

        addend += addendRow;
        c += cRow;
        (c1L + Vector256.Load(addend)).Store(c);
        (c1R + Vector256.Load(addend + Vector256<T>.Count)).Store(c + Vector256<T>.Count);

        addend += addendRow;
        c += cRow;
        (c2L + Vector256.Load(addend)).Store(c);
        (c2R + Vector256.Load(addend + Vector256<T>.Count)).Store(c + Vector256<T>.Count);

        addend += addendRow;
        c += cRow;
        (c3L + Vector256.Load(addend)).Store(c);
        (c3R + Vector256.Load(addend + Vector256<T>.Count)).Store(c + Vector256<T>.Count);

        addend += addendRow;
        c += cRow;
        (c4L + Vector256.Load(addend)).Store(c);
        (c4R + Vector256.Load(addend + Vector256<T>.Count)).Store(c + Vector256<T>.Count);

        addend += addendRow;
        c += cRow;
        (c5L + Vector256.Load(addend)).Store(c);
        (c5R + Vector256.Load(addend + Vector256<T>.Count)).Store(c + Vector256<T>.Count);
    }
}

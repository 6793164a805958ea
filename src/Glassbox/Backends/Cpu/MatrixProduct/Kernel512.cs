using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The microkernel for 512-bit vectors (AVX-512): 12 rows by two vectors. 24 accumulators, the two vectors of b and one repeated element of a
/// fill 27 of the 32 registers.
/// </summary>
/// <remarks>
/// The method makes no call and the accumulators are named locals on purpose: a call anywhere in it makes the compiler keep every accumulator
/// in memory. It is compiled with full optimization at once, because the first training steps would otherwise run the unoptimized code.
/// </remarks>
internal readonly unsafe struct Kernel512<T> : IMicroKernel<T> where T : unmanaged, INumber<T>
{
    public static int Rows => 12;

    public static int Columns => 2 * Vector512<T>.Count;

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    public static void Run(int k, MatrixView<T> a, T* b, nint bRow, T* addend, nint addendRow, T* c, nint cRow)
    {
        Vector512<T> c0L = Vector512<T>.Zero, c0R = Vector512<T>.Zero;
        Vector512<T> c1L = Vector512<T>.Zero, c1R = Vector512<T>.Zero;
        Vector512<T> c2L = Vector512<T>.Zero, c2R = Vector512<T>.Zero;
        Vector512<T> c3L = Vector512<T>.Zero, c3R = Vector512<T>.Zero;
        Vector512<T> c4L = Vector512<T>.Zero, c4R = Vector512<T>.Zero;
        Vector512<T> c5L = Vector512<T>.Zero, c5R = Vector512<T>.Zero;
        Vector512<T> c6L = Vector512<T>.Zero, c6R = Vector512<T>.Zero;
        Vector512<T> c7L = Vector512<T>.Zero, c7R = Vector512<T>.Zero;
        Vector512<T> c8L = Vector512<T>.Zero, c8R = Vector512<T>.Zero;
        Vector512<T> c9L = Vector512<T>.Zero, c9R = Vector512<T>.Zero;
        Vector512<T> c10L = Vector512<T>.Zero, c10R = Vector512<T>.Zero;
        Vector512<T> c11L = Vector512<T>.Zero, c11R = Vector512<T>.Zero;

        // Base pointers with few offsets reach all 12 rows without an address register for each.
        nint row = a.Row, row2 = 2 * row, row3 = 3 * row, step = a.Column;
        var a0 = a.Start;
        var a4 = a.Start + (4 * row);
        var a8 = a.Start + (8 * row);
        for (; k > 0; k--)
        {
            var left = Vector512.Load(b);
            var right = Vector512.Load(b + Vector512<T>.Count);

            var x = Vector512.Create(*a0);
            c0L = FusedVector.MultiplyAdd(x, left, c0L);
            c0R = FusedVector.MultiplyAdd(x, right, c0R);

            x = Vector512.Create(a0[row]);
            c1L = FusedVector.MultiplyAdd(x, left, c1L);
            c1R = FusedVector.MultiplyAdd(x, right, c1R);

            x = Vector512.Create(a0[row2]);
            c2L = FusedVector.MultiplyAdd(x, left, c2L);
            c2R = FusedVector.MultiplyAdd(x, right, c2R);

            x = Vector512.Create(a0[row3]);
            c3L = FusedVector.MultiplyAdd(x, left, c3L);
            c3R = FusedVector.MultiplyAdd(x, right, c3R);

            x = Vector512.Create(*a4);
            c4L = FusedVector.MultiplyAdd(x, left, c4L);
            c4R = FusedVector.MultiplyAdd(x, right, c4R);

            x = Vector512.Create(a4[row]);
            c5L = FusedVector.MultiplyAdd(x, left, c5L);
            c5R = FusedVector.MultiplyAdd(x, right, c5R);

            x = Vector512.Create(a4[row2]);
            c6L = FusedVector.MultiplyAdd(x, left, c6L);
            c6R = FusedVector.MultiplyAdd(x, right, c6R);

            x = Vector512.Create(a4[row3]);
            c7L = FusedVector.MultiplyAdd(x, left, c7L);
            c7R = FusedVector.MultiplyAdd(x, right, c7R);

            x = Vector512.Create(*a8);
            c8L = FusedVector.MultiplyAdd(x, left, c8L);
            c8R = FusedVector.MultiplyAdd(x, right, c8R);

            x = Vector512.Create(a8[row]);
            c9L = FusedVector.MultiplyAdd(x, left, c9L);
            c9R = FusedVector.MultiplyAdd(x, right, c9R);

            x = Vector512.Create(a8[row2]);
            c10L = FusedVector.MultiplyAdd(x, left, c10L);
            c10R = FusedVector.MultiplyAdd(x, right, c10R);

            x = Vector512.Create(a8[row3]);
            c11L = FusedVector.MultiplyAdd(x, left, c11L);
            c11R = FusedVector.MultiplyAdd(x, right, c11R);

            a0 += step;
            a4 += step;
            a8 += step;
            b += bRow;
        }

        (c0L + Vector512.Load(addend)).Store(c);
        (c0R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c1L + Vector512.Load(addend)).Store(c);
        (c1R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c2L + Vector512.Load(addend)).Store(c);
        (c2R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c3L + Vector512.Load(addend)).Store(c);
        (c3R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c4L + Vector512.Load(addend)).Store(c);
        (c4R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c5L + Vector512.Load(addend)).Store(c);
        (c5R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c6L + Vector512.Load(addend)).Store(c);
        (c6R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c7L + Vector512.Load(addend)).Store(c);
        (c7R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c8L + Vector512.Load(addend)).Store(c);
        (c8R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c9L + Vector512.Load(addend)).Store(c);
        (c9R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c10L + Vector512.Load(addend)).Store(c);
        (c10R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);

        addend += addendRow;
        c += cRow;
        (c11L + Vector512.Load(addend)).Store(c);
        (c11R + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);
    }
}

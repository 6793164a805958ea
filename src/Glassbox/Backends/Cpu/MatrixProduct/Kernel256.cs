using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The microkernel for 256-bit vectors (AVX2): up to 6 rows by two vectors. 12 accumulators, the two vectors of b and one repeated element
/// of a fill 15 of the 16 registers.
/// </summary>
/// <remarks>
/// After inlining, a tile's method makes no call and its accumulators are named locals, on purpose: a call anywhere in it makes the
/// compiler keep every accumulator in memory. It is compiled with full optimization at once, because the first training steps would
/// otherwise run the unoptimized code; for each number of rows and of vectors once, so that what a smaller tile does not need is not there.
/// The loop over the tiles is in here as well: a call for each was measured to cost as much as a dozen steps of k.
/// </remarks>
internal readonly unsafe struct Kernel256<T> : IMicroKernel<T> where T : unmanaged, INumber<T>
{
    public static int Rows => 6;

    public static int VectorLength => Vector256<T>.Count;

    public static void Run(int tiles, int rows, int vectors, int k, MatrixView<T> a, nint nextTile, T* b, nint bRow, T* addend,
        nint addendRow, T* c, nint cRow)
    {
        if (vectors == 2)
        {
            Run<Two>(tiles, rows, k, a, nextTile, b, bRow, addend, addendRow, c, cRow);
        }
        else
        {
            Run<One>(tiles, rows, k, a, nextTile, b, bRow, addend, addendRow, c, cRow);
        }
    }

    private static void Run<TVectors>(int tiles, int rows, int k, MatrixView<T> a, nint nextTile, T* b, nint bRow, T* addend,
        nint addendRow, T* c, nint cRow) where TVectors : IConstant
    {
        switch (rows)
        {
            case 6: Tile<Six, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 5: Tile<Five, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 4: Tile<Four, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 3: Tile<Three, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 2: Tile<Two, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            default: Tile<One, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(KernelCompilation.Options)]
    private static void Tile<TRows, TVectors>(int tiles, int depth, MatrixView<T> a, nint nextTile, T* firstB, nint bRow, T* addend,
        nint addendRow, T* c, nint cRow)
        where TRows : IConstant
        where TVectors : IConstant
    {
        // Base pointers with few offsets reach all 6 rows without an address register for each.
        nint row = a.Row, row2 = 2 * row, step = a.Column;
        var start = a.Start;
        for (; tiles > 0; tiles--)
        {
            Vector256<T> c0L = Vector256<T>.Zero, c0R = Vector256<T>.Zero;
            Vector256<T> c1L = Vector256<T>.Zero, c1R = Vector256<T>.Zero;
            Vector256<T> c2L = Vector256<T>.Zero, c2R = Vector256<T>.Zero;
            Vector256<T> c3L = Vector256<T>.Zero, c3R = Vector256<T>.Zero;
            Vector256<T> c4L = Vector256<T>.Zero, c4R = Vector256<T>.Zero;
            Vector256<T> c5L = Vector256<T>.Zero, c5R = Vector256<T>.Zero;

            var a0 = start;
            var a3 = start + (3 * row);
            var b = firstB;
            for (var k = depth; k > 0; k--)
            {
                var left = Vector256.Load(b);
                var right = TVectors.Value > 1 ? Vector256.Load(b + Vector256<T>.Count) : Vector256<T>.Zero;
                Accumulate<TVectors>(*a0, left, right, ref c0L, ref c0R);
                if (TRows.Value > 1)
                {
                    Accumulate<TVectors>(a0[row], left, right, ref c1L, ref c1R);
                }

                if (TRows.Value > 2)
                {
                    Accumulate<TVectors>(a0[row2], left, right, ref c2L, ref c2R);
                }

                if (TRows.Value > 3)
                {
                    Accumulate<TVectors>(*a3, left, right, ref c3L, ref c3R);
                }

                if (TRows.Value > 4)
                {
                    Accumulate<TVectors>(a3[row], left, right, ref c4L, ref c4R);
                }

                if (TRows.Value > 5)
                {
                    Accumulate<TVectors>(a3[row2], left, right, ref c5L, ref c5R);
                }

                a0 += step;
                a3 += step;
                b += bRow;
            }

            Store<TVectors>(c0L, c0R, addend, c);
            if (TRows.Value > 1)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c1L, c1R, addend, c);
            }

            if (TRows.Value > 2)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c2L, c2R, addend, c);
            }

            if (TRows.Value > 3)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c3L, c3R, addend, c);
            }

            if (TRows.Value > 4)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c4L, c4R, addend, c);
            }

            if (TRows.Value > 5)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c5L, c5R, addend, c);
            }

            addend += addendRow;
            c += cRow;
            start += nextTile;
        }
    }

    /// <summary>One row of the tile takes its element of a times the row of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<TVectors>(T element, Vector256<T> left, Vector256<T> right, ref Vector256<T> sumLeft,
        ref Vector256<T> sumRight) where TVectors : IConstant
    {
        var x = Vector256.Create(element);
        sumLeft = FusedVector.MultiplyAdd(x, left, sumLeft);
        if (TVectors.Value > 1)
        {
            sumRight = FusedVector.MultiplyAdd(x, right, sumRight);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(Vector256<T> left, Vector256<T> right, T* addend, T* c) where TVectors : IConstant
    {
        (left + Vector256.Load(addend)).Store(c);
        if (TVectors.Value > 1)
        {
            (right + Vector256.Load(addend + Vector256<T>.Count)).Store(c + Vector256<T>.Count);
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The microkernel for 512-bit vectors (AVX-512): up to 12 rows by two vectors. 24 accumulators, the two vectors of b and one repeated
/// element of a fill 27 of the 32 registers.
/// </summary>
/// <remarks>
/// After inlining, a tile's method makes no call and its accumulators are named locals, on purpose: a call anywhere in it makes the
/// compiler keep every accumulator in memory. It is compiled with full optimization at once, because the first training steps would
/// otherwise run the unoptimized code; for each number of rows and of vectors once, so that what a smaller tile does not need is not there.
/// The loop over the tiles is in here as well: a call for each was measured to cost as much as a dozen steps of k.
/// </remarks>
internal readonly unsafe struct Kernel512<T> : IMicroKernel<T> where T : unmanaged, INumber<T>
{
    public static int Rows => 12;

    public static int VectorLength => Vector512<T>.Count;

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
            case 12: Tile<Twelve, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 11: Tile<Eleven, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 10: Tile<Ten, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 9: Tile<Nine, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 8: Tile<Eight, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 7: Tile<Seven, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
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
        // Base pointers with few offsets reach all 12 rows without an address register for each.
        nint row = a.Row, row2 = 2 * row, row3 = 3 * row, step = a.Column;
        var start = a.Start;
        for (; tiles > 0; tiles--)
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

            var a0 = start;
            var a4 = start + (4 * row);
            var a8 = start + (8 * row);
            var b = firstB;
            for (var k = depth; k > 0; k--)
            {
                var left = Vector512.Load(b);
                var right = TVectors.Value > 1 ? Vector512.Load(b + Vector512<T>.Count) : Vector512<T>.Zero;
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
                    Accumulate<TVectors>(a0[row3], left, right, ref c3L, ref c3R);
                }

                if (TRows.Value > 4)
                {
                    Accumulate<TVectors>(*a4, left, right, ref c4L, ref c4R);
                }

                if (TRows.Value > 5)
                {
                    Accumulate<TVectors>(a4[row], left, right, ref c5L, ref c5R);
                }

                if (TRows.Value > 6)
                {
                    Accumulate<TVectors>(a4[row2], left, right, ref c6L, ref c6R);
                }

                if (TRows.Value > 7)
                {
                    Accumulate<TVectors>(a4[row3], left, right, ref c7L, ref c7R);
                }

                if (TRows.Value > 8)
                {
                    Accumulate<TVectors>(*a8, left, right, ref c8L, ref c8R);
                }

                if (TRows.Value > 9)
                {
                    Accumulate<TVectors>(a8[row], left, right, ref c9L, ref c9R);
                }

                if (TRows.Value > 10)
                {
                    Accumulate<TVectors>(a8[row2], left, right, ref c10L, ref c10R);
                }

                if (TRows.Value > 11)
                {
                    Accumulate<TVectors>(a8[row3], left, right, ref c11L, ref c11R);
                }

                a0 += step;
                a4 += step;
                a8 += step;
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

            if (TRows.Value > 6)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c6L, c6R, addend, c);
            }

            if (TRows.Value > 7)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c7L, c7R, addend, c);
            }

            if (TRows.Value > 8)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c8L, c8R, addend, c);
            }

            if (TRows.Value > 9)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c9L, c9R, addend, c);
            }

            if (TRows.Value > 10)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c10L, c10R, addend, c);
            }

            if (TRows.Value > 11)
            {
                addend += addendRow;
                c += cRow;
                Store<TVectors>(c11L, c11R, addend, c);
            }

            addend += addendRow;
            c += cRow;
            start += nextTile;
        }
    }

    /// <summary>One row of the tile takes its element of a times the row of b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<TVectors>(T element, Vector512<T> left, Vector512<T> right, ref Vector512<T> sumLeft,
        ref Vector512<T> sumRight) where TVectors : IConstant
    {
        var x = Vector512.Create(element);
        sumLeft = FusedVector.MultiplyAdd(x, left, sumLeft);
        if (TVectors.Value > 1)
        {
            sumRight = FusedVector.MultiplyAdd(x, right, sumRight);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(Vector512<T> left, Vector512<T> right, T* addend, T* c) where TVectors : IConstant
    {
        (left + Vector512.Load(addend)).Store(c);
        if (TVectors.Value > 1)
        {
            (right + Vector512.Load(addend + Vector512<T>.Count)).Store(c + Vector512<T>.Count);
        }
    }
}

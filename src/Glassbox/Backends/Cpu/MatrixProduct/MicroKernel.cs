using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The GEMM microkernel: a register tile of up to <see cref="IProductVector{TSelf, T}.TileRows"/> rows by two vectors, which leaves
/// registers for the two vectors of b and one broadcast element of a.
/// </summary>
/// <remarks>
/// After inlining, a tile's method makes no calls and its accumulators are named locals: any call would make the JIT spill every
/// accumulator. It is compiled with AggressiveOptimization, because the first training steps would otherwise run unoptimized code, and is
/// specialized for each number of rows and vectors. The loop over the tiles is inside: the overhead of a call per tile was measured to
/// equal a dozen steps of k.
/// </remarks>
internal readonly unsafe struct MicroKernel<V, T> : IMicroKernel<T>
    where V : struct, IProductVector<V, T>
    where T : unmanaged, INumber<T>
{
    public static int Rows => V.TileRows;

    public static int VectorLength => V.Count;

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
            case 12 when V.TileRows >= 12: Tile<Twelve, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 11 when V.TileRows >= 11: Tile<Eleven, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 10 when V.TileRows >= 10: Tile<Ten, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 9 when V.TileRows >= 9: Tile<Nine, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 8 when V.TileRows >= 8: Tile<Eight, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 7 when V.TileRows >= 7: Tile<Seven, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 6 when V.TileRows >= 6: Tile<Six, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
            case 5 when V.TileRows >= 5: Tile<Five, TVectors>(tiles, k, a, nextTile, b, bRow, addend, addendRow, c, cRow); break;
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
        // Base pointers with few offsets address all rows without a register for each.
        nint row = a.Row, row2 = 2 * row, row3 = 3 * row, step = a.Column;
        var start = a.Start;
        for (; tiles > 0; tiles--)
        {
            V c0L = V.Zero, c0R = V.Zero;
            V c1L = V.Zero, c1R = V.Zero;
            V c2L = V.Zero, c2R = V.Zero;
            V c3L = V.Zero, c3R = V.Zero;
            V c4L = V.Zero, c4R = V.Zero;
            V c5L = V.Zero, c5R = V.Zero;
            V c6L = V.Zero, c6R = V.Zero;
            V c7L = V.Zero, c7R = V.Zero;
            V c8L = V.Zero, c8R = V.Zero;
            V c9L = V.Zero, c9R = V.Zero;
            V c10L = V.Zero, c10R = V.Zero;
            V c11L = V.Zero, c11R = V.Zero;

            T* a0 = start, a4 = start + (4 * row), a8 = start + (8 * row);
            var b = firstB;
            for (var k = depth; k > 0; k--)
            {
                var left = V.Load(b);
                var right = TVectors.Value > 1 ? V.Load(b + V.Count) : V.Zero;
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

    /// <summary>Accumulates a broadcast element of a times the row of b into one row of the tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate<TVectors>(T element, V left, V right, ref V sumLeft, ref V sumRight) where TVectors : IConstant
    {
        var x = V.All(element);
        sumLeft = V.MultiplyAdd(x, left, sumLeft);
        if (TVectors.Value > 1)
        {
            sumRight = V.MultiplyAdd(x, right, sumRight);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TVectors>(V left, V right, T* addend, T* c) where TVectors : IConstant
    {
        (left + V.Load(addend)).Store(c);
        if (TVectors.Value > 1)
        {
            (right + V.Load(addend + V.Count)).Store(c + V.Count);
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The tiled product of one part of the result (after Goto and BLIS). k is cut into stretches and the rows into blocks that fit the caches; for each of them the operands' strips are packed into
/// panels, and the microkernel computes the block tile by tile, one panel of a against one of b.
/// </summary>
/// <remarks>
/// An element is the sum of its stretches' sums, whichever block or tile it lies in: how the result is cut into parts and blocks never changes a bit.
/// </remarks>
internal static unsafe class TiledProduct<T, TKernel>
    where T : unmanaged, INumber<T>
    where TKernel : IMicroKernel<T>
{
    /// <summary>Bytes of one lane of a panel along k: 32 of them, the widest panel of b, stay in a first-level cache of 48 KB together with a panel of a.</summary>
    private const int LaneBytes = 1024;

    /// <summary>Rows of a block: its packed part of a and of the result stay in the second-level cache.</summary>
    private const int BlockRows = 144;

    /// <summary>The most elements of b that are packed at a time, and kept for all blocks of rows where k is not too long for that.</summary>
    private const int PackedLimit = 2 * 1024 * 1024;

    /// <summary>An operand is packed if more than so many rows, or columns, of the other one meet it; b also where its rows are not contiguous, as the microkernel needs them.</summary>
    private const int PackBeyond = 48;

    private static int Columns => 2 * TKernel.VectorLength;

    /// <summary>c = a·b (+ bias on every row unless null), for a of m × k and b of k × n, k > 0. With relu, negative elements become zero.</summary>
    public static void Multiply(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* bias, MatrixView<T> c, bool relu)
    {
        var depth = Math.Min(k, RoundUp(Ceiling(k, Ceiling(k, LaneBytes / sizeof(T))), TKernel.VectorLength));
        var blockRows = Math.Min(RoundUp(m, TKernel.Rows), BlockRows);
        var keepsB = m > blockRows && (long)k * Columns <= PackedLimit;
        var depthOfB = keepsB ? RoundUp(k, depth) : depth;
        var blockColumns = Math.Min(RoundUp(n, Columns), Math.Max(1, PackedLimit / depthOfB / Columns) * Columns);

        var zeros = PackBuffer<T>.Get(Columns + (blockColumns * depthOfB) + (blockRows * depth));
        new Span<T>(zeros, Columns).Clear();
        var packedB = zeros + Columns;
        var packedA = packedB + (blockColumns * depthOfB);

        for (var column = 0; column < n; column += blockColumns)
        {
            var width = Math.Min(blockColumns, n - column);
            for (var row = 0; row < m; row += blockRows)
            {
                var height = Math.Min(blockRows, m - row);
                for (var p = 0; p < k; p += depth)
                {
                    var stretch = Math.Min(depth, k - p);
                    var panelsB = new Panels<T>(
                        b.From(p, column).Transposed(), width, stretch, Columns, b.Column == 1 && m <= PackBeyond ? width / Columns : 0, packedB + (keepsB ? p * blockColumns : 0));
                    if (row == 0 || !keepsB)
                    {
                        panelsB.Pack();
                    }

                    var panelsA = new Panels<T>(a.From(row, p), height, stretch, TKernel.Rows, n <= PackBeyond ? int.MaxValue : 0, packedA);
                    panelsA.Pack();

                    var tiles = c.From(row, column);
                    var addend = p > 0 ? tiles : bias != null ? new(bias + column, 0, 1) : new(zeros, 0, 0);
                    Compute(stretch, panelsA, panelsB, addend, tiles, relu && p + stretch == k);
                }
            }
        }
    }

    private static void Compute(int depth, Panels<T> panelsA, Panels<T> panelsB, MatrixView<T> addend, MatrixView<T> c, bool relu)
    {
        for (var panelB = 0; panelB < panelsB.Count; panelB++)
        {
            var columns = panelsB.Filled(panelB);
            var vectors = columns > TKernel.VectorLength ? 2 : 1;
            var viewB = panelsB.At(panelB);
            for (var panelA = 0; panelA < panelsA.Count; panelA++)
            {
                var rows = panelsA.Filled(panelA);
                var viewA = panelsA.At(panelA);
                var (row, column) = (panelA * TKernel.Rows, panelB * Columns);
                var tile = c.At(row, column);
                if (columns == vectors * TKernel.VectorLength)
                {
                    TKernel.Run(rows, vectors, depth, viewA, viewB.Start, viewB.Column, addend.At(row, column), addend.Row, tile, c.Row);
                }
                else
                {
                    ComputeEdge(rows, columns, vectors, depth, viewA, viewB, addend.From(row, column), tile, c.Row);
                }

                // The tile is still in the first-level cache; the microkernel itself must stay free of calls and branches.
                if (relu)
                {
                    Rectifier.Tile(tile, rows, columns, c.Row);
                }
            }
        }
    }

    /// <summary>Lets the microkernel write whole vectors into a scratch tile, and copies the columns that belong to c.</summary>
    [SkipLocalsInit]
    private static void ComputeEdge(int rows, int columns, int vectors, int depth, MatrixView<T> viewA, MatrixView<T> viewB, MatrixView<T> addend, T* tile, nint tileRow)
    {
        var scratch = stackalloc T[TKernel.Rows * Columns];
        var start = stackalloc T[TKernel.Rows * Columns];
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                start[(i * Columns) + j] = *addend.At(i, j);
            }
        }

        TKernel.Run(rows, vectors, depth, viewA, viewB.Start, viewB.Column, start, Columns, scratch, Columns);
        for (var i = 0; i < rows; i++)
        {
            new ReadOnlySpan<T>(scratch + (i * Columns), columns).CopyTo(new Span<T>(tile + (i * tileRow), columns));
        }
    }

    private static int Ceiling(int value, int divisor) => (int)(((long)value + divisor - 1) / divisor);

    private static int RoundUp(int value, int multiple) => Ceiling(value, multiple) * multiple;
}

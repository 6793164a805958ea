using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The tiled GEMM of one partition of the result (after Goto and BLIS). k is divided into KC slices and the rows into MC blocks that fit
/// the caches; within them the operands are divided into panels, packed where that pays off, and the microkernel computes the block tile by
/// tile.
/// </summary>
/// <remarks>
/// An element is the sum of its slices' partial sums, whichever block or tile it belongs to: partitioning and blocking never change a bit.
/// </remarks>
internal static unsafe class TiledProduct<T, TKernel>
    where T : unmanaged, INumber<T>
    where TKernel : IMicroKernel<T>
{
    /// <summary>
    /// Bytes of one row of a panel along k (KC in bytes): 12 rows, the widest panel of a, stay in the L1 cache, and 32, the widest panel of
    /// b, in L2.
    /// </summary>
    private const int LaneBytes = 2048;

    /// <summary>Bytes of a per block of rows, which stay in the L2 cache.</summary>
    private const int BlockBytes = 400 * 1024;

    /// <summary>The maximum number of rows per block (MC): that many rows of one panel of the result stay in the L2 cache.</summary>
    private const int MostRows = 1008;

    /// <summary>
    /// The maximum number of elements of b packed at a time, which are reused by all blocks of rows unless k is too long.
    /// </summary>
    private const int PackedLimit = 2 * 1024 * 1024;

    /// <summary>
    /// The row stride in bytes, and its multiples, that causes conflict misses: such rows map to the same few cache sets.
    /// </summary>
    private const int CrowdedBytes = 4096;

    /// <summary>
    /// Rows of a with conflict misses are packed only for more than this many columns of b, and those of b only for more than this many
    /// rows of a.
    /// </summary>
    private const int PackBeyondColumns = 48;
    private const int PackBeyondRows = 144;

    private static int Columns => 2 * TKernel.VectorLength;

    /// <summary>c = a·b (+ bias on every row unless null), for a of m × k and b of k × n, k > 0, with relu as optional epilogue.</summary>
    public static void Multiply(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* bias, MatrixView<T> c, bool relu)
    {
        var depth = Math.Min(k, RoundUp(Ceiling(k, Ceiling(k, LaneBytes / sizeof(T))), TKernel.VectorLength));
        var blockRows = Math.Min(RoundUp(m, TKernel.Rows),
            Math.Clamp(BlockBytes / sizeof(T) / depth / TKernel.Rows * TKernel.Rows, TKernel.Rows, MostRows));
        var keepsB = m > blockRows && (long)k * Columns <= PackedLimit;
        var depthOfB = keepsB ? RoundUp(k, depth) : depth;
        var blockColumns = Math.Min(RoundUp(n, Columns), Math.Max(1, PackedLimit / depthOfB / Columns) * Columns);

        // The microkernel needs contiguous rows of b. Even rows with conflict misses are packed only if they are reused. Of an operand read
        // in place, only b's last panel is packed, if it is not a multiple of the vector width.
        var inPlaceA = n <= PackBeyondColumns || !Crowded(a.Row == 1 ? a.Column : a.Row);
        var inPlaceB = b.Column == 1 && (m <= PackBeyondRows || !Crowded(b.Row));
        var packedColumns = inPlaceB ? Columns : blockColumns;

        var (elementsOfA, elementsOfB) = (inPlaceA ? 0 : blockRows * depth, packedColumns * depthOfB);
        var zeros = PackBuffer<T>.Get(Columns + elementsOfB + elementsOfA + (n % TKernel.VectorLength == 0 ? 0 : blockRows * Columns));
        new Span<T>(zeros, Columns).Clear();
        var packedB = zeros + Columns;
        var packedA = packedB + elementsOfB;
        var scratch = packedA + elementsOfA;

        for (var column = 0; column < n; column += blockColumns)
        {
            var width = Math.Min(blockColumns, n - column);
            for (var row = 0; row < m; row += blockRows)
            {
                var height = Math.Min(blockRows, m - row);
                for (var p = 0; p < k; p += depth)
                {
                    var stretch = Math.Min(depth, k - p);
                    var panelsB = new PackedPanels<T>(
                        b.From(p, column).Transposed(), width, stretch, Columns, TKernel.VectorLength,
                        inPlaceB ? (width % TKernel.VectorLength == 0 ? int.MaxValue : width / Columns) : 0,
                        packedB + (keepsB ? p * packedColumns : 0));
                    if (row == 0 || !keepsB)
                    {
                        panelsB.Pack();
                    }

                    var panelsA = new PackedPanels<T>(a.From(row, p), height, stretch, TKernel.Rows, TKernel.Rows,
                        inPlaceA ? int.MaxValue : 0,
                        packedA);
                    panelsA.Pack();

                    var tiles = c.From(row, column);
                    var addend = p > 0 ? tiles : bias != null ? new(bias + column, 0, 1) : new(zeros, 0, 0);
                    Compute(stretch, panelsA, panelsB, addend, tiles, relu && p + stretch == k, scratch);
                }
            }
        }
    }

    private static void Compute(int depth, PackedPanels<T> panelsA, PackedPanels<T> panelsB, MatrixView<T> addend, MatrixView<T> c,
        bool relu,
        T* scratch)
    {
        for (var panel = 0; panel < panelsB.Count; panel++)
        {
            var columns = panelsB.Filled(panel);
            var (addendOfPanel, target) = (addend.From(0, panel * Columns), c.From(0, panel * Columns));
            if (columns % TKernel.VectorLength == 0)
            {
                ComputePanel(depth, panelsA, panelsB.At(panel), columns / TKernel.VectorLength, addendOfPanel, target);
            }
            else
            {
                ComputeEdge(depth, panelsA, panelsB.At(panel), columns, addendOfPanel, target, scratch);
            }

            // The epilogue runs while the tile is still in a near cache; the microkernel itself must stay free of calls and branches.
            if (relu)
            {
                Rectifier.Tile(target.Start, panelsA.Length, columns, target.Row);
            }
        }
    }

    /// <summary>Computes all full tiles over a panel of b, then the partial one.</summary>
    private static void ComputePanel(int depth, PackedPanels<T> panelsA, MatrixView<T> panelB, int vectors, MatrixView<T> addend,
        MatrixView<T> c)
    {
        var panel = 0;
        while (panel < panelsA.Count)
        {
            var (tiles, next) = panelsA.Alike(panel);
            var row = panel * TKernel.Rows;
            TKernel.Run(tiles, panelsA.Filled(panel), vectors, depth, panelsA.At(panel), next, panelB.Start, panelB.Column,
                addend.At(row, 0), addend.Row, c.At(row, 0), c.Row);
            panel += tiles;
        }
    }

    /// <summary>Computes whole vectors into scratch memory, and copies the columns that belong to c.</summary>
    [SkipLocalsInit]
    private static void ComputeEdge(int depth, PackedPanels<T> panelsA, MatrixView<T> panelB, int columns, MatrixView<T> addend,
        MatrixView<T> c,
        T* scratch)
    {
        var vectors = Ceiling(columns, TKernel.VectorLength);
        var tiles = new MatrixView<T>(scratch, vectors * TKernel.VectorLength, 1);
        var row = stackalloc T[Columns];
        var addends = addend.Row == 0 ? new MatrixView<T>(row, 0, 1) : tiles;
        NarrowRows.Copy(addend, addends, addend.Row == 0 ? 1 : panelsA.Length, columns);
        ComputePanel(depth, panelsA, panelB, vectors, addends, tiles);
        NarrowRows.Copy(tiles, c, panelsA.Length, columns);
    }

    private static bool Crowded(nint stride) => stride * sizeof(T) % CrowdedBytes == 0;

    private static int Ceiling(int value, int divisor) => (int)(((long)value + divisor - 1) / divisor);

    private static int RoundUp(int value, int multiple) => Ceiling(value, multiple) * multiple;
}

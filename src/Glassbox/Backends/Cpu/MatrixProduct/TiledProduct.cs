using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The tiled product (after Goto and BLIS). The result is cut into blocks, k into stretches that fit the caches; for each of them the operands'
/// strips are packed into panels, and the microkernel computes the block tile by tile, one panel of a against one of b.
/// </summary>
/// <remarks>
/// Packing and tiles are two rounds of tasks, cut by the shape alone. An instance holds the state of one product at a time and is kept by its
/// thread, so that a product allocates nothing.
/// </remarks>
internal sealed unsafe class TiledProduct<T, TKernel>
    where T : unmanaged, INumber<T>
    where TKernel : IMicroKernel<T>
{
    /// <summary>Bytes of one panel of b, which stays in the first-level cache: this limits the stretch of k.</summary>
    private const int PanelBytes = 16 * 1024;

    /// <summary>The longest side of a block, so that all its panels stay in the last-level cache.</summary>
    private const int BlockSide = 2048;

    /// <summary>The sides of one task's part of a block: its panels of a stay in the second-level cache.</summary>
    private const int TaskRows = 144;
    private const int TaskColumns = 128;

    private const int PanelsPerPackTask = 8;

    /// <summary>An operand is packed if at least this many panels of the other one read it.</summary>
    private const int MinReadersToPack = 3;

    [ThreadStatic]
    private static TiledProduct<T, TKernel>? current;

    private readonly Action<int> packTask;
    private readonly Action<int> tileTask;

    private Panels<T> panelsA;
    private Panels<T> panelsB;
    private int depth;
    private int packTasksA;
    private int tasksAcross;

    // Where only one task reads a panel of b, it packs it too, and finds it in its own cache.
    private bool tasksPackB;
    private int tasksDown;

    private T* c;
    private nint cRow;

    // What a tile starts from: zeros or the bias (one row for all tiles below each other), then c's own earlier value.
    private MatrixView<T> addend;
    private T* zeros;

    // Whether a tile is final after this stretch of k and must lose its negative elements.
    private bool rectify;

    private TiledProduct()
    {
        packTask = Pack;
        tileTask = ComputeTiles;
    }

    /// <summary>c = a·b (+ bias on every row unless null), for a of m × k and b of k × n, k > 0; c is dense. With relu, negative elements become zero.</summary>
    public static void Multiply(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* bias, T* c, bool relu) =>
        (current ??= new()).Run(m, n, k, a, b, bias, c, relu);

    private static int Ceiling(int value, int divisor) => (int)(((long)value + divisor - 1) / divisor);

    private void Run(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* bias, T* target, bool relu)
    {
        var packA = n > (MinReadersToPack - 1) * TKernel.Columns;
        var packB = m > (MinReadersToPack - 1) * TKernel.Rows || b.Column != 1;
        var split = (long)m * n * k >= WorkSplit.MinMultiplications;

        // Stretches of equal length: a short last one would cost a pass over c for little.
        var maxDepth = PanelBytes / (TKernel.Columns * sizeof(T));
        var stretch = Ceiling(k, Ceiling(k, maxDepth));
        var padding = TKernel.Rows + TKernel.Columns;
        zeros = PackBuffer<T>.Get(TKernel.Columns + (stretch * (Math.Min(m, BlockSide) + Math.Min(n, BlockSide) + padding)));
        new Span<T>(zeros, TKernel.Columns).Clear();

        cRow = n;
        for (var column = 0; column < n; column += BlockSide)
        {
            var width = Math.Min(BlockSide, n - column);
            for (var p = 0; p < k; p += stretch)
            {
                depth = Math.Min(stretch, k - p);
                rectify = relu && p + depth == k;
                panelsB.Cut(b.From(p, column).Transposed(), width, depth, TKernel.Columns, packB, zeros + TKernel.Columns);
                for (var row = 0; row < m; row += BlockSide)
                {
                    panelsA.Cut(a.From(row, p), Math.Min(BlockSide, m - row), depth, TKernel.Rows, packA, zeros + TKernel.Columns + panelsB.PackedLength);
                    c = target + ((nint)row * n) + column;
                    addend = p > 0 ? new(c, n, 1) : bias != null ? new(bias + column, 0, 1) : new(zeros, 0, 0);
                    RunBlock(packsB: row == 0, split);
                }
            }
        }
    }

    private void RunBlock(bool packsB, bool split)
    {
        tasksDown = Ceiling(panelsA.Count * TKernel.Rows, TaskRows);
        tasksAcross = Ceiling(panelsB.Count * TKernel.Columns, TaskColumns);
        tasksPackB = packsB && tasksDown == 1;
        packTasksA = Ceiling(panelsA.Count, PanelsPerPackTask);
        ForAll(packTasksA + (packsB && !tasksPackB ? Ceiling(panelsB.Count, PanelsPerPackTask) : 0), packTask, split);
        ForAll(tasksDown * tasksAcross, tileTask, split);
    }

    private static void ForAll(int tasks, Action<int> body, bool split)
    {
        if (split)
        {
            WorkSplit.For(tasks, body);
            return;
        }

        for (var task = 0; task < tasks; task++)
        {
            body(task);
        }
    }

    private void Pack(int task)
    {
        ref var panels = ref task < packTasksA ? ref panelsA : ref panelsB;
        var first = (task < packTasksA ? task : task - packTasksA) * PanelsPerPackTask;
        panels.Pack(first, Math.Min(first + PanelsPerPackTask, panels.Count));
    }

    private void ComputeTiles(int task)
    {
        var (down, across) = Math.DivRem(task, tasksAcross);
        var (top, bottom) = (down * panelsA.Count / tasksDown, (down + 1) * panelsA.Count / tasksDown);
        var (left, right) = (across * panelsB.Count / tasksAcross, (across + 1) * panelsB.Count / tasksAcross);
        if (tasksPackB)
        {
            panelsB.Pack(left, right);
        }

        for (var panelB = left; panelB < right; panelB++)
        {
            var tileColumns = panelsB.Filled(panelB);
            var viewB = panelsB.At(panelB);
            for (var panelA = top; panelA < bottom; panelA++)
            {
                var tileRows = panelsA.Filled(panelA);
                var viewA = panelsA.At(panelA);
                var (row, column) = (panelA * TKernel.Rows, panelB * TKernel.Columns);
                var tile = c + (row * cRow) + column;
                if (tileRows == TKernel.Rows && tileColumns == TKernel.Columns)
                {
                    TKernel.Run(depth, viewA, viewB.Start, viewB.Column, addend.At(row, column), addend.Row, tile, cRow);
                }
                else
                {
                    ComputeEdge(tileRows, tileColumns, viewA, viewB, addend.From(row, column), tile);
                }

                // The tile is still in the first-level cache; the microkernel itself must stay free of calls and branches.
                if (rectify)
                {
                    Rectifier.Tile(tile, tileRows, tileColumns, cRow);
                }
            }
        }
    }

    /// <summary>Lets the microkernel run its full tile into a scratch one, and copies the part that belongs to c.</summary>
    [SkipLocalsInit]
    private void ComputeEdge(int tileRows, int tileColumns, MatrixView<T> viewA, MatrixView<T> viewB, MatrixView<T> start, T* tile)
    {
        var scratch = stackalloc T[TKernel.Rows * TKernel.Columns];
        TKernel.Run(depth, viewA, viewB.Start, viewB.Column, zeros, 0, scratch, TKernel.Columns);
        for (var i = 0; i < tileRows; i++)
        {
            for (var j = 0; j < tileColumns; j++)
            {
                tile[(i * cRow) + j] = *start.At(i, j) + scratch[(i * TKernel.Columns) + j];
            }
        }
    }
}

using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Kernel gradient, dkernel = x ∗ᵀ dy: each register tile covers several taps and two vectors of filters, and reduces over the output
/// positions. The output lines are partitioned into blocks by the shape alone; each block has its own partial sum, and these are added in
/// order, so that the result does not depend on the thread count.
/// </summary>
internal sealed unsafe class ConvolutionKernelGradient<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : IGatherKernel<T>
{
    /// <summary>The number of elements of x and dy per pass over the tiles: they stay in the L2 cache.</summary>
    private const int UnitElements = 64 * 1024;
    private const int MaxBlocks = 16;
    private const int MaxSums = 2 * 1024 * 1024;
    private const int SumsPerTask = 16 * 1024;

    private readonly ConvolutionShape shape;
    private readonly ConvolutionWindow window;
    private readonly nint[] lines;
    private readonly int[] rowsAt;
    private readonly int panels;
    private readonly int linesPerUnit;
    private readonly int unitsPerImage;
    private readonly int blocks;
    private readonly int tileRows;
    private readonly int rowGroups;
    private readonly int paddedLength;

    private T* x;
    private T* dy;
    private T* sums;

    /// <summary>The gradient for images padded to cover all window positions.</summary>
    public ConvolutionKernelGradient(ConvolutionShape shape, Extent3 image)
    {
        this.shape = shape;
        window = new ConvolutionWindow(shape, image);
        panels = GatherTiles<T, TKernel>.Count(shape.GroupFilters, TKernel.Columns);
        lines = new nint[window.Lines];
        for (var line = 0; line < lines.Length; line++)
        {
            lines[line] = window.LineStart(line);
        }

        rowsAt = new int[shape.Kernel.Size * shape.GroupChannels];
        for (var row = 0; row < rowsAt.Length; row++)
        {
            rowsAt[row] = window.Tap(row / shape.GroupChannels) + (row % shape.GroupChannels);
        }

        var perLine = shape.Output.Width * (shape.Filters + ((double)shape.Channels * shape.Strides.Width * shape.Strides.Height));
        linesPerUnit = Math.Clamp((int)(UnitElements / perLine), 1, lines.Length);
        unitsPerImage = GatherTiles<T, TKernel>.Count(lines.Length, linesPerUnit);
        blocks = Math.Min(Math.Min(MaxBlocks, shape.Batch * unitsPerImage), Math.Max(1, MaxSums / KernelSize));
        tileRows = GatherTiles<T, TKernel>.Count(rowsAt.Length, TKernel.Rows);
        rowGroups = Math.Min(tileRows, MaxBlocks / blocks);
        paddedLength = shape.GroupFilters % TKernel.Columns == 0 ? 0
            : shape.Fit((long)linesPerUnit * shape.Output.Width * TKernel.Columns, "the length of a line of gradients in whole panels");
    }

    /// <summary>The number of buffer elements that <see cref="Run"/> needs.</summary>
    public int BufferLength => blocks == 1 ? 0 : blocks * KernelSize;

    private int KernelSize => rowsAt.Length * shape.Filters;

    public void Run(T* images, T* gradient, T* kernel, T* buffer)
    {
        x = images;
        dy = gradient;
        sums = blocks == 1 ? kernel : buffer;
        WorkSplit.For(blocks * rowGroups, Compute);
        if (blocks > 1)
        {
            WorkSplit.For(GatherTiles<T, TKernel>.Count(KernelSize, SumsPerTask), task =>
            {
                var first = task * SumsPerTask;
                var count = Math.Min(SumsPerTask, KernelSize - first);
                var total = new Span<T>(kernel + first, count);
                new Span<T>(sums + first, count).CopyTo(total);
                for (var block = 1; block < blocks; block++)
                {
                    TensorPrimitives.Add(total, new ReadOnlySpan<T>(sums + ((nint)block * KernelSize) + first, count), total);
                }
            });
        }
    }

    private void Compute(int task)
    {
        var (block, group) = Math.DivRem(task, rowGroups);
        var units = (long)shape.Batch * unitsPerImage;
        var (first, end) = (units * block / blocks, units * (block + 1) / blocks);
        var (top, bottom) = ((int)((long)group * tileRows / rowGroups), (int)((group + 1L) * tileRows / rowGroups));
        for (var unit = first; unit < end; unit++)
        {
            Compute(unit, top, bottom, sums + ((nint)block * KernelSize), starts: unit == first);
        }
    }

    /// <summary>Accumulates the contribution of some lines of one image to some rows of the kernel.</summary>
    [SkipLocalsInit]
    private void Compute(long unit, int top, int bottom, T* sum, bool starts)
    {
        var (image, part) = Math.DivRem(unit, unitsPerImage);
        var line = (int)part * linesPerUnit;
        var count = Math.Min(linesPerUnit, lines.Length - line);
        var positions = count * shape.Output.Width;
        var end = (int)Math.Min((long)bottom * TKernel.Rows, rowsAt.Length);
        var gradients = dy + (((nint)image * shape.Output.Size) + ((nint)line * shape.Output.Width)) * shape.Filters;

        var most = GatherTiles<T, TKernel>.MostRows;
        var a = stackalloc T*[most];
        var c = stackalloc T*[most];
        var zeros = stackalloc T[TKernel.Columns];
        new Span<T>(zeros, TKernel.Columns).Clear();
        fixed (nint* at = lines)
        {
            var tile = new GatherTile<T>
            {
                A = a,
                C = c,
                Segments = at + line,
                SegmentCount = count,
                Length = shape.Output.Width,
                Step = window.PositionStep,
                Start = starts ? zeros : null,
                Floor = T.NegativeInfinity,
            };
            for (var panel = 0; panel < shape.Groups * panels; panel++)
            {
                var (group, within) = Math.DivRem(panel, panels);
                var columns = Math.Min(TKernel.Columns, shape.GroupFilters - (within * TKernel.Columns));
                var column = (group * shape.GroupFilters) + (within * TKernel.Columns);
                var full = columns == TKernel.Columns;
                tile.B = full ? gradients + column : Padded(gradients + column, positions, columns);
                tile.BRow = full ? shape.Filters : TKernel.Columns;
                for (var row = top * TKernel.Rows; row < end; row += most)
                {
                    var rows = Math.Min(most, end - row);
                    for (var i = 0; i < rows; i++)
                    {
                        a[i] = x + ((nint)image * window.ImageSize) + rowsAt[row + i] + (group * shape.GroupChannels);
                        c[i] = sum + ((nint)(row + i) * shape.Filters) + column;
                    }

                    GatherTiles<T, TKernel>.Run(&tile, rows, columns);
                }
            }
        }
    }

    /// <summary>The columns of the last panel, zero-padded so that the microkernel may load full vectors.</summary>
    private T* Padded(T* gradients, int positions, int columns)
    {
        var target = PackBuffer<T>.Get(paddedLength);
        for (var position = 0; position < positions; position++)
        {
            var row = new Span<T>(target + ((nint)position * TKernel.Columns), TKernel.Columns);
            new Span<T>(gradients + ((nint)position * shape.Filters), columns).CopyTo(row);
            row[columns..].Clear();
        }

        return target;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Input gradient, dx = dy ∗ᵀ kernel: each register tile covers several adjacent output positions and one tap, and accumulates into the
/// image at that tap's offset. It is also the forward pass of a transposed convolution.
/// </summary>
internal sealed unsafe class ConvolutionInputGradient<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : IGatherKernel<T>
{
    private const int MultiplicationsPerTask = 4_000_000;

    private readonly ConvolutionShape shape;
    private readonly ConvolutionWindow window;
    private readonly nint[] taps;
    private readonly int panels;
    private readonly int imagesPerTask;
    private readonly int panelsPerTask;
    private readonly int tasksAcross;

    private T* dy;
    private T* dx;
    private T* packed;

    /// <summary>The gradient for images padded to cover all window positions.</summary>
    public ConvolutionInputGradient(ConvolutionShape shape, Extent3 image)
    {
        this.shape = shape;
        window = new ConvolutionWindow(shape, image);
        panels = shape.Groups * GatherTiles<T, TKernel>.Count(shape.GroupChannels, TKernel.Columns);
        taps = new nint[shape.Kernel.Size];
        for (var tap = 0; tap < taps.Length; tap++)
        {
            taps[tap] = window.Tap(tap);
        }

        // Positions of one image accumulate into the same elements and stay in one task; channels are independent.
        var perImage = shape.Multiplications / Math.Max(1, shape.Batch);
        imagesPerTask = (int)Math.Clamp(MultiplicationsPerTask / Math.Max(1, perImage), 1, 1 << 20);
        panelsPerTask = (int)Math.Clamp((long)panels * MultiplicationsPerTask / Math.Max(1, perImage), 1, panels);
        tasksAcross = GatherTiles<T, TKernel>.Count(panels, panelsPerTask);
    }

    /// <summary>The number of buffer elements that <see cref="Run"/> needs.</summary>
    public int BufferLength =>
        shape.Fit((long)panels * TKernel.Columns * shape.Kernel.Size * shape.GroupFilters, "the length of the packed kernel");

    public void Run(T* gradient, T* kernel, T* images, T* buffer)
    {
        dy = gradient;
        dx = images;
        packed = buffer;
        KernelPanels.PackTransposed(shape, taps.Length, shape.GroupChannels, kernel, TKernel.Columns, packed);
        WorkSplit.For(GatherTiles<T, TKernel>.Count(shape.Batch, imagesPerTask) * tasksAcross, Compute);
    }

    [SkipLocalsInit]
    private void Compute(int task)
    {
        var (block, across) = Math.DivRem(task, tasksAcross);
        var (firstPanel, endPanel) = (across * panelsPerTask, Math.Min(panels, (across + 1) * panelsPerTask));
        var (firstImage, endImage) = (block * imagesPerTask, (int)Math.Min(shape.Batch, (block + 1L) * imagesPerTask));
        Clear(firstImage, endImage, firstPanel, endPanel);

        var most = GatherTiles<T, TKernel>.MostRows;
        var a = stackalloc T*[most];
        var c = stackalloc T*[most];
        var patches = stackalloc T*[most];
        nint none = 0;
        var tile = new GatherTile<T>
        {
            A = a,
            C = c,
            Segments = &none,
            SegmentCount = 1,
            Length = shape.GroupFilters,
            Step = 1,
            BRow = TKernel.Columns
        };
        var end = (long)endImage * shape.Output.Size;
        for (var position = (long)firstImage * shape.Output.Size; position < end; position += most)
        {
            var rows = (int)Math.Min(most, end - position);
            window.Place(dx, position, rows, patches);

            for (var panel = firstPanel; panel < endPanel; panel++)
            {
                var (group, column, count) = Columns(panel);
                for (var i = 0; i < rows; i++)
                {
                    a[i] = dy + ((nint)(position + i) * shape.Filters) + (group * shape.GroupFilters);
                }

                tile.B = packed + ((nint)panel * taps.Length * shape.GroupFilters * TKernel.Columns);
                foreach (var tap in taps)
                {
                    for (var i = 0; i < rows; i++)
                    {
                        c[i] = patches[i] + tap + column;
                    }

                    GatherTiles<T, TKernel>.Run(&tile, rows, count);
                    tile.B += (nint)shape.GroupFilters * TKernel.Columns;
                }
            }
        }
    }

    /// <summary>The group, first channel and channel count of a panel.</summary>
    private (int Group, int Column, int Count) Columns(int panel)
    {
        var (group, within) = Math.DivRem(panel, panels / shape.Groups);
        var first = within * TKernel.Columns;
        return (group, (group * shape.GroupChannels) + first, Math.Min(TKernel.Columns, shape.GroupChannels - first));
    }

    private void Clear(int firstImage, int endImage, int firstPanel, int endPanel)
    {
        var first = Columns(firstPanel).Column;
        var last = Columns(endPanel - 1);
        var count = last.Column + last.Count - first;
        if (count == shape.Channels)
        {
            for (var image = firstImage; image < endImage; image++)
            {
                new Span<T>(dx + ((nint)image * window.ImageSize), window.ImageSize).Clear();
            }

            return;
        }

        for (var at = (nint)firstImage * window.ImageSize; at < (nint)endImage * window.ImageSize; at += shape.Channels)
        {
            new Span<T>(dx + at + first, count).Clear();
        }
    }
}

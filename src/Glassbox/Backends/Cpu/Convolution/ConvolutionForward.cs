using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Direct convolution, y = relu?(x ∗ kernel + bias): each register tile covers several adjacent output positions and two vectors of
/// filters, and reads the patches in place from the image, without im2col.
/// </summary>
internal sealed unsafe class ConvolutionForward<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : IGatherKernel<T>
{
    private const int MultiplicationsPerTask = 2_000_000;

    private readonly ConvolutionShape shape;
    private readonly ConvolutionWindow window;
    private readonly nint[] segments;
    private readonly int segmentLength;
    private readonly int panels;
    private readonly int positionsPerTask;
    private readonly long positions;
    private readonly T floor;

    private T* x;
    private T* y;
    private T* packed;
    private T* start;

    /// <summary>A convolution over images padded to cover all window positions.</summary>
    public ConvolutionForward(ConvolutionShape shape, Extent3 image, bool relu)
    {
        this.shape = shape;
        window = new ConvolutionWindow(shape, image);
        floor = relu ? T.Zero : T.NegativeInfinity;
        panels = GatherTiles<T, TKernel>.Count(shape.GroupFilters, TKernel.Columns);
        positions = (long)shape.Batch * shape.Output.Size;

        // Taps that are contiguous in both the window and the image form one segment.
        var taps = shape.Groups == 1 && shape.Dilation.Width == 1 ? shape.Kernel.Width : 1;
        segmentLength = taps * shape.GroupChannels;
        segments = new nint[shape.Kernel.Size / taps];
        for (var i = 0; i < segments.Length; i++)
        {
            segments[i] = window.Tap(i * taps);
        }

        var perPosition = (long)Depth * shape.Filters;
        positionsPerTask = (int)Math.Clamp(MultiplicationsPerTask / perPosition, 1, 1 << 20) / TKernel.Rows * TKernel.Rows;
        positionsPerTask = Math.Max(positionsPerTask, TKernel.Rows);
    }

    /// <summary>The number of buffer elements that <see cref="Run"/> needs.</summary>
    public int BufferLength => shape.Fit((long)shape.Groups * panels * TKernel.Columns * (Depth + 1), "the length of the packed kernel");

    /// <summary>The number of multiplications per output element.</summary>
    private int Depth => shape.Kernel.Size * shape.GroupChannels;

    public void Run(T* images, T* kernel, T* bias, T* output, T* buffer)
    {
        x = images;
        y = output;
        packed = buffer;
        start = buffer + ((nint)shape.Groups * panels * Depth * TKernel.Columns);
        KernelPanels.Pack(shape.Groups, shape.GroupFilters, Depth, kernel, TKernel.Columns, packed);
        KernelPanels.Pack(shape.Groups, shape.GroupFilters, 1, bias, TKernel.Columns, start);
        WorkSplit.For(GatherTiles<T, TKernel>.Count(positions, positionsPerTask), Compute);
    }

    [SkipLocalsInit]
    private void Compute(int task)
    {
        var most = GatherTiles<T, TKernel>.MostRows;
        var a = stackalloc T*[most];
        var patches = stackalloc T*[most];
        var c = stackalloc T*[most];
        fixed (nint* at = segments)
        {
            var tile = new GatherTile<T>
            {
                A = a,
                C = c,
                Segments = at,
                SegmentCount = segments.Length,
                Length = segmentLength,
                Step = 1,
                BRow = TKernel.Columns,
                Floor = floor,
            };
            var end = Math.Min(positions, (long)(task + 1) * positionsPerTask);
            for (var position = (long)task * positionsPerTask; position < end; position += most)
            {
                var rows = (int)Math.Min(most, end - position);
                window.Place(x, position, rows, patches);

                for (var panel = 0; panel < shape.Groups * panels; panel++)
                {
                    var (group, within) = Math.DivRem(panel, panels);
                    var column = (group * shape.GroupFilters) + (within * TKernel.Columns);
                    for (var i = 0; i < rows; i++)
                    {
                        a[i] = patches[i] + (group * shape.GroupChannels);
                        c[i] = y + ((nint)(position + i) * shape.Filters) + column;
                    }

                    tile.B = packed + ((nint)panel * Depth * TKernel.Columns);
                    tile.Start = start + (panel * TKernel.Columns);
                    GatherTiles<T, TKernel>.Run(&tile, rows, Math.Min(TKernel.Columns, shape.GroupFilters - (within * TKernel.Columns)));
                }
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Input gradient, dx = dy ∗ᵀ kernel, for images with few channels (GEMM and col2im): each register tile covers several adjacent output
/// positions and the whole window, so that taps and channels together fill the vectors; the resulting patches are then accumulated into the
/// images.
/// </summary>
internal sealed unsafe class ConvolutionPatchGradient<T, TKernel>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TKernel : IGatherKernel<T>
{
    private const int MultiplicationsPerTask = 2_000_000;

    private readonly ConvolutionShape shape;
    private readonly ConvolutionWindow window;
    private readonly nint[] elements;
    private readonly int panels;
    private readonly int imagesPerTask;

    private T* dy;
    private T* dx;
    private T* packed;

    /// <summary>The gradient for images padded to cover all window positions.</summary>
    public ConvolutionPatchGradient(ConvolutionShape shape, Extent3 image)
    {
        this.shape = shape;
        window = new ConvolutionWindow(shape, image);
        elements = new nint[shape.Kernel.Size * shape.Channels];
        for (var i = 0; i < elements.Length; i++)
        {
            elements[i] = window.Tap(i / shape.Channels) + (i % shape.Channels);
        }

        panels = GatherTiles<T, TKernel>.Count(elements.Length, TKernel.Columns);
        imagesPerTask = (int)Math.Clamp(MultiplicationsPerTask / Math.Max(1, shape.Multiplications / Math.Max(1, shape.Batch)), 1, 1 << 20);
    }

    /// <summary>The number of buffer elements that <see cref="Run"/> needs.</summary>
    public int BufferLength => shape.Fit((long)Width * shape.Filters, "the length of the packed kernel");

    private int Width => panels * TKernel.Columns;

    public void Run(T* gradient, T* kernel, T* images, T* buffer)
    {
        dy = gradient;
        dx = images;
        packed = buffer;
        KernelPanels.PackTransposed(shape, 1, elements.Length, kernel, TKernel.Columns, packed);
        WorkSplit.For(GatherTiles<T, TKernel>.Count(shape.Batch, imagesPerTask), Compute);
    }

    [SkipLocalsInit]
    private void Compute(int task)
    {
        var (firstImage, endImage) = (task * imagesPerTask, (int)Math.Min(shape.Batch, (task + 1L) * imagesPerTask));
        for (var image = firstImage; image < endImage; image++)
        {
            new Span<T>(dx + ((nint)image * window.ImageSize), window.ImageSize).Clear();
        }

        var most = GatherTiles<T, TKernel>.MostRows;
        var a = stackalloc T*[most];
        var c = stackalloc T*[most];
        var targets = stackalloc T*[most];
        var zeros = stackalloc T[TKernel.Columns];
        new Span<T>(zeros, TKernel.Columns).Clear();
        var patches = PackBuffer<T>.Get(most * Width);
        nint none = 0;
        var tile = new GatherTile<T>
        {
            A = a,
            C = c,
            Segments = &none,
            SegmentCount = 1,
            Length = shape.Filters,
            Step = 1,
            BRow = TKernel.Columns,
            Start = zeros,
            Floor = T.NegativeInfinity
        };
        var end = (long)endImage * shape.Output.Size;
        for (var position = (long)firstImage * shape.Output.Size; position < end; position += most)
        {
            var rows = (int)Math.Min(most, end - position);
            for (var panel = 0; panel < panels; panel++)
            {
                for (var i = 0; i < rows; i++)
                {
                    a[i] = dy + ((nint)(position + i) * shape.Filters);
                    c[i] = patches + (i * Width) + (panel * TKernel.Columns);
                }

                tile.B = packed + ((nint)panel * shape.Filters * TKernel.Columns);
                GatherTiles<T, TKernel>.Run(&tile, rows, TKernel.Columns);
            }

            window.Place(dx, position, rows, targets);
            for (var i = 0; i < rows; i++)
            {
                T* patch = patches + (i * Width), target = targets[i];
                for (var element = 0; element < elements.Length; element++)
                {
                    target[elements[element]] += patch[element];
                }
            }
        }
    }
}

namespace Glassbox.Backends.Cpu;

internal sealed unsafe partial class CpuBackend
{
    /// <summary>Elements under windows that one task works on.</summary>
    private const int PooledPerTask = 256 * 1024;

    public void MaxPool(ConvolutionShape shape, Storage x, Storage y, Storage chosen)
    {
        if (y.DType == DType.Float32)
        {
            ForPositions(shape, (first, end) => MaxPooling<float, int>.Forward(shape, first, end, x.Span<float>(), y.Span<float>(), chosen.Span<int>()));
        }
        else
        {
            ForPositions(shape, (first, end) => MaxPooling<double, long>.Forward(shape, first, end, x.Span<double>(), y.Span<double>(), chosen.Span<long>()));
        }
    }

    public void MaxPoolScatter(ConvolutionShape shape, Storage dy, Storage chosen, Storage dx)
    {
        if (dx.DType == DType.Float32)
        {
            ForImages<float>(shape, dx, (first, end) => MaxPooling<float, int>.Scatter(shape, first, end, dy.Span<float>(), chosen.Span<int>(), dx.Span<float>()));
        }
        else
        {
            ForImages<double>(shape, dx, (first, end) => MaxPooling<double, long>.Scatter(shape, first, end, dy.Span<double>(), chosen.Span<long>(), dx.Span<double>()));
        }
    }

    public void MaxPoolGather(ConvolutionShape shape, Storage x, Storage chosen, Storage y)
    {
        if (y.DType == DType.Float32)
        {
            ForPositions(shape, (first, end) => MaxPooling<float, int>.Gather(shape, first, end, x.Span<float>(), chosen.Span<int>(), y.Span<float>()));
        }
        else
        {
            ForPositions(shape, (first, end) => MaxPooling<double, long>.Gather(shape, first, end, x.Span<double>(), chosen.Span<long>(), y.Span<double>()));
        }
    }

    public void AveragePool(ConvolutionShape shape, Storage x, Storage y)
    {
        if (y.DType == DType.Float32)
        {
            ForPositions(shape, (first, end) => AveragePooling<float>.Forward(shape, first, end, x.Span<float>(), y.Span<float>()));
        }
        else
        {
            ForPositions(shape, (first, end) => AveragePooling<double>.Forward(shape, first, end, x.Span<double>(), y.Span<double>()));
        }
    }

    public void AveragePoolScatter(ConvolutionShape shape, Storage dy, Storage dx)
    {
        if (dx.DType == DType.Float32)
        {
            ForImages<float>(shape, dx, (first, end) => AveragePooling<float>.Scatter(shape, first, end, dy.Span<float>(), dx.Span<float>()));
        }
        else
        {
            ForImages<double>(shape, dx, (first, end) => AveragePooling<double>.Scatter(shape, first, end, dy.Span<double>(), dx.Span<double>()));
        }
    }

    /// <summary>Runs over all positions of the output, in parts.</summary>
    private static void ForPositions(ConvolutionShape shape, Action<int, int> body)
    {
        var positions = shape.Batch * shape.Output.Size;
        var each = Math.Max(1, PooledPerTask / (shape.Kernel.Size * shape.Channels));
        WorkSplit.For((positions + each - 1) / each, task => body(task * each, Math.Min(positions, (task + 1) * each)));
    }

    /// <summary>Clears whole images, and runs over their positions of the output: windows that overlap add to the same elements.</summary>
    private static void ForImages<T>(ConvolutionShape shape, Storage images, Action<int, int> body)
    {
        var size = shape.Input.Size * shape.Channels;
        var each = Math.Max(1, PooledPerTask / size);
        WorkSplit.For((shape.Batch + each - 1) / each, task =>
        {
            for (var image = task * each; image < Math.Min(shape.Batch, (task + 1) * each); image++)
            {
                images.Span<T>().Slice(image * size, size).Clear();
                body(image * shape.Output.Size, (image + 1) * shape.Output.Size);
            }
        });
    }
}

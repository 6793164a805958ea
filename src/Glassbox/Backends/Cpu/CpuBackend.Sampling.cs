namespace Glassbox.Backends.Cpu;

internal sealed unsafe partial class CpuBackend
{
    /// <summary>The number of result elements per task.</summary>
    private const int SampledPerTask = 64 * 1024;

    public void AffineTransform(ImageSampling sampling, Storage x, Storage matrices, Storage y)
    {
        var rows = sampling.Batch * sampling.Height;
        var each = Math.Max(1, SampledPerTask / Math.Max(1, sampling.RowSize));
        WorkSplit.For((rows + each - 1) / each, task =>
        {
            var (first, end) = (task * each, (int)Math.Min(rows, (task + 1L) * each));
            if (y.DType == DType.Float32)
            {
                AffineSampling<float>.Forward(sampling, first, end, x.Span<float>(), matrices.Span<double>(), y.Span<float>());
            }
            else
            {
                AffineSampling<double>.Forward(sampling, first, end, x.Span<double>(), matrices.Span<double>(), y.Span<double>());
            }
        });
    }

    public void AffineTransformScatter(ImageSampling sampling, Storage dy, Storage matrices, Storage dx)
    {
        // Several results may accumulate into one pixel, so an image is not partitioned.
        WorkSplit.For(sampling.Batch, image =>
        {
            if (dx.DType == DType.Float32)
            {
                Scatter<float>(image);
            }
            else
            {
                Scatter<double>(image);
            }
        });

        void Scatter<T>(int image) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
        {
            var (start, size) = (image * sampling.ImageSize, sampling.ImageSize);
            var target = dx.Span<T>().Slice(start, size);
            target.Clear();
            AffineSampling<T>.Scatter(sampling, dy.Span<T>().Slice(start, size), matrices.Span<double>().Slice(image * 8, 8), target);
        }
    }
}

namespace Glassbox.Backends.Cpu;

internal sealed partial class CpuBackend
{
    public void Softmax(bool logarithm, Storage x, int columns, Storage y)
    {
        if (x.DType == DType.Float32)
        {
            Softmax(logarithm, x.Span<float>(), columns, y.Span<float>());
        }
        else
        {
            Softmax(logarithm, x.Span<double>(), columns, y.Span<double>());
        }
    }

    public void SoftmaxGradient(bool logarithm, Storage dy, Storage y, int columns, Storage dx)
    {
        if (y.DType == DType.Float32)
        {
            SoftmaxGradient(logarithm, dy.Span<float>(), y.Span<float>(), columns, dx.Span<float>());
        }
        else
        {
            SoftmaxGradient(logarithm, dy.Span<double>(), y.Span<double>(), columns, dx.Span<double>());
        }
    }

    private static void Softmax<T>(bool logarithm, ReadOnlySpan<T> x, int columns, Span<T> y)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        if (logarithm)
        {
            RowFunctions.LogSoftmax(x, columns, y);
        }
        else
        {
            RowFunctions.Softmax(x, columns, y);
        }
    }

    private static void SoftmaxGradient<T>(bool logarithm, ReadOnlySpan<T> dy, ReadOnlySpan<T> y, int columns, Span<T> dx)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        if (logarithm)
        {
            RowFunctions.LogSoftmaxGradient(dy, y, columns, dx);
        }
        else
        {
            RowFunctions.SoftmaxGradient(dy, y, columns, dx);
        }
    }
}

namespace Glassbox.Backends.Cpu;

internal sealed partial class CpuBackend
{
    public void Crossentropy(Storage target, Storage p, int columns, double epsilon, Storage y)
    {
        if (p.DType == DType.Float32)
        {
            Crossentropies.OfProbabilities(target.Span<float>(), p.Span<float>(), columns, (float)epsilon, (float)(1 - epsilon),
                y.Span<float>());
        }
        else
        {
            Crossentropies.OfProbabilities(target.Span<double>(), p.Span<double>(), columns, epsilon, 1 - epsilon, y.Span<double>());
        }
    }

    public void CrossentropyGradient(Storage dy, Storage target, Storage p, int columns, double epsilon, Storage dp)
    {
        if (p.DType == DType.Float32)
        {
            Crossentropies.GradientOfProbabilities(dy.Span<float>(), target.Span<float>(), p.Span<float>(), columns, (float)epsilon,
                (float)(1 - epsilon), dp.Span<float>());
        }
        else
        {
            Crossentropies.GradientOfProbabilities(dy.Span<double>(), target.Span<double>(), p.Span<double>(), columns, epsilon,
                1 - epsilon, dp.Span<double>());
        }
    }

    public void SoftmaxCrossentropy(Storage target, Storage x, int columns, Storage y)
    {
        if (x.DType == DType.Float32)
        {
            Crossentropies.OfLogits(target.Span<float>(), x.Span<float>(), columns, y.Span<float>());
        }
        else
        {
            Crossentropies.OfLogits(target.Span<double>(), x.Span<double>(), columns, y.Span<double>());
        }
    }

    public void SoftmaxCrossentropyGradient(Storage dy, Storage target, Storage x, int columns, Storage dx)
    {
        if (x.DType == DType.Float32)
        {
            Crossentropies.GradientOfLogits(dy.Span<float>(), target.Span<float>(), x.Span<float>(), columns, dx.Span<float>());
        }
        else
        {
            Crossentropies.GradientOfLogits(dy.Span<double>(), target.Span<double>(), x.Span<double>(), columns, dx.Span<double>());
        }
    }
}

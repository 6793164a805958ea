using System.Numerics;

namespace Glassbox.Backends.Cpu;

internal sealed unsafe partial class CpuBackend
{
    public void GroupMoments(int samples, int columns, Storage x, Storage mean, Storage variance)
    {
        if (x.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* from = x.Span<T>(), middle = mean.Span<T>(), spread = variance.Span<T>())
            {
                Groups<T>(samples, columns, x, mean)?.Moments(from, middle, spread);
            }
        }
    }

    public void NormalizeGroups(int samples, int columns, Storage x, Storage? gamma, Storage? beta, double epsilon, Storage mean,
        Storage deviation, Storage y)
    {
        if (x.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            fixed (T* from = x.Span<T>(), middle = mean.Span<T>(), spread = deviation.Span<T>(), factor = OrNone<T>(gamma),
                offset = OrNone<T>(beta), to = y.Span<T>())
            {
                Groups<T>(samples, columns, x, mean)?.Forward(from, factor, offset, T.CreateTruncating(epsilon), middle, spread, to);
            }
        }
    }

    public void NormalizeGroupsGradient(int samples, int columns, Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma,
        Storage dx, Storage dgamma, Storage dbeta)
    {
        if (x.DType == DType.Float32)
        {
            Run<float>();
        }
        else
        {
            Run<double>();
        }

        void Run<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            if (Groups<T>(samples, columns, x, mean) is not { } work)
            {
                dgamma.Span<T>().Clear();
                dbeta.Span<T>().Clear();
                return;
            }

            fixed (T* gradient = dy.Span<T>(), from = x.Span<T>(), middle = mean.Span<T>(), spread = deviation.Span<T>(),
                factor = OrNone<T>(gamma))
            {
                fixed (T* to = dx.Span<T>(), product = dgamma.Span<T>(), sum = dbeta.Span<T>())
                {
                    work.Gradient(gradient, from, middle, spread, factor, to, product, sum);
                }
            }
        }
    }

    /// <summary>The groups of the means; null if they are empty.</summary>
    private static GroupedNormalization<T>? Groups<T>(int samples, int columns, Storage x, Storage mean)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x.Length == 0 ? null : new GroupedNormalization<T>(samples, x.Length / samples / columns, columns, mean.Length / samples);
}

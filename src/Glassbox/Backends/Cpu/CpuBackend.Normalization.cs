using System.Numerics;

namespace Glassbox.Backends.Cpu;

internal sealed unsafe partial class CpuBackend
{
    public void ColumnMoments(Storage x, Storage mean, Storage variance)
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
                Columns<T>(x, mean)?.Moments(from, middle, spread);
            }
        }
    }

    public void NormalizeColumns(Storage x, Storage mean, Storage deviation, Storage? gamma, Storage? beta, Storage y)
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
                Columns<T>(x, mean)?.Forward(from, middle, spread, factor, offset, to);
            }
        }
    }

    public void NormalizeColumnsSums(Storage dy, Storage x, Storage mean, Storage deviation, Storage dgamma, Storage dbeta)
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
            fixed (T* gradient = dy.Span<T>(), from = x.Span<T>(), middle = mean.Span<T>(), spread = deviation.Span<T>(),
                product = dgamma.Span<T>(), sum = dbeta.Span<T>())
            {
                Columns<T>(x, mean)?.Sums(gradient, from, middle, spread, product, sum);
            }
        }
    }

    public void NormalizeColumnsGradient(Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma, Storage dgamma,
        Storage dbeta, Storage dx)
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
            fixed (T* gradient = dy.Span<T>(), from = x.Span<T>(), middle = mean.Span<T>(), spread = deviation.Span<T>(),
                factor = OrNone<T>(gamma))
            {
                fixed (T* product = dgamma.Span<T>(), sum = dbeta.Span<T>(), to = dx.Span<T>())
                {
                    Columns<T>(x, mean)?.Gradient(gradient, from, middle, spread, factor, product, sum, to);
                }
            }
        }
    }

    public void NormalizeRows(bool centered, Storage x, Storage? gamma, Storage? beta, double epsilon, Storage mean, Storage deviation,
        Storage y)
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
                Rows<T>(centered, x, mean)?.Forward(from, factor, offset, T.CreateTruncating(epsilon), middle, spread, to);
            }
        }
    }

    public void NormalizeRowsGradient(bool centered, Storage dy, Storage x, Storage mean, Storage deviation, Storage? gamma, Storage dx,
        Storage dgamma, Storage dbeta)
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
            if (Rows<T>(centered, x, mean) is not { } work)
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

    /// <summary>The columns of the means; null if there are none.</summary>
    private static ColumnNormalization<T>? Columns<T>(Storage x, Storage mean) where T : unmanaged, IFloatingPointIeee754<T> =>
        mean.Length == 0 ? null : new ColumnNormalization<T>(x.Length / mean.Length, mean.Length);

    /// <summary>The rows of the means; null if they are empty.</summary>
    private static RowNormalization<T>? Rows<T>(bool centered, Storage x, Storage mean) where T : unmanaged, IFloatingPointIeee754<T> =>
        x.Length == 0 ? null : new RowNormalization<T>(mean.Length, x.Length / mean.Length, centered);

    private static Span<T> OrNone<T>(Storage? x) => x is null ? default : x.Span<T>();
}

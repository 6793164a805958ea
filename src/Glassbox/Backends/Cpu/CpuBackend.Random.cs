using System.Numerics;

namespace Glassbox.Backends.Cpu;

internal sealed partial class CpuBackend
{
    public void Uniform(ulong seed, double low, double high, Storage y)
    {
        if (y.DType == DType.Float32)
        {
            Uniform(seed, low, high, y.Span<float>());
        }
        else
        {
            Uniform(seed, low, high, y.Span<double>());
        }
    }

    public void Normal(ulong seed, double mean, double deviation, double cut, Storage y)
    {
        if (y.DType == DType.Float32)
        {
            Normal(seed, mean, deviation, cut, y.Span<float>());
        }
        else
        {
            Normal(seed, mean, deviation, cut, y.Span<double>());
        }
    }

    private static void Uniform<T>(ulong seed, double low, double high, Span<T> y) where T : struct, IFloatingPointIeee754<T>
    {
        var top = T.CreateTruncating(high);
        for (var i = 0; i < y.Length; i += 2)
        {
            var (a, b, c, d) = Philox.At(seed, (ulong)i);
            y[i] = Scaled(Philox.ToUnit(a, b));
            if (i + 1 < y.Length)
            {
                y[i + 1] = Scaled(Philox.ToUnit(c, d));
            }
        }

        // Rounding to the element type may reach the end of the interval, which does not belong to it.
        T Scaled(double unit)
        {
            var value = T.CreateTruncating(low + (unit * (high - low)));
            return value >= top && high > low ? T.BitDecrement(top) : value;
        }
    }

    private static void Normal<T>(ulong seed, double mean, double deviation, double cut, Span<T> y) where T : struct, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < y.Length; i++)
        {
            double standard;
            var attempt = 0u;
            do
            {
                // Box and Muller: two uniform numbers make one normal; 1 - u keeps the logarithm off zero.
                var (a, b, c, d) = Philox.At(seed, (ulong)i, attempt++);
                standard = Math.Sqrt(-2 * Math.Log(1 - Philox.ToUnit(a, b))) * Math.Cos(2 * Math.PI * Philox.ToUnit(c, d));
            }
            while (Math.Abs(standard) > cut);

            y[i] = T.CreateTruncating(mean + (deviation * standard));
        }
    }
}

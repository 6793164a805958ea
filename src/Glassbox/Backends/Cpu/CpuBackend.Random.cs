using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

internal sealed partial class CpuBackend
{
    public void Uniform(ulong seed, double low, double high, Storage y) =>
        ElementwiseSplit.Run((seed, low, high), y, static (of, first, y) =>
    {
        if (y.DType == DType.Float32)
        {
            Uniform(of.seed, (ulong)first, of.low, of.high, y.Span<float>());
        }
        else
        {
            Uniform(of.seed, (ulong)first, of.low, of.high, y.Span<double>());
        }
    });

    public void Normal(ulong seed, double mean, double deviation, double cut, Storage y) =>
        ElementwiseSplit.Run((seed, mean, deviation, cut), y, static (of, first, y) =>
    {
        if (y.DType == DType.Float32)
        {
            Normal(of.seed, (ulong)first, of.mean, of.deviation, of.cut, y.Span<float>());
        }
        else
        {
            Normal(of.seed, (ulong)first, of.mean, of.deviation, of.cut, y.Span<double>());
        }
    });

    public void Dropped(ulong seed, double rate, Storage y) => ElementwiseSplit.Run((seed, rate), y, static (of, first, y) =>
    {
        using var kept = new Scratch<byte>(DropoutMask.Bytes(y.Length));
        if (y.DType == DType.Float32)
        {
            DropoutMask.Fill(of.seed, (ulong)first, of.rate, 1 / (float)(1 - of.rate), y.Span<float>(), kept.Span);
        }
        else
        {
            using var mask = new Scratch<float>(y.Length);
            DropoutMask.Fill(of.seed, (ulong)first, of.rate, 1, mask.Span, kept.Span);
            TensorPrimitives.ConvertTruncating<float, double>(mask.Span, y.Span<double>());
            TensorPrimitives.Multiply(y.Span<double>(), 1 / (1 - of.rate), y.Span<double>());
        }
    });

    public void Dropout(ulong seed, double rate, Storage x, Storage kept, Storage y) =>
        ElementwiseSplit.Run((seed, rate, x, kept), y, static (of, first, y) =>
    {
        var x = of.x.Window(first, y.Length);
        var kept = of.kept.Window(first / 8, DropoutMask.Bytes(y.Length)).Bytes();
        if (y.DType == DType.Float32)
        {
            DropoutMask.Drop(of.seed, (ulong)first, of.rate, 1 / (float)(1 - of.rate), x.Span<float>(), y.Span<float>(), kept);
        }
        else
        {
            using var mask = new Scratch<float>(y.Length);
            DropoutMask.Fill(of.seed, (ulong)first, of.rate, 1, mask.Span, kept);
            DropoutMask.Apply(kept, 1 / (1 - of.rate), x.Span<double>(), y.Span<double>());
        }
    });

    public void DropoutGradient(double rate, Storage dy, Storage kept, Storage dx) =>
        ElementwiseSplit.Run((rate, dy, kept), dx, static (of, first, dx) =>
    {
        var dy = of.dy.Window(first, dx.Length);
        var kept = of.kept.Window(first / 8, DropoutMask.Bytes(dx.Length)).Bytes();
        if (dx.DType == DType.Float32)
        {
            DropoutMask.Apply(kept, 1 / (float)(1 - of.rate), dy.Span<float>(), dx.Span<float>());
        }
        else
        {
            DropoutMask.Apply(kept, 1 / (1 - of.rate), dy.Span<double>(), dx.Span<double>());
        }
    });

    /// <summary>The uniform values at the positions from <paramref name="first"/>, which is even.</summary>
    private static void Uniform<T>(ulong seed, ulong first, double low, double high, Span<T> y) where T : struct, IFloatingPointIeee754<T>
    {
        var top = T.CreateTruncating(high);
        var i = 0;
        if (typeof(T) == typeof(float))
        {
            i = UniformOfEight(seed, first, low, high, MemoryMarshal.Cast<T, float>(y));
        }

        for (; i < y.Length; i += 2)
        {
            var (a, b, c, d) = Philox.At(seed, first + (ulong)i);
            y[i] = Scaled(Philox.ToUnit(a, b));
            if (i + 1 < y.Length)
            {
                y[i + 1] = Scaled(Philox.ToUnit(c, d));
            }
        }

        // Rounding to the element type may reach the exclusive upper bound.
        T Scaled(double unit)
        {
            var value = T.CreateTruncating(low + (unit * (high - low)));
            return value >= top && high > low ? T.BitDecrement(top) : value;
        }
    }

    /// <summary>Generates values in groups of eight; returns their number.</summary>
    private static unsafe int UniformOfEight(ulong seed, ulong first, double low, double high, Span<float> y)
    {
        // An empty or reversed interval has no exclusive upper bound to avoid.
        var top = Vector256.Create(high > low ? (float)high : float.PositiveInfinity);
        var (start, length) = (Vector256.Create(low), Vector256.Create(high - low));
        var below = Vector256.Create(float.BitDecrement((float)high));
        var inTurn = Vector256.Create(0, 4, 1, 5, 2, 6, 3, 7);
        var keys = stackalloc ulong[PhiloxVectors.KeyCount];
        PhiloxVectors.Keys(seed, new Span<ulong>(keys, PhiloxVectors.KeyCount));
        var i = 0;
        for (; i <= y.Length - 8; i += 8)
        {
            var (even, odd) = PhiloxVectors.UnitsOfFour(keys, first + (ulong)i);
            var values = Vector256.Shuffle(Vector256.Narrow(start + (even * length), start + (odd * length)), inTurn);
            Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(values, top), below, values).CopyTo(y[i..]);
        }

        return i;
    }

    private static void Normal<T>(ulong seed, ulong first, double mean, double deviation, double cut, Span<T> y)
        where T : struct, IFloatingPointIeee754<T>
    {
        for (var i = 0; i < y.Length; i++)
        {
            double standard;
            var attempt = 0u;
            do
            {
                // Box-Muller transform: two uniform values yield one normal value; 1 - u avoids log(0).
                var (a, b, c, d) = Philox.At(seed, first + (ulong)i, attempt++);
                standard = Math.Sqrt(-2 * Math.Log(1 - Philox.ToUnit(a, b))) * Math.Cos(2 * Math.PI * Philox.ToUnit(c, d));
            }
            while (Math.Abs(standard) > cut);

            y[i] = T.CreateTruncating(mean + (deviation * standard));
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The optimizers' updates, each in one pass over the weights: every array is read and written once. A formula is written once, for vectors;
/// the rest of the array goes through the same vectors, padded.
/// </summary>
internal static class OptimizerSteps
{
    public static void Sgd<T>(Span<T> weight, ReadOnlySpan<T> gradient, Span<T> velocity, T learningRate, T momentum, bool nesterov) where T : unmanaged, INumber<T>
    {
        var (rate, mu) = (new Vector<T>(learningRate), new Vector<T>(momentum));
        for (var i = 0; i < weight.Length; i += Vector<T>.Count)
        {
            var step = rate * Load(gradient, i);
            if (velocity.IsEmpty)
            {
                Store(Load(weight, i) - step, weight, i);
                continue;
            }

            var v = (mu * Load(velocity, i)) - step;
            Store(v, velocity, i);
            Store(Load(weight, i) + (nesterov ? (mu * v) - step : v), weight, i);
        }
    }

    public static void RmsProp<T>(
        Span<T> weight, ReadOnlySpan<T> gradient, Span<T> velocity, Span<T> momentumSlot, Span<T> average, T learningRate, T rho, T momentum, T epsilon)
        where T : unmanaged, INumber<T>
    {
        var (rate, decay, rest) = (new Vector<T>(learningRate), new Vector<T>(rho), new Vector<T>(T.One - rho));
        var (mu, eps) = (new Vector<T>(momentum), new Vector<T>(epsilon));
        for (var i = 0; i < weight.Length; i += Vector<T>.Count)
        {
            var g = Load(gradient, i);
            var v = (decay * Load(velocity, i)) + (rest * g * g);
            Store(v, velocity, i);
            var denominator = v + eps;
            if (!average.IsEmpty)
            {
                var mean = (decay * Load(average, i)) + (rest * g);
                Store(mean, average, i);
                denominator -= mean * mean;
            }

            var step = rate * g / Vector.SquareRoot(denominator);
            if (!momentumSlot.IsEmpty)
            {
                step += mu * Load(momentumSlot, i);
                Store(step, momentumSlot, i);
            }

            Store(Load(weight, i) - step, weight, i);
        }
    }

    public static void Adam<T>(
        Span<T> weight, ReadOnlySpan<T> gradient, Span<T> momentum, Span<T> velocity, Span<T> largestVelocity, T alpha, T beta1, T beta2, T epsilon)
        where T : unmanaged, INumber<T>
    {
        var (rate, eps) = (new Vector<T>(alpha), new Vector<T>(epsilon));
        var (rest1, rest2) = (new Vector<T>(T.One - beta1), new Vector<T>(T.One - beta2));
        for (var i = 0; i < weight.Length; i += Vector<T>.Count)
        {
            var g = Load(gradient, i);
            var m = Load(momentum, i);
            m += (g - m) * rest1;
            Store(m, momentum, i);
            var v = Load(velocity, i);
            v += ((g * g) - v) * rest2;
            Store(v, velocity, i);
            if (!largestVelocity.IsEmpty)
            {
                v = Vector.Max(v, Load(largestVelocity, i));
                Store(v, largestVelocity, i);
            }

            Store(Load(weight, i) - (m * rate / (Vector.SquareRoot(v) + eps)), weight, i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Load<T>(ReadOnlySpan<T> values, int i) where T : unmanaged =>
        i <= values.Length - Vector<T>.Count ? Unsafe.As<T, Vector<T>>(ref Unsafe.Add(ref MemoryMarshal.GetReference(values), i)) : LoadTail(values[i..]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(Vector<T> vector, Span<T> values, int i) where T : unmanaged
    {
        if (i <= values.Length - Vector<T>.Count)
        {
            Unsafe.As<T, Vector<T>>(ref Unsafe.Add(ref MemoryMarshal.GetReference(values), i)) = vector;
        }
        else
        {
            StoreTail(vector, values[i..]);
        }
    }

    private static Vector<T> LoadTail<T>(ReadOnlySpan<T> tail) where T : unmanaged
    {
        Span<T> padded = stackalloc T[Vector<T>.Count];
        tail.CopyTo(padded);
        return new Vector<T>(padded);
    }

    private static void StoreTail<T>(Vector<T> vector, Span<T> tail) where T : unmanaged
    {
        Span<T> padded = stackalloc T[Vector<T>.Count];
        vector.CopyTo(padded);
        padded[..tail.Length].CopyTo(tail);
    }
}

using System.Globalization;

namespace Glassbox.Layers;

/// <summary>The random keys of a layer: its own sequence if it has a seed, otherwise the global one.</summary>
internal sealed class RandomDraws(int? seed)
{
    private ulong count;

    /// <summary>The seed; null for none.</summary>
    public int? Seed => seed;

    /// <summary>The number of draws made from the seed.</summary>
    public ulong Count
    {
        get => Volatile.Read(ref count);
        set => Volatile.Write(ref count, value);
    }

    /// <summary>The key of the next draw.</summary>
    /// <param name="call">The call that the draw belongs to, which commits it at its end; null to count it at once.</param>
    public ulong Next(CallContext? call) => call is not null ? call.NextKey(seed is null ? null : this)
        : seed is null ? RandomSeed.Next()
        : KeyAt(Interlocked.Increment(ref count) - 1);

    /// <summary>The key at a position of the seeded sequence, counted from 0.</summary>
    public ulong KeyAt(ulong position) => RandomSeed.Mix(RandomSeed.Mix((uint)seed!.Value) + position);

    /// <summary>Advances the sequence by a number of draws.</summary>
    public void Advance(ulong draws) => Interlocked.Add(ref count, draws);

    /// <summary>Uniform random values in [low, high).</summary>
    public Tensor Uniform(Shape shape, DType dtype, CallContext call, double low = 0, double high = 1) =>
        Tensor.Random(shape, dtype, Next(call), low, high);

    /// <summary>Normally distributed random values.</summary>
    public Tensor Normal(Shape shape, DType dtype, double mean, double deviation, CallContext call) =>
        Tensor.RandomBell(shape, dtype, Next(call), mean, deviation);

    /// <summary>A random mask of ones, with zeros at the given rate.</summary>
    public Tensor Kept(Shape shape, DType dtype, double rate, CallContext call) =>
        Ops.Cast(Uniform(shape, DType.Float32, call) >= rate, dtype);

    /// <summary>As <see cref="Kept"/>, scaled by 1 / (1 − rate) to preserve the expected value of what is multiplied by it.</summary>
    public Tensor KeptAndScaled(Shape shape, DType dtype, double rate, CallContext call) =>
        rate == 1 ? Tensor.Zeros(shape, dtype) : Tensor.Dropped(shape, dtype, Next(call), rate);

    /// <summary>x times <see cref="KeptAndScaled"/> of its shape, in one pass.</summary>
    public Tensor Dropout(Tensor x, double rate, CallContext call) =>
        rate == 1 ? x * Tensor.Zeros(x.Shape, x.DType) : Ops.Dropout(x, Next(call), rate);

    /// <summary>Returns the rate after checking that it is in [0, 1].</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public static double CheckedRate(double rate, string owner) => rate is >= 0 and <= 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), $"{rate}",
        $"{owner} needs a rate of 0 to 1: the fraction of the inputs to drop; received {rate}.");

    /// <summary>Returns the rate after checking that it is in [0, 1), for layers that divide by 1 − rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rate is out of range.</exception>
    public static double CheckedRateBelowOne(double rate, string owner) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), $"{rate}",
        $"{owner} needs a rate of 0 or more and less than 1: it divides by 1 - rate; received {rate}.");
}

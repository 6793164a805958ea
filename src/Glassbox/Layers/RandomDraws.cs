using System.Globalization;

namespace Glassbox.Layers;

/// <summary>The keys of a layer's random draws: a sequence of its own where it has a seed, otherwise the program's.</summary>
internal sealed class RandomDraws(int? seed)
{
    private ulong count;

    /// <summary>The seed that was given; null for none.</summary>
    public int? Seed => seed;

    /// <summary>How many draws were made with the seed.</summary>
    public ulong Count
    {
        get => Volatile.Read(ref count);
        set => Volatile.Write(ref count, value);
    }

    /// <summary>The key of the next draw.</summary>
    /// <param name="call">The call that it is for, at whose end it counts as made; null where it counts at once.</param>
    public ulong Next(CallContext? call) => call is not null ? call.NextKey(seed is null ? null : this)
        : seed is null ? RandomSeed.Next()
        : KeyAt(Interlocked.Increment(ref count) - 1);

    /// <summary>The key of a draw with the seed, counted from 0.</summary>
    public ulong KeyAt(ulong position) => RandomSeed.Mix(RandomSeed.Mix((uint)seed!.Value) + position);

    /// <summary>Counts draws as made.</summary>
    public void Advance(ulong draws) => Interlocked.Add(ref count, draws);

    /// <summary>Uniform numbers in [low, high).</summary>
    public Tensor Uniform(Shape shape, DType dtype, CallContext call, double low = 0, double high = 1) =>
        Tensor.Random(shape, dtype, Next(call), low, high);

    /// <summary>Numbers of a normal distribution.</summary>
    public Tensor Normal(Shape shape, DType dtype, double mean, double deviation, CallContext call) =>
        Tensor.RandomBell(shape, dtype, Next(call), mean, deviation);

    /// <summary>A part of a mask's elements is zero, the others are one.</summary>
    public Tensor Kept(Shape shape, DType dtype, double rate, CallContext call) =>
        Ops.Cast(Uniform(shape, DType.Float32, call) >= rate, dtype);

    /// <summary>
    /// As <see cref="Kept"/>, scaled up by 1 / (1 − rate), so that the sum of what is multiplied by it stays the same on average.
    /// </summary>
    public Tensor KeptAndScaled(Shape shape, DType dtype, double rate, CallContext call) =>
        rate == 1 ? Tensor.Zeros(shape, dtype) : Tensor.Dropped(shape, dtype, Next(call), rate);

    /// <summary>x times <see cref="KeptAndScaled"/> of its own shape, in one pass.</summary>
    public Tensor Dropout(Tensor x, double rate, CallContext call) =>
        rate == 1 ? x * Tensor.Zeros(x.Shape, x.DType) : Ops.Dropout(x, Next(call), rate);

    /// <summary>A rate from 0 to 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double CheckedRate(double rate, string owner) => rate is >= 0 and <= 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), $"{rate}",
        $"{owner} needs a rate of 0 to 1: the part of the inputs to drop; received {rate}.");

    /// <summary>A rate of 0 or more and less than 1, of layers that divide by what is left.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double CheckedRateBelowOne(double rate, string owner) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), $"{rate}",
        $"{owner} needs a rate of 0 or more and less than 1: it divides by 1 - rate; received {rate}.");
}

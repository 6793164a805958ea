namespace Glassbox.Layers;

/// <summary>The keys of a layer's random draws: a sequence of its own where it has a seed, otherwise the program's.</summary>
internal sealed class RandomDraws(int? seed)
{
    /// <summary>The seed that was given; null for none.</summary>
    public int? Seed => seed;

    /// <summary>How many draws were made with the seed.</summary>
    public ulong Count { get; set; }

    /// <summary>The key of the next draw.</summary>
    public ulong Next() => seed is { } own ? RandomSeed.Mix(RandomSeed.Mix((uint)own) + Count++) : RandomSeed.Next();

    /// <summary>Uniform numbers in [low, high).</summary>
    public Tensor Uniform(Shape shape, DType dtype, double low = 0, double high = 1) => Tensor.Random(shape, dtype, Next(), low, high);

    /// <summary>Numbers of a normal distribution.</summary>
    public Tensor Normal(Shape shape, DType dtype, double mean, double deviation) => Tensor.RandomBell(shape, dtype, Next(), mean, deviation);

    /// <summary>A part of a mask's elements is zero, the others are one.</summary>
    public Tensor Kept(Shape shape, DType dtype, double rate) => Ops.Cast(Uniform(shape, DType.Float32) >= rate, dtype);

    /// <summary>As <see cref="Kept"/>, scaled up by 1 / (1 − rate), so that the sum of what is multiplied by it stays the same on average.</summary>
    public Tensor KeptAndScaled(Shape shape, DType dtype, double rate) => Tensor.Dropped(shape, dtype, Next(), rate);

    /// <summary>x times <see cref="KeptAndScaled"/> of its own shape, in one pass.</summary>
    public Tensor Dropout(Tensor x, double rate) => Ops.Dropout(x, Next(), rate);

    /// <summary>A rate of 0 or more and less than 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double CheckedRate(double rate, string owner) => rate is >= 0 and < 1
        ? rate
        : throw new ArgumentOutOfRangeException(nameof(rate), rate, $"{owner} needs a rate of 0 or more and less than 1: the part of the inputs to drop; received {rate}.");
}

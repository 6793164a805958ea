using System.Numerics;
using CsCheck;

namespace Glassbox.Tests.Backends;

/// <summary>Extents and values that kernels are tried with.</summary>
internal static class Numbers
{
    /// <summary>Nothing, one, small numbers, and some around the sizes of vectors and blocks, primes among them.</summary>
    public static readonly Gen<int> Extent =
        Gen.OneOf(Gen.Int[0, 3], Gen.Int[1, 40], Gen.OneOf(Gen.Const(64), Gen.Const(97), Gen.Const(127), Gen.Const(128), Gen.Const(257)));

    /// <summary>Lengths of whole arrays: as <see cref="Extent"/>, and some of many vectors.</summary>
    public static readonly Gen<int> Length = Gen.OneOf(Extent, Gen.Int[1000, 1100], Gen.Const(4099));

    public static readonly Gen<int> Seed = Gen.Int[0, 1_000_000];

    /// <summary>One of these.</summary>
    public static Gen<T> OneOf<T>(IEnumerable<T> choices)
    {
        T[] all = [.. choices];
        return Gen.Int[0, all.Length - 1].Select(i => all[i]);
    }

    /// <summary>Between −1 and 1.</summary>
    public static T[] Tame<T>(int length, int seed) where T : INumber<T>
    {
        var (values, random) = (new T[length], new Random(seed));
        for (var i = 0; i < length; i++)
        {
            values[i] = T.CreateTruncating((random.NextDouble() * 2) - 1);
        }

        return values;
    }

    /// <summary>Numbers of all sizes, among them NaN, the infinities, both zeros, and the smallest and the largest of the type.</summary>
    public static T[] Wild<T>(int length, int seed) where T : IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(24) switch
        {
            0 => T.NaN,
            1 => T.PositiveInfinity,
            2 => T.NegativeInfinity,
            3 => T.Zero,
            4 => T.NegativeZero,
            5 => T.Epsilon,
            6 => T.MaxValue,
            7 => T.MinValue,
            8 => T.CreateTruncating(random.Next(-3, 4)),
            9 => T.CreateTruncating(random.Next(-7, 8) + 0.5),
            < 14 => Signed(Math.Pow(10, random.Next(-30, 30))),
            < 19 => Signed(100),
            _ => Signed(1),
        })];

        T Signed(double size) => T.CreateTruncating(((random.NextDouble() * 2) - 1) * size);
    }

    /// <summary>As <see cref="Tame"/>, but NaN and the infinities at a few places, never the first.</summary>
    public static T[] Spotted<T>(int length, int seed) where T : IFloatingPointIeee754<T>
    {
        var (values, random) = (Tame<T>(length, seed), new Random(seed));
        for (var i = 1; i < length; i++)
        {
            values[i] = random.Next(50) switch { 0 => T.NaN, 1 => T.PositiveInfinity, 2 => T.NegativeInfinity, _ => values[i] };
        }

        return values;
    }

    /// <summary>Whole numbers of all sizes, the smallest and the largest among them.</summary>
    public static T[] Whole<T>(int length, int seed) where T : IBinaryInteger<T>, IMinMaxValue<T>
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(8) switch
        {
            0 => T.MinValue,
            1 => T.MaxValue,
            < 5 => T.CreateTruncating(random.NextInt64()),
            _ => T.CreateTruncating(random.Next(-4, 5)),
        })];
    }

    /// <summary>The same values in double precision.</summary>
    public static double[] Exactly<T>(ReadOnlySpan<T> values) where T : INumber<T>
    {
        var exact = new double[values.Length];
        for (var i = 0; i < exact.Length; i++)
        {
            exact[i] = double.CreateTruncating(values[i]);
        }

        return exact;
    }
}

using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>Types, lengths and values of operands.</summary>
internal static class Values
{
    /// <summary>So many elements are cut into parts for the threads.</summary>
    private const int Long = 300_007;

    public static readonly Gen<DType> Floats = Numbers.OneOf([DType.Float32, DType.Float64]);

    public static readonly Gen<DType> Integers = Numbers.OneOf([DType.UInt8, DType.Int32, DType.Int64]);

    public static readonly Gen<DType> Types =
        Numbers.OneOf([DType.Bool, DType.UInt8, DType.Int32, DType.Int64, DType.Float32, DType.Float64]);

    public static readonly Gen<int> Length = Gen.Frequency((40, Numbers.Length), (1, Gen.Const(Long)));

    /// <summary>Between −1 and 1, as the type holds them.</summary>
    public static double[] Tame(DType dtype, int length, int seed) =>
        dtype == DType.Float32 ? Numbers.Exactly<float>(Numbers.Tame<float>(length, seed)) : Numbers.Tame<double>(length, seed);

    /// <summary>As <see cref="Tame"/>, but NaN and the infinities at a few places, never the first.</summary>
    public static double[] Spotted(DType dtype, int length, int seed) =>
        dtype == DType.Float32 ? Numbers.Exactly<float>(Numbers.Spotted<float>(length, seed)) : Numbers.Spotted<double>(length, seed);

    /// <summary>Tame ones for two seeds out of three, else spotted ones.</summary>
    public static double[] Mostly(DType dtype, int length, int seed) =>
        seed % 3 == 0 ? Spotted(dtype, length, seed) : Tame(dtype, length, seed);

    /// <summary>Numbers of all sizes, among them NaN, the infinities, both zeros, and the smallest and the largest of the type.</summary>
    public static double[] Wild(DType dtype, int length, int seed) =>
        dtype == DType.Float32 ? Numbers.Exactly<float>(Numbers.Wild<float>(length, seed)) : Numbers.Wild<double>(length, seed);

    /// <summary>Whole numbers of all sizes, the smallest and the largest of the type among them; truth values.</summary>
    public static long[] Whole(DType dtype, int length, int seed) => dtype.Name switch
    {
        "bool" => Array.ConvertAll(Numbers.Whole<byte>(length, seed), value => value % 2L),
        "uint8" => Array.ConvertAll(Numbers.Whole<byte>(length, seed), value => (long)value),
        "int32" => Array.ConvertAll(Numbers.Whole<int>(length, seed), value => (long)value),
        _ => Numbers.Whole<long>(length, seed),
    };

    /// <summary>A shape, for messages.</summary>
    public static string Text(int[] shape) => $"({string.Join(", ", shape)})";

    /// <summary>Values of any type, of all sizes.</summary>
    public static Pair Any(this BothBackends both, DType dtype, int length, int seed, bool inPlace = false)
    {
        if (dtype.IsFloating)
        {
            var values = Wild(dtype, length, seed);
            return inPlace ? both.InPlace(dtype, values) : both.Input(dtype, values);
        }

        var wholes = Whole(dtype, length, seed);
        return inPlace ? both.InPlace(dtype, wholes) : both.Input(dtype, wholes);
    }
}

using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>Images looked at through matrices.</summary>
internal static class SamplingRows
{
    /// <summary>The numbers of a matrix: any, or whole and half ones, which meet pixels and the edges between them.</summary>
    private static readonly Gen<double[]> Matrix = Gen.OneOf(
        Numbers.Seed.Select(seed => Scaled(Numbers.Tame<double>(8, seed), 1.5, 15, 0.02)),
        Gen.Int[-2, 2].Array[8].Select(whole => Scaled(Array.ConvertAll(whole, value => (double)value), 1, 0.5, 0)));

    /// <summary>Those that lead infinitely far away or nowhere, too.</summary>
    private static readonly Gen<double[]> AnyMatrix = Gen.Frequency(
        (4, Matrix),
        (1, Gen.Int[-2, 2].Array[8].Select(whole => Array.ConvertAll(whole, value => (double)value))));

    private static readonly Gen<ImageSampling> Sampled = Gen.Frequency(
        (60, from extents in Gen.Int[1, 12].Array[2]
             from batch in Gen.Int[0, 3]
             from channels in Gen.Int[1, 5]
             from bilinear in Gen.Bool
             from mode in Gen.Enum<FillMode>()
             from value in Gen.Double[-1, 1]
             select new ImageSampling(batch, extents[0], extents[1], channels, bilinear, mode, value)),

        // Large enough for several tasks.
        (1, Gen.Const(new ImageSampling(3, 140, 150, 3, true, FillMode.Reflect, 0))));

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.AffineTransform)] = new(200,
            from sampling in Sampled
            from matrices in AnyMatrix.Array[sampling.Batch]
            from dtype in Values.Floats
            from seed in Numbers.Seed
            select new OracleCase($"{dtype} {sampling}", seed, both =>
            {
                var size = sampling.Batch * sampling.ImageSize;
                var x = both.Input(dtype, Values.Tame(dtype, size, seed));
                var through = both.Input(DType.Float64, [.. matrices.SelectMany(matrix => matrix)]);
                var y = both.Output(dtype, size);
                both.Run((backend, side) => backend.AffineTransform(sampling, side.Of(x), side.Of(through), side.Of(y)));
                both.AssertNear(y, 32, smallest: 1);
            })),

        [nameof(IBackend.AffineTransformScatter)] = new(200,
            from sampling in Sampled
            from matrices in Matrix.Array[sampling.Batch]
            from dtype in Values.Floats
            from seed in Numbers.Seed
            select new OracleCase($"{dtype} {sampling}", seed, both =>
            {
                var size = sampling.Batch * sampling.ImageSize;
                var dy = both.Input(dtype, Values.Tame(dtype, size, seed));
                var through = both.Input(DType.Float64, [.. matrices.SelectMany(matrix => matrix)]);
                var dx = both.Output(dtype, size);
                void Call(IBackend backend, Side side) =>
                    backend.AffineTransformScatter(sampling, side.Of(dy), side.Of(through), side.Of(dx));
                both.Run(Call);

                // Weights are rounded as numbers of 1, whatever they are.
                both.AssertNear(dx, 32, Array.ConvertAll(Magnitudes.Of(dx, Call, through), size => size + 1));
            })),
    };

    /// <summary>A matrix whose factors, shifts and perspective are so large.</summary>
    private static double[] Scaled(double[] matrix, double factors, double shifts, double perspective) =>
        [.. matrix.Select((value, i) => value * i switch { 2 or 5 => shifts, 6 or 7 => perspective, _ => factors })];
}

using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>
/// Convolutions: one to three axes, padding, strides, dilation, groups, windows that reach over every edge, and numbers of filters and
/// channels for each width of vectors.
/// </summary>
internal static class ConvolutionRows
{
    private static readonly Gen<(int Input, int Kernel, int Stride, int Dilation, int Padding, int Behind)> ConvolvedAxis =
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[0, 3], Gen.Int[0, 3]);

    private static readonly Gen<ConvolutionShape> Convolved = Gen.Frequency(
        (80, from rank in Gen.Int[1, 3]
             from axes in ConvolvedAxis.Array[rank]
             from batch in Gen.Int[0, 3]
             from groups in Gen.Frequency((4, Gen.Const(1)), (1, Gen.Int[2, 3]))
             from channels in Gen.OneOf(Gen.Int[1, 5], Numbers.OneOf([9, 17, 35]))
             from filters in Gen.OneOf(Gen.Int[1, 5], Numbers.OneOf([9, 17, 35]))
             select Windows.Shape(axes, batch, channels * groups, filters * groups, groups)),

        // Each channel by itself.
        (40, from axes in ConvolvedAxis.Array[2]
             from batch in Gen.Int[1, 3]
             from channels in Numbers.OneOf([2, 3, 8, 17, 35, 64])
             from filters in Gen.Int[1, 3]
             select Windows.Shape(axes, batch, channels, channels * filters, channels)),

        // Wide enough for several tasks.
        (1, Gen.Const(Windows.Shape([(61, 3, 1, 1, 1, 1), (67, 3, 1, 1, 1, 1)], 3, 4, 17, 1))));

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.Convolve)] = new(150,
            from shape in Convolved
            from dtype in Values.Floats
            from withBias in Gen.Bool
            from relu in Gen.Bool
            from seed in Numbers.Seed
            select new OracleCase($"{dtype} {shape} bias {withBias} relu {relu}", seed, both =>
            {
                var (x, kernel) = (Images(both, dtype, shape, seed), Weights(both, dtype, shape, seed + 1));
                var y = both.Output(dtype, Windows.OutputSize(shape));
                var bias = withBias ? both.Input(dtype, Values.Tame(dtype, shape.Filters, seed + 2)) : null;
                void Call(IBackend backend, Side side) =>
                    backend.Convolve(shape, side.Of(x), side.Of(kernel), side.Of(bias), relu, side.Of(y));
                both.Run(Call);
                both.AssertNear(y, 16, Magnitudes.Of(y, Call));
            })),

        [nameof(IBackend.ConvolutionInputGradient)] = new(150,
            from shape in Convolved
            from dtype in Values.Floats
            from seed in Numbers.Seed
            select new OracleCase($"{dtype} {shape}", seed, both =>
            {
                var dy = both.Input(dtype, Values.Mostly(dtype, Windows.OutputSize(shape), seed));
                var (kernel, dx) = (Weights(both, dtype, shape, seed + 1), both.Output(dtype, Windows.InputSize(shape)));
                void Call(IBackend backend, Side side) =>
                    backend.ConvolutionInputGradient(shape, side.Of(dy), side.Of(kernel), side.Of(dx));
                both.Run(Call);
                both.AssertNear(dx, 16, Magnitudes.Of(dx, Call));
            })),

        [nameof(IBackend.ConvolutionKernelGradient)] = new(150,
            from shape in Convolved
            from dtype in Values.Floats
            from seed in Numbers.Seed
            select new OracleCase($"{dtype} {shape}", seed, both =>
            {
                var x = Images(both, dtype, shape, seed);
                var dy = both.Input(dtype, Values.Tame(dtype, Windows.OutputSize(shape), seed + 1));
                var dkernel = both.Output(dtype, shape.Kernel.Size * shape.GroupChannels * shape.Filters);
                void Call(IBackend backend, Side side) =>
                    backend.ConvolutionKernelGradient(shape, side.Of(x), side.Of(dy), side.Of(dkernel));
                both.Run(Call);
                both.AssertNear(dkernel, 32, Magnitudes.Of(dkernel, Call));
            })),
    };

    private static Pair Images(BothBackends both, DType dtype, ConvolutionShape shape, int seed) =>
        both.Input(dtype, Values.Mostly(dtype, Windows.InputSize(shape), seed));

    /// <summary>Without zeros, which would make NaN of an infinity here and none there, where a sum leaves something out.</summary>
    private static Pair Weights(BothBackends both, DType dtype, ConvolutionShape shape, int seed)
    {
        var weights = Values.Tame(dtype, shape.Kernel.Size * shape.GroupChannels * shape.Filters, seed);
        return both.Input(dtype, Array.ConvertAll(weights, value => value == 0 ? 1 : value));
    }
}

using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>Pooling: one to three axes, padding, strides, any number of channels.</summary>
internal static class PoolingRows
{
    private static readonly Gen<int> PooledChannels = Gen.OneOf(Gen.Int[1, 5], Numbers.OneOf([8, 19, 67]));

    /// <summary>Windows of any kind, and windows of two by two inside the images.</summary>
    public static readonly Gen<ConvolutionShape> Small = Of(PooledChannels);

    /// <summary>The same over channels that whole vectors hold.</summary>
    public static readonly Gen<ConvolutionShape> InWholeVectors = Of(Numbers.OneOf([2, 8, 16, 24, 64]));

    private static readonly Gen<ConvolutionShape> Pooled = Gen.Frequency(
        (80, Small),

        // With more elements than a byte can count, as many, and large enough for several tasks.
        (1, Numbers.OneOf([
            Windows.Shape([(26, 17, 3, 1, 2, 1), (22, 17, 2, 1, 0, 4)], 2, 67, 67, 1),
            Windows.Shape([(25, 16, 3, 1, 2, 1), (21, 16, 2, 1, 0, 4)], 2, 67, 67, 1),
            Windows.Shape([(12, 3, 3, 1, 2, 1), (305, 300, 2, 1, 0, 4)], 2, 19, 19, 1),
            Windows.Shape([(101, 3, 2, 1, 1, 1), (131, 3, 2, 1, 1, 1)], 3, 16, 16, 1),

            // That hold the images wherever they are.
            Everywhere(1, 300, 1), Everywhere(1, 300, 2), Everywhere(24, 30, 1), Everywhere(24, 30, 2)])));

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.MaxPool)] = PoolingRow((both, dtype, shape, seed) =>
        {
            var (x, y) = (Tenths(both, dtype, shape, seed), both.Output(dtype, Windows.OutputSize(shape)));
            var chosen = seed % 2 == 0 ? both.Output(shape.ChosenType, Windows.OutputSize(shape)) : null;
            both.Run((backend, side) => backend.MaxPool(shape, side.Of(x), side.Of(y), side.Of(chosen)));
            both.AssertSame(y);
            if (chosen is not null)
            {
                both.AssertBytes(chosen);
            }
        }),

        [nameof(IBackend.MaxPoolScatter)] = PoolingRow((both, dtype, shape, seed) =>
        {
            var dy = both.Input(dtype, Values.Mostly(dtype, Windows.OutputSize(shape), seed));
            var dx = both.Output(dtype, Windows.InputSize(shape));
            var chosen = Chosen(both, dtype, shape, seed);
            void Call(IBackend backend, Side side) => backend.MaxPoolScatter(shape, side.Of(dy), side.Of(chosen), side.Of(dx));
            both.Run(Call);
            both.AssertNear(dx, 8, Magnitudes.Of(dx, Call));
        }),

        [nameof(IBackend.MaxPoolGather)] = PoolingRow((both, dtype, shape, seed) =>
        {
            var (chosen, x) = (Chosen(both, dtype, shape, seed), Tenths(both, dtype, shape, seed + 1));
            var y = both.Output(dtype, Windows.OutputSize(shape));
            both.Run((backend, side) => backend.MaxPoolGather(shape, side.Of(x), side.Of(chosen), side.Of(y)));
            both.AssertSame(y);
        }),

        [nameof(IBackend.AveragePool)] = PoolingRow((both, dtype, shape, seed) =>
        {
            var x = both.Input(dtype, Values.Mostly(dtype, Windows.InputSize(shape), seed));
            var y = both.Output(dtype, Windows.OutputSize(shape));
            void Call(IBackend backend, Side side) => backend.AveragePool(shape, side.Of(x), side.Of(y));
            both.Run(Call);
            both.AssertNear(y, 40, Magnitudes.Of(y, Call));
        }),

        [nameof(IBackend.AveragePoolScatter)] = PoolingRow((both, dtype, shape, seed) =>
        {
            var dy = both.Input(dtype, Values.Mostly(dtype, Windows.OutputSize(shape), seed));
            var dx = both.Output(dtype, Windows.InputSize(shape));
            void Call(IBackend backend, Side side) => backend.AveragePoolScatter(shape, side.Of(dy), side.Of(dx));
            both.Run(Call);
            both.AssertNear(dx, 40, Magnitudes.Of(dx, Call));
        }),
    };

    private static Gen<ConvolutionShape> Of(Gen<int> numbers) => Gen.OneOf(
        from rank in Gen.Int[1, 3]
        from axes in Gen.Select(Gen.Int[1, 9], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[0, 3], Gen.Int[0, 3],
            (input, kernel, stride, padding, behind) =>
            // Every window has something of the image inside.
            (Math.Max(input, kernel), kernel, stride, 1, Math.Min(padding, kernel - 1), Math.Min(behind, kernel - 1))).Array[rank]
        from batch in Gen.Int[0, 3]
        from channels in numbers
        select Windows.Shape(axes, batch, channels, channels, 1),
        from axes in Gen.Select(Gen.Int[2, 9], Gen.Int[1, 3], (input, stride) => (input, 2, stride, 1, 0, 0)).Array[2]
        from batch in Gen.Int[0, 3]
        from channels in numbers
        select Windows.Shape(axes, batch, channels, channels, 1));

    private static ConvolutionShape Everywhere(int height, int width, int stride) => ConvolutionShape.Create(
        () => "A test", 2, 3, 3, 1,
        new WindowAxis(height, int.MaxValue, stride, 1, int.MaxValue / 2, (height + stride - 1) / stride),
        new WindowAxis(width, int.MaxValue, stride, 1, int.MaxValue / 2, (width + stride - 1) / stride));

    private static OracleRow PoolingRow(Action<BothBackends, DType, ConvolutionShape, int> body) => new(150,
        from shape in Pooled
        from dtype in Values.Floats
        from seed in Numbers.Seed
        select new OracleCase($"{dtype} {shape}", seed, both => body(both, dtype, shape, seed)));

    /// <summary>Images rounded to a tenth, so that often several pixels are equal.</summary>
    private static Pair Tenths(BothBackends both, DType dtype, ConvolutionShape shape, int seed) =>
        both.Input(dtype, Array.ConvertAll(Values.Spotted(dtype, Windows.InputSize(shape), seed), value => Math.Round(value * 10)));

    /// <summary>Which elements of the windows are the largest of some images.</summary>
    private static Pair Chosen(BothBackends both, DType dtype, ConvolutionShape shape, int seed)
    {
        var chosen = both.Output(shape.ChosenType, Windows.OutputSize(shape));
        var (x, y) = (Tenths(both, dtype, shape, seed), both.Output(dtype, Windows.OutputSize(shape)));
        both.Run((backend, side) => backend.MaxPool(shape, side.Of(x), side.Of(y), side.Of(chosen)));
        return chosen;
    }
}

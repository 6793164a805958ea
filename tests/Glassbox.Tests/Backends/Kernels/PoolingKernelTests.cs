using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>The largest and the mean under windows, and their gradients, against plain loops: one to three axes, padding, strides, any number of channels.</summary>
public class PoolingKernelTests
{
    private static readonly Gen<int> Channels = Gen.OneOf(Gen.Int[1, 5], Gen.Const(8), Gen.Const(19), Gen.Const(67));

    private static readonly Gen<ConvolutionShape> Shapes = ShapesOf(Channels);

    private static readonly Gen<ConvolutionShape> TwoByTwoInside = TwoByTwoInsideOf(Channels);

    private static readonly Gen<int> InWholeVectors = Numbers.OneOf([2, 8, 16, 24, 64]);

    private static readonly Gen<ConvolutionShape> ForPastCaches = Gen.OneOf(ShapesOf(InWholeVectors), TwoByTwoInsideOf(InWholeVectors));

    private static Gen<ConvolutionShape> ShapesOf(Gen<int> numbersOfChannels) =>
        from rank in Gen.Int[1, 3]
        from axes in Gen.Select(Gen.Int[1, 9], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[0, 3], Gen.Int[0, 3], (input, kernel, stride, padding, behind) =>
            // Every window has something of the image inside.
            (Math.Max(input, kernel), kernel, stride, 1, Math.Min(padding, kernel - 1), Math.Min(behind, kernel - 1))).Array[rank]
        from batch in Gen.Int[0, 3]
        from channels in numbersOfChannels
        select Windows.Shape(axes, batch, channels, channels, 1);

    private static Gen<ConvolutionShape> TwoByTwoInsideOf(Gen<int> numbersOfChannels) =>
        from axes in Gen.Select(Gen.Int[2, 9], Gen.Int[1, 3], (input, stride) => (input, 2, stride, 1, 0, 0)).Array[2]
        from batch in Gen.Int[0, 3]
        from channels in numbersOfChannels
        select Windows.Shape(axes, batch, channels, channels, 1);

    [Fact]
    public void The_largest_and_where_it_was() => Gen.Select(Shapes, Numbers.Seed).Sample((shape, seed) =>
    {
        Check<float>(shape, seed);
        Check<double>(shape, seed);
    }, iter: 150);

    [Fact]
    public void The_mean() => Gen.Select(Shapes, Numbers.Seed).Sample((shape, seed) =>
    {
        CheckMean<float>(shape, seed);
        CheckMean<double>(shape, seed);
    }, iter: 150);

    [Theory]
    [InlineData(16, 16)]
    [InlineData(17, 17)]
    [InlineData(3, 300)]
    public void Windows_with_more_elements_than_a_byte_can_count(int height, int width)
    {
        var shape = Windows.Shape([(height + 9, height, 3, 1, 2, 1), (width + 5, width, 2, 1, 0, 4)], 2, 67, 67, 1);
        Check<float>(shape, 1);
        Check<double>(shape, 2);
    }

    [Theory]
    [InlineData(1, 300)]
    [InlineData(24, 30)]
    public void Windows_that_hold_the_images_wherever_they_are(int height, int width)
    {
        // More elements of windows than are noted at a time.
        foreach (var stride in new[] { 1, 2 })
        {
            var shape = ConvolutionShape.Create(
                () => "A test", 2, 3, 3, 1,
                new WindowAxis(height, int.MaxValue, stride, 1, int.MaxValue / 2, (height + stride - 1) / stride),
                new WindowAxis(width, int.MaxValue, stride, 1, int.MaxValue / 2, (width + stride - 1) / stride));
            Check<float>(shape, 1);
            CheckMean<double>(shape, 2);
        }
    }

    [Fact]
    public void Images_large_enough_for_several_tasks()
    {
        var shape = Windows.Shape([(101, 3, 2, 1, 1, 1), (131, 3, 2, 1, 1, 1)], 3, 16, 16, 1);
        Check<float>(shape, 1);
        CheckMean<float>(shape, 1);
    }

    [Fact]
    public void Windows_of_two_by_two_inside_the_images() => Gen.Select(TwoByTwoInside, Numbers.Seed).Sample((shape, seed) =>
    {
        Check<float>(shape, seed);
        Check<double>(shape, seed);
        CheckMean<float>(shape, seed);
        CheckMean<double>(shape, seed);
    }, iter: 150);

    [Fact]
    public void What_is_written_past_the_caches_is_the_same() => Gen.Select(ForPastCaches, Numbers.Seed).Sample((shape, seed) =>
    {
        CheckPastCaches<float>(shape, seed);
        CheckPastCaches<double>(shape, seed);
    }, iter: 150);

    [Fact]
    public void Images_that_no_cache_holds()
    {
        var shape = Windows.Shape([(512, 2, 2, 1, 0, 0), (512, 2, 2, 1, 0, 0)], 1, 32, 32, 1);
        var memory = new GuardedMemory(1, isAligned: true);
        var x = memory.Output<float>(InputSize(shape));
        var (y, largest, chosen) = (memory.Output<float>(Windows.OutputSize(shape)), memory.Output<float>(Windows.OutputSize(shape)), memory.Output<byte>(Windows.OutputSize(shape)));
        var (dx, dlargest) = (memory.Output<float>(InputSize(shape)), memory.Output<float>(InputSize(shape)));
        for (var i = 0; i < x.Length; i++)
        {
            x.Span<float>()[i] = i % 1_000_003;
        }

        Device.Current.AveragePool(shape, x, y);
        Device.Current.AveragePoolScatter(shape, y, dx);
        Device.Current.MaxPool(shape, x, largest, chosen);
        Device.Current.MaxPoolScatter(shape, largest, chosen, dlargest);
        memory.AssertIntact();
        for (var i = 0; i < y.Length; i += 1_001)
        {
            var (window, channel) = Math.DivRem(i, 32);
            var first = (((window / 256 * 2 * 512) + (window % 256 * 2)) * 32) + channel;
            int[] places = [first, first + 32, first + (512 * 32), first + (513 * 32)];
            float[] under = [.. places.Select(at => (float)(at % 1_000_003))];
            Assert.Equal((under.Average(), under.Max(), (byte)under.IndexOf(under.Max())), (y.Span<float>()[i], largest.Span<float>()[i], chosen.Span<byte>()[i]));
            Assert.All(places, at => Assert.Equal(under.Average() / 4, dx.Span<float>()[at]));
            Assert.All(places, at => Assert.Equal(at % 1_000_003 == under.Max() ? under.Max() : 0, dlargest.Span<float>()[at]));
        }
    }

    private static unsafe void CheckPastCaches<T>(ConvolutionShape shape, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (pixels, windows) = (InputSize(shape), Windows.OutputSize(shape));
        var memory = new GuardedMemory(seed, isAligned: true);
        var (x, dy) = (memory.Input<T>(Numbers.Spotted<T>(pixels, seed)), memory.Input<T>(Numbers.Tame<T>(windows, seed + 1)));
        var (y, dx, expectedY, expectedDx) = (memory.Output<T>(windows), memory.Output<T>(pixels), memory.Output<T>(windows), memory.Output<T>(pixels));
        var (chosen, places) = (memory.Output<byte>(windows), memory.Output<byte>(windows));
        var lines = (Output: shape.Batch * shape.Output.Depth * shape.Output.Height, Input: shape.Batch * shape.Input.Depth * shape.Input.Height);
        fixed (T* from = x.Span<T>(), gradients = dy.Span<T>(), to = y.Span<T>(), back = dx.Span<T>())
        {
            fixed (byte* place = chosen.Span<byte>())
            {
                Assert.True(Memory.IsAligned(to) && Memory.IsAligned(back));
                EachChannel<T, MaxPooling<T, byte>>.ForLines(shape, 0, lines.Output, new(shape, from, to, place), to);
                EachPixel<T, MaxPoolingGradient<T, byte>>.ForLines(shape, 0, lines.Input, new(gradients, place, back), back);
                Device.Current.MaxPool(shape, x, expectedY, places);
                Device.Current.MaxPoolScatter(shape, dy, places, expectedDx);
                Same();
                if (shape.Kernel == new Extent3(1, 2, 2) && shape.Input.Depth == 1 && shape.StaysInside)
                {
                    TwoByTwo<T, MaxPooling<T, byte>>.ForLines(shape, 0, lines.Output, new(shape, from, to, place), to);
                    Same();
                }

                Assert.Equal(places.Span<byte>().ToArray(), chosen.Span<byte>().ToArray());

                EachChannel<T, AveragePooling<T>>.ForLines(shape, 0, lines.Output, new(shape, from, to), to);
                EachPixel<T, AveragePoolingGradient<T>>.ForLines(shape, 0, lines.Input, new(gradients, back), back);
                Device.Current.AveragePool(shape, x, expectedY);
                Device.Current.AveragePoolScatter(shape, dy, expectedDx);
                Same();
                if (shape.Kernel == new Extent3(1, 2, 2) && shape.Input.Depth == 1 && shape.StaysInside)
                {
                    TwoByTwo<T, AveragePooling<T>>.ForLines(shape, 0, lines.Output, new(shape, from, to), to);
                    Same();
                }
            }
        }

        void Same()
        {
            memory.AssertIntact();
            Assert.Equal(expectedY.Span<T>().ToArray(), y.Span<T>().ToArray());
            Assert.Equal(expectedDx.Span<T>().ToArray(), dx.Span<T>().ToArray());
        }
    }

    private static void Check<T>(ConvolutionShape shape, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        if (shape.ChosenType == DType.UInt8)
        {
            Check<T, byte>(shape, seed);
        }
        else
        {
            Check<T, int>(shape, seed);
        }
    }

    private static void Check<T, TIndex>(ConvolutionShape shape, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        // Rounded to a tenth, so that often several are equal, and the first of them counts.
        var values = Array.ConvertAll(Numbers.Spotted<T>(InputSize(shape), seed), value => T.Round(value * T.CreateTruncating(10)));
        var gradients = Numbers.Tame<T>(Windows.OutputSize(shape), seed + 1);
        var memory = new GuardedMemory(seed);
        var (x, dy) = (memory.Input<T>(values), memory.Input<T>(gradients));
        var (y, chosen, gathered, dx) = (memory.Output<T>(gradients.Length), memory.Output<TIndex>(gradients.Length), memory.Output<T>(gradients.Length), memory.Output<T>(values.Length));
        Device.Current.MaxPool(shape, x, y, chosen);
        var alone = memory.Output<T>(gradients.Length);
        Device.Current.MaxPool(shape, x, alone, null);
        Device.Current.MaxPoolGather(shape, x, chosen, gathered);
        Device.Current.MaxPoolScatter(shape, dy, chosen, dx);
        memory.AssertIntact();
        var (expected, places, from) = (new T[gradients.Length], new TIndex[gradients.Length], new int[gradients.Length]);
        Array.Fill(from, -1);
        ForElements(shape, (output, tap, input) =>
        {
            if (from[output] < 0 || (!T.IsNaN(expected[output]) && (T.IsNaN(values[input]) || values[input] > expected[output])))
            {
                (expected[output], places[output], from[output]) = (values[input], TIndex.CreateTruncating(tap), input);
            }
        });
        Assert.Equal(expected, y.Span<T>().ToArray());
        Assert.Equal(expected, alone.Span<T>().ToArray());
        Assert.Equal(places, chosen.Span<TIndex>().ToArray());
        Assert.Equal(expected, gathered.Span<T>().ToArray());
        var (sums, sizes) = (new double[values.Length], new double[values.Length]);
        for (var i = 0; i < from.Length; i++)
        {
            sums[from[i]] += double.CreateTruncating(gradients[i]);
            sizes[from[i]] += Math.Abs(double.CreateTruncating(gradients[i]));
        }

        Near.AssertEqual<T>(sums, dx, 8, sizes, $"{shape}");
    }

    private static void CheckMean<T>(ConvolutionShape shape, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (values, gradients) = (Numbers.Spotted<T>(InputSize(shape), seed), Numbers.Spotted<T>(Windows.OutputSize(shape), seed + 1));
        var memory = new GuardedMemory(seed);
        var (x, dy) = (memory.Input<T>(values), memory.Input<T>(gradients));
        var (y, dx) = (memory.Output<T>(gradients.Length), memory.Output<T>(values.Length));
        Device.Current.AveragePool(shape, x, y);
        Device.Current.AveragePoolScatter(shape, dy, dx);
        memory.AssertIntact();
        var (counts, sums, sizes) = (new int[y.Length], new double[y.Length], new double[y.Length]);
        ForElements(shape, (output, _, input) =>
        {
            counts[output]++;
            sums[output] += double.CreateTruncating(values[input]);
            sizes[output] += Math.Abs(double.CreateTruncating(values[input]));
        });
        Near.AssertEqual<T>([.. sums.Zip(counts, (sum, count) => sum / count)], y, 40, [.. sizes.Zip(counts, (size, count) => size / count)], $"{shape}");
        var (shares, shareSizes) = (new double[values.Length], new double[values.Length]);
        ForElements(shape, (output, _, input) =>
        {
            shares[input] += double.CreateTruncating(gradients[output]) / counts[output];
            shareSizes[input] += Math.Abs(double.CreateTruncating(gradients[output])) / counts[output];
        });
        Near.AssertEqual<T>(shares, dx, 40, shareSizes, $"{shape}");
    }

    private static int InputSize(ConvolutionShape shape) => shape.Batch * shape.Input.Size * shape.Channels;

    /// <summary>Which element of the output looks, as which of its window, at which element of the input.</summary>
    private static void ForElements(ConvolutionShape shape, Action<int, int, int> visit) => Windows.ForEach(shape, (position, tap, pixel) =>
    {
        for (var channel = 0; channel < shape.Channels; channel++)
        {
            visit((position * shape.Channels) + channel, tap, (pixel * shape.Channels) + channel);
        }
    });
}

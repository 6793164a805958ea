using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Tests.Backends.Oracle;

namespace Glassbox.Tests.Backends;

/// <summary>Pooling of images that are larger than the caches, whose results are written past these.</summary>
public class PoolingKernelTests
{
    [Fact]
    public void What_is_written_past_the_caches_is_the_same() =>
        Gen.Select(PoolingRows.InWholeVectors, Numbers.Seed).Sample((shape, seed) =>
    {
        CheckPastCaches<float>(shape, seed);
        CheckPastCaches<double>(shape, seed);
    }, iter: 150);

    [Fact]
    public void Images_that_no_cache_holds()
    {
        var shape = Windows.Shape([(512, 2, 2, 1, 0, 0), (512, 2, 2, 1, 0, 0)], 1, 32, 32, 1);
        var memory = new GuardedMemory(1, isAligned: true);
        var x = memory.Output<float>(Windows.InputSize(shape));
        var (y, largest, chosen) = (memory.Output<float>(Windows.OutputSize(shape)), memory.Output<float>(Windows.OutputSize(shape)),
            memory.Output<byte>(Windows.OutputSize(shape)));
        var (dx, dlargest) = (memory.Output<float>(Windows.InputSize(shape)), memory.Output<float>(Windows.InputSize(shape)));
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
            Assert.Equal((under.Average(), under.Max(), (byte)under.IndexOf(under.Max())),
                (y.Span<float>()[i], largest.Span<float>()[i], chosen.Span<byte>()[i]));
            Assert.All(places, at => Assert.Equal(under.Average() / 4, dx.Span<float>()[at]));
            Assert.All(places, at => Assert.Equal(at % 1_000_003 == under.Max() ? under.Max() : 0, dlargest.Span<float>()[at]));
        }
    }

    private static unsafe void CheckPastCaches<T>(ConvolutionShape shape, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (pixels, windows) = (Windows.InputSize(shape), Windows.OutputSize(shape));
        var memory = new GuardedMemory(seed, isAligned: true);
        var (x, dy) = (memory.Input<T>(Numbers.Spotted<T>(pixels, seed)), memory.Input<T>(Numbers.Tame<T>(windows, seed + 1)));
        var (y, dx, expectedY, expectedDx) = (memory.Output<T>(windows), memory.Output<T>(pixels), memory.Output<T>(windows),
            memory.Output<T>(pixels));
        var (chosen, places) = (memory.Output<byte>(windows), memory.Output<byte>(windows));
        var lines = (Output: shape.Batch * shape.Output.Depth * shape.Output.Height,
            Input: shape.Batch * shape.Input.Depth * shape.Input.Height);
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
                    PoolTwoByTwo<T, MaxPooling<T, byte>>.ForLines(shape, 0, lines.Output, new(shape, from, to, place), to);
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
                    PoolTwoByTwo<T, AveragePooling<T>>.ForLines(shape, 0, lines.Output, new(shape, from, to), to);
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
}

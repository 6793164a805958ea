using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Pooling of windows of all kinds against plain loops in double precision, with canaries around every buffer, with NaN and infinities among the numbers.</summary>
public class PoolingKernelTests
{
    private static readonly CpuBackend Backend = new();

    private static readonly int[] Channels = [1, 2, 3, 5, 7, 8, 13, 16, 31, 32, 40];

    private static readonly Gen<ConvolutionShape> Shapes =
        Gen.Select(Gen.Int[0, 3], Gen.Int[1, 2], Gen.Int[1, 9], Gen.Int[1, 11], Gen.Int[0, 10].Select(i => Channels[i]))
            .SelectMany((batch, depth, height, width, channels) => Gen.Select(Gen.Int[1, 2], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Bool, Gen.Bool, (d, h, w, stride, same, tiles) =>
            {
                Shape strides = tiles ? [d, h, w] : [Math.Min(stride, 2), stride, stride];
                var window = new WindowGeometry("test", 3, [d, h, w], strides, same ? "same" : "valid");
                Shape images = [batch, depth, height, width, channels];
                return window.OutputShape(images, channels).Skip(1).All(extent => extent > 0) ? window.Over(images, channels, channels) : null;
            }))
            .Where(shape => shape is not null)
            .Select(shape => shape!);

    [Fact]
    public void The_largest_under_a_window_its_place_and_its_gradient_are_those_of_plain_loops_in_float32() => Shapes.Sample(shape => CheckMax<float, int>(shape), iter: 300);

    [Fact]
    public void The_largest_under_a_window_its_place_and_its_gradient_are_those_of_plain_loops_in_float64() => Shapes.Sample(shape => CheckMax<double, long>(shape), iter: 150);

    [Fact]
    public void The_mean_under_a_window_and_its_gradient_are_those_of_plain_loops_in_float32() => Shapes.Sample(shape => CheckAverage<float>(shape, 1e-6), iter: 300);

    [Fact]
    public void The_mean_under_a_window_and_its_gradient_are_those_of_plain_loops_in_float64() => Shapes.Sample(shape => CheckAverage<double>(shape, 1e-14), iter: 150);

    [Fact]
    public void A_window_of_thousands_of_elements_is_no_matter()
    {
        var window = new WindowGeometry("test", 2, [150, 160], [150, 160], "valid");
        CheckMax<float, int>(window.Over([2, 150, 160, 9], 9, 9));
        CheckAverage<float>(window.Over([2, 150, 160, 9], 9, 9), 1e-4);
    }

    private static void CheckMax<T, TIndex>(ConvolutionShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TIndex : unmanaged, IBinaryInteger<TIndex>
    {
        var (inputs, outputs) = (shape.Batch * shape.Input.Size * shape.Channels, shape.Batch * shape.Output.Size * shape.Channels);
        var (x, y, chosen) = (new Guarded<T>(Numbers<T>(inputs, 1, special: true)), new Guarded<T>(outputs), new Guarded<TIndex>(outputs));
        var (dy, dx, gathered) = (new Guarded<T>(Numbers<T>(outputs, 2, special: false)), new Guarded<T>(inputs), new Guarded<T>(outputs));
        Backend.MaxPool(shape, x.Storage, y.Storage, chosen.Storage);
        Backend.MaxPoolScatter(shape, dy.Storage, chosen.Storage, dx.Storage);
        Backend.MaxPoolGather(shape, x.Storage, chosen.Storage, gathered.Storage);

        var gradient = new double[inputs];
        for (var i = 0; i < outputs; i++)
        {
            var (best, place, at) = (double.NaN, -1, -1);
            foreach (var (tap, element) in Window(shape, i))
            {
                var value = double.CreateTruncating(x.Values[element]);
                if (place < 0 || (!double.IsNaN(best) && !(value <= best)))
                {
                    (best, place, at) = (value, tap, element);
                }
            }

            Assert.Equal(best, double.CreateTruncating(y.Values[i]));
            Assert.Equal(best, double.CreateTruncating(gathered.Values[i]));
            Assert.Equal(place, int.CreateTruncating(chosen.Values[i]));
            gradient[at] += double.CreateTruncating(dy.Values[i]);
        }

        AssertClose(gradient, dx.Values, typeof(T) == typeof(float) ? 1e-6 : 1e-14);
        AssertMargins(x, y, dy, dx, gathered);
        chosen.AssertMargins();
    }

    private static void CheckAverage<T>(ConvolutionShape shape, double tolerance) where T : unmanaged, IFloatingPointIeee754<T>
    {
        var (inputs, outputs) = (shape.Batch * shape.Input.Size * shape.Channels, shape.Batch * shape.Output.Size * shape.Channels);
        var (x, y) = (new Guarded<T>(Numbers<T>(inputs, 1, special: true)), new Guarded<T>(outputs));
        var (dy, dx) = (new Guarded<T>(Numbers<T>(outputs, 2, special: false)), new Guarded<T>(inputs));
        Backend.AveragePool(shape, x.Storage, y.Storage);
        Backend.AveragePoolScatter(shape, dy.Storage, dx.Storage);

        var (mean, gradient) = (new double[outputs], new double[inputs]);
        for (var i = 0; i < outputs; i++)
        {
            var window = Window(shape, i);
            foreach (var (_, element) in window)
            {
                mean[i] += double.CreateTruncating(x.Values[element]) / window.Count;
                gradient[element] += double.CreateTruncating(dy.Values[i]) / window.Count;
            }
        }

        AssertClose(mean, y.Values, tolerance);
        AssertClose(gradient, dx.Values, tolerance);
        AssertMargins(x, y, dy, dx);
    }

    /// <summary>The elements of the images that an element of the output looks at: which of the window, and where.</summary>
    private static List<(int Tap, int Element)> Window(ConvolutionShape shape, int output)
    {
        var (position, channel) = Math.DivRem(output, shape.Channels);
        var (image, within) = Math.DivRem(position, shape.Output.Size);
        var (line, column) = Math.DivRem(within, shape.Output.Width);
        var (depth, row) = Math.DivRem(line, shape.Output.Height);
        var elements = new List<(int, int)>();
        for (var tap = 0; tap < shape.Kernel.Size; tap++)
        {
            var d = (depth * shape.Strides.Depth) - shape.Padding.Depth + (tap / shape.Kernel.Width / shape.Kernel.Height);
            var h = (row * shape.Strides.Height) - shape.Padding.Height + (tap / shape.Kernel.Width % shape.Kernel.Height);
            var w = (column * shape.Strides.Width) - shape.Padding.Width + (tap % shape.Kernel.Width);
            if (d >= 0 && d < shape.Input.Depth && h >= 0 && h < shape.Input.Height && w >= 0 && w < shape.Input.Width)
            {
                elements.Add((tap, ((((((image * shape.Input.Depth) + d) * shape.Input.Height) + h) * shape.Input.Width) + w) * shape.Channels + channel));
            }
        }

        return elements;
    }

    /// <summary>Whole numbers, so that some are equal, and on request a few that are none.</summary>
    private static T[] Numbers<T>(int length, int seed, bool special) where T : IFloatingPointIeee754<T>
    {
        var random = new Random(seed + length);
        return [.. Enumerable.Range(0, length).Select(_ => special && random.Next(40) == 0
            ? random.Next(3) switch { 0 => T.NaN, 1 => T.PositiveInfinity, _ => T.NegativeInfinity }
            : T.CreateTruncating(random.Next(-4, 5)))];
    }

    private static void AssertClose<T>(double[] expected, Span<T> actual, double tolerance) where T : INumber<T>
    {
        for (var i = 0; i < expected.Length; i++)
        {
            var value = double.CreateTruncating(actual[i]);
            Assert.True(value.Equals(expected[i]) || Math.Abs(value - expected[i]) <= tolerance * Math.Max(1, Math.Abs(expected[i])), $"[{i}]: {value} instead of {expected[i]}");
        }
    }

    private static void AssertMargins<T>(params ReadOnlySpan<Guarded<T>> buffers) where T : unmanaged, INumber<T>
    {
        foreach (var buffer in buffers)
        {
            buffer.AssertMargins();
        }
    }
}

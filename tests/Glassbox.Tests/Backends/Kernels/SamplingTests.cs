using CsCheck;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Images that are made larger or smaller.</summary>
public class SamplingTests
{
    [Fact]
    public void Resizing_takes_the_pixels_around_each_place() =>
        Gen.Select(Gen.Int[1, 13], Gen.Int[1, 13], Gen.Int[1, 20], Gen.Bool, Numbers.Seed).Sample((from, to, width, bilinear, seed) =>
    {
        var values = Numbers.Tame<double>(from * width, seed);
        var y = Ops.ResizeImages(Tensor.FromSpan<double>(values).Reshape(from, width, 1), [to, width], bilinear ? "bilinear" : "nearest");
        double[] expected = [.. Enumerable.Range(0, to * width).Select(i =>
        {
            var (row, column) = (i / width, i % width);
            // Pixels are squares, whose middles lie half a pixel behind their edges.
            var place = (row + 0.5) * from / to;
            if (!bilinear)
            {
                return At(Math.Floor(place));
            }

            var above = Math.Floor(place - 0.5);
            return (At(above) * (above + 1.5 - place)) + (At(above + 1) * (place - 0.5 - above));

            double At(double pixel) => values[((int)Math.Clamp(pixel, 0, from - 1) * width) + column];
        })];
        Near.AssertEqual<double>(expected, y.Storage, 8, [.. Enumerable.Repeat(1.0, expected.Length)], $"{from} to {to} rows");
    }, iter: 100);
}

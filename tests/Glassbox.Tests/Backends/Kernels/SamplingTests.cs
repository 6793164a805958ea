using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Images looked at through matrices: results from plain formulas, and the way back, which must be the transposed of the way there.</summary>
public class SamplingTests
{
    private static readonly Gen<ImageSampling> Samplings =
        from extents in Gen.Int[1, 12].Array[2]
        from batch in Gen.Int[0, 3]
        from channels in Gen.Int[1, 5]
        from bilinear in Gen.Bool
        from mode in Gen.Enum<FillMode>()
        select new ImageSampling(batch, extents[0], extents[1], channels, bilinear, mode, 0);

    [Fact]
    public void Each_pixel_is_what_lies_at_its_place() => Gen.Select(Samplings, Numbers.Seed).Sample((sampling, seed) =>
    {
        Check<float>();
        Check<double>();

        void Check<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var (images, matrices) = (Numbers.Tame<T>(sampling.Batch * sampling.ImageSize, seed), Matrices(sampling, seed + 1));
            var memory = new GuardedMemory(seed);
            var y = memory.Output<T>(images.Length);
            Device.Current.AffineTransform(sampling, memory.Input<T>(images), memory.Input<double>(matrices), y);
            memory.AssertIntact();
            double[] expected = [.. Enumerable.Range(0, images.Length).Select(i => Looked(sampling, Numbers.Exactly<T>(images.AsSpan(i / sampling.ImageSize * sampling.ImageSize, sampling.ImageSize)), matrices.AsSpan(i / sampling.ImageSize * 8, 8), i % sampling.ImageSize))];
            Near.AssertEqual<T>(expected, y, 32, [.. Enumerable.Repeat(1.0, expected.Length)], $"{sampling}");
        }
    }, iter: 60);

    [Fact]
    public void What_comes_back_is_what_was_taken() => Gen.Select(Samplings, Numbers.Seed).Sample((sampling, seed) =>
    {
        // ⟨A x, g⟩ = ⟨x, Aᵀ g⟩ for all x and g.
        var size = sampling.Batch * sampling.ImageSize;
        var (images, gradients) = (Numbers.Tame<double>(size, seed), Numbers.Tame<double>(size, seed + 2));
        var memory = new GuardedMemory(seed);
        var (x, dy, matrices) = (memory.Input<double>(images), memory.Input<double>(gradients), memory.Input<double>(Matrices(sampling, seed + 1)));
        var (y, dx, single) = (memory.Output<double>(size), memory.Output<double>(size), memory.Output<float>(size));
        Device.Current.AffineTransform(sampling, x, matrices, y);
        Device.Current.AffineTransformScatter(sampling, dy, matrices, dx);
        Device.Current.AffineTransformScatter(sampling, memory.Input<float>(Array.ConvertAll(gradients, value => (float)value)), matrices, single);
        memory.AssertIntact();
        Assert.Equal(Product(y.Span<double>(), gradients), Product(images, dx.Span<double>()), 1e-11 * (size + 1));
        // All that is taken adds up from less than so many pixels.
        Near.AssertEqual<float>(dx.Span<double>(), single, 32, [.. Enumerable.Repeat(sampling.ImageSize + 1.0, size)], $"{sampling}");
    }, iter: 100);

    [Fact]
    public void Resizing_takes_the_pixels_around_each_place() => Gen.Select(Gen.Int[1, 13], Gen.Int[1, 13], Gen.Int[1, 20], Gen.Bool, Numbers.Seed).Sample((from, to, width, bilinear, seed) =>
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

    private static double Product(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double[] Matrices(ImageSampling sampling, int seed)
    {
        var numbers = Numbers.Tame<double>(sampling.Batch * 8, seed);
        return [.. numbers.Select((value, i) => value * (i % 8) switch { 2 or 5 => 15, 6 or 7 => 0.02, _ => 1.5 })];
    }

    /// <summary>Element i of an image looked at through a matrix.</summary>
    private static double Looked(ImageSampling sampling, double[] image, ReadOnlySpan<double> m, int i)
    {
        var (row, column, channel) = (i / sampling.RowSize, i / sampling.Channels % sampling.Width, i % sampling.Channels);
        var k = (m[6] * column) + (m[7] * row) + 1;
        var (x, y) = (((m[0] * column) + (m[1] * row) + m[2]) / k, ((m[3] * column) + (m[4] * row) + m[5]) / k);
        if (!sampling.Bilinear)
        {
            return Pixel(Math.Floor(y + 0.5), Math.Floor(x + 0.5));
        }

        var (left, top) = (Math.Floor(x), Math.Floor(y));
        var (right, below) = (x - left, y - top);
        return (((Pixel(top, left) * (1 - right)) + (Pixel(top, left + 1) * right)) * (1 - below)) + (((Pixel(top + 1, left) * (1 - right)) + (Pixel(top + 1, left + 1) * right)) * below);

        double Pixel(double r, double c) => Inside(r, sampling.Height) is { } insideRow && Inside(c, sampling.Width) is { } insideColumn
            ? image[(insideRow * sampling.RowSize) + (insideColumn * sampling.Channels) + channel]
            : sampling.FillValue;

        int? Inside(double place, int extent) => sampling.FillMode switch
        {
            FillMode.Constant => place >= 0 && place < extent ? (int)place : null,
            FillMode.Nearest => (int)Math.Clamp(place, 0, extent - 1),
            FillMode.Wrap => (int)(place - (Math.Floor(place / extent) * extent)),
            _ => (int)(place - (Math.Floor(place / (2 * extent)) * 2 * extent)) is var within && within < extent ? within : (2 * extent) - 1 - within,
        };
    }
}

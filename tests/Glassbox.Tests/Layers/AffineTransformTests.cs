namespace Glassbox.Tests.Layers;

/// <summary>The operation behind the random transformations, against figures worked out by hand.</summary>
public class AffineTransformTests
{
    /// <summary>Rows 1 2 3 4, 5 6 7 8 and 9 10 11 12.</summary>
    private static readonly Tensor Image = Tensor.Arange(1, 13).Cast("float32").Reshape(3, 4, 1);

    [Theory]
    [InlineData("constant", "[[-1. -1. 1. 2.] [-1. -1. 5. 6.] [-1. -1. 9. 10.]]")]
    [InlineData("nearest", "[[1. 1. 1. 2.] [5. 5. 5. 6.] [9. 9. 9. 10.]]")]
    [InlineData("reflect", "[[2. 1. 1. 2.] [6. 5. 5. 6.] [10. 9. 9. 10.]]")]
    [InlineData("wrap", "[[3. 4. 1. 2.] [7. 8. 5. 6.] [11. 12. 9. 10.]]")]
    public void A_shift_by_two_columns_fills_the_gap_in_each_mode(string fillMode, string expected)
    {
        foreach (var interpolation in new[] { "bilinear", "nearest" })
        {
            AssertRows(expected, Ops.AffineTransform(Image, Shift(2, 0), interpolation, fillMode, fillValue: -1));
        }
    }

    [Theory]
    [InlineData("constant", "[[5. 6. 7. 8.] [9. 10. 11. 12.] [0. 0. 0. 0.]]")]
    [InlineData("nearest", "[[5. 6. 7. 8.] [9. 10. 11. 12.] [9. 10. 11. 12.]]")]
    [InlineData("reflect", "[[5. 6. 7. 8.] [9. 10. 11. 12.] [9. 10. 11. 12.]]")]
    [InlineData("wrap", "[[5. 6. 7. 8.] [9. 10. 11. 12.] [1. 2. 3. 4.]]")]
    public void A_shift_by_a_row_fills_the_gap_in_each_mode(string fillMode, string expected) =>
        AssertRows(expected, Ops.AffineTransform(Image, Shift(0, -1), fillMode: fillMode));

    [Theory]
    [InlineData("reflect", "[[2. 1. 1. 2.] [6. 5. 5. 6.] [10. 9. 9. 10.]]")]
    [InlineData("wrap", "[[3. 4. 1. 2.] [7. 8. 5. 6.] [11. 12. 9. 10.]]")]
    public void The_pattern_repeats_however_far_away(string fillMode, string expected) =>
        AssertRows(expected, Ops.AffineTransform(Image, Shift(2 - 800, -600), fillMode: fillMode));

    [Fact]
    public void Between_pixels_is_what_their_distances_say()
    {
        // A quarter of the way from the pixel to its left neighbour, three quarters up to the row above.
        var y = Ops.AffineTransform(Image, Shift(0.25, 0.75), fillMode: "nearest");
        Assert.Equal(((0.25 * 2) + (0.75 * 3)) * 0.75 + (((0.25 * 6) + (0.75 * 7)) * 0.25), (double)y[1, 2, 0], 1e-6);
        // Half a pixel beyond the edge the constant counts half.
        Assert.Equal((0.5 * 1) + (0.5 * 100), (double)Ops.AffineTransform(Image, Shift(0.5, 0), fillValue: 100)[0, 0, 0], 1e-6);
        Assert.Equal(2, (double)Ops.AffineTransform(Image, Shift(0.4, 0), "nearest")[0, 1, 0]);
    }

    [Fact]
    public void A_perspective_divides()
    {
        // At x = 2 the divisor is 2: the place is 1.
        var y = Ops.AffineTransform(Image, new double[] { 1, 0, 0, 0, 1, 0, 0.5, 0 }, fillMode: "nearest");
        Golden.AssertClose(new double[] { 1, 1 + (1 / 1.5), 2 }, y[0, ..3, 0], 1e-6);
    }

    [Fact]
    public void Each_image_has_its_own_matrix_and_channels_move_together()
    {
        var images = Tensor.RandomUniform([3, 5, 6, 2], seed: 1);
        var matrices = Ops.Stack([Shift(1, 0), Shift(0, 0), Shift(0, 2)]);
        var y = Ops.AffineTransform(images, matrices, fillMode: "wrap");
        Golden.AssertClose(images[0, .., ..5], y[0, .., 1..], 0);
        Golden.AssertClose(images[1], y[1], 0);
        Golden.AssertClose(images[2, ..3], y[2, 2..], 0);
        Golden.AssertClose(y, Ops.AffineTransform(images.Transpose(0, 3, 1, 2), matrices, fillMode: "wrap", dataFormat: "channels_first")
            .Transpose(0, 2, 3, 1), 0);
    }

    [Theory]
    [InlineData("constant")]
    [InlineData("nearest")]
    [InlineData("reflect")]
    [InlineData("wrap")]
    public void The_fast_way_and_the_plain_formula_agree(string fillMode)
    {
        var random = new Random(1);
        foreach (var (height, width, channels) in new[] { (7, 5, 3), (1, 6, 1), (4, 1, 2), (1, 1, 1), (8, 9, 1) })
        {
            var image = Tensor.RandomUniform([height, width, channels], seed: 2, dtype: DType.Float64);
            double[] m = [.. Enumerable.Range(0, 6).Select(i => (random.NextDouble() * 4) - 2), 0.01, -0.02];
            var y = Ops.AffineTransform(image, m, fillMode: fillMode, fillValue: 0.3);
            for (var i = 0; i < y.Size; i++)
            {
                var (row, column, channel) = (i / (width * channels), i / channels % width, i % channels);
                var k = (m[6] * column) + (m[7] * row) + 1;
                Assert.Equal(Plain(image, ((m[3] * column) + (m[4] * row) + m[5]) / k, ((m[0] * column) + (m[1] * row) + m[2]) / k, channel,
                    fillMode), (double)y[row, column, channel], 1e-9);
            }
        }
    }

    [Fact]
    public void Numbers_that_are_none_show_and_far_places_end()
    {
        Assert.True((bool)Ops.All(Ops.IsNaN(Ops.AffineTransform(Image, new[] { double.NaN, 0, 0, 0, 1, 0, 0, 0 }))));
        foreach (var mode in new[] { "constant", "nearest", "reflect", "wrap" })
        {
            Assert.True((bool)Ops.All(Ops.IsFinite(Ops.AffineTransform(Image, new double[] { 1e300, 0, -1e300, 0, 1e18, 0, 0, 0 },
                fillMode: mode))));
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Assert.Contains("(3, 4)", Assert.Throws<ArgumentException>(() => Ops.AffineTransform(Image[.., .., 0], Shift(1, 0))).Message,
            StringComparison.Ordinal);
        Assert.Contains("(8,) or (1, 8); received (2, 8)",
            Assert.Throws<ArgumentException>(() => Ops.AffineTransform(Image, Tensor.Zeros([2, 8]))).Message, StringComparison.Ordinal);
        Assert.Contains("'reflect'?", Assert.Throws<ArgumentException>(() =>
            Ops.AffineTransform(Image, Shift(1, 0), fillMode: "reflekt")).Message, StringComparison.Ordinal);
        Assert.Contains("nearest, bilinear", Assert.Throws<ArgumentException>(() =>
            Ops.AffineTransform(Image, Shift(1, 0), "bicubic")).Message, StringComparison.Ordinal);
    }

    private static Tensor Shift(double right, double down) => new double[] { 1, 0, -right, 0, 1, -down, 0, 0 };

    private static double Plain(Tensor image, double row, double column, int channel, string fillMode)
    {
        var (top, left) = ((int)Math.Floor(row), (int)Math.Floor(column));
        double sum = 0;
        for (var (i, j) = (0, 0); i < 2; (i, j) = j == 0 ? (i, 1) : (i + 1, 0))
        {
            var (r, c) = (Place(top + i, image.Shape[0]), Place(left + j, image.Shape[1]));
            sum += (1 - Math.Abs(row - top - i)) * (1 - Math.Abs(column - left - j))
                * (r < 0 || c < 0 ? 0.3 : (double)image[r, c, channel]);
        }

        return sum;

        // Steps to the image, pixel by pixel.
        int Place(int i, int n)
        {
            while (i < 0 || i >= n)
            {
                i = fillMode switch
                {
                    "constant" => -1,
                    "nearest" => Math.Clamp(i, 0, n - 1),
                    "wrap" => i < 0 ? i + n : i - n,
                    _ =>
                    i < 0 ? -1 - i : (2 * n) - 1 - i
                };
                if (i == -1 && fillMode == "constant")
                {
                    return -1;
                }
            }

            return i;
        }
    }

    private static void AssertRows(string expected, Tensor image) => Assert.Equal(
        expected, "[" + string.Join(" ", Enumerable.Range(0, 3)
        .Select(row => "[" + string.Join(" ", image[row, .., 0].ToArray<float>().Select(value => $"{value}.")) + "]")) + "]");
}

using Glassbox.Layers;

namespace Glassbox.Tests.Layers;

/// <summary>Pooling against figures computed by hand.</summary>
public class PoolingTests
{
    /// <summary>The numbers 1 to 12 as an image of 3 by 4, of one channel.</summary>
    private static readonly Tensor Image = (Ops.Reshape(Tensor.Arange(12), [1, 3, 4, 1]) + 1).Cast("float32");

    [Fact]
    public void The_average_of_a_window_that_reaches_over_the_edge_is_that_of_what_is_inside()
    {
        // Windows of 3 by 2 that move by 2: one row is added above and one below; the columns need none. Rows 1 and 2 above: (1 + 2 + 5 +
        // 6) / 4 and (3 + 4 + 7 + 8) / 4; rows 2 and 3 below: (5 + 6 + 9 + 10) / 4 and (7 + 8 + 11 + 12) / 4.
        var y = new AveragePooling2D([3, 2], strides: 2, padding: "same").Apply(Image);
        Golden.AssertClose(Matrix([[3.5, 5.5], [7.5, 9.5]]), y, 1e-6);

        // Windows of 2 by 3 that move by 2: a row is added below only, and a column to the right only, so that the last window has one row
        // of two columns.
        var uneven = new AveragePooling2D([2, 3], strides: 2, padding: "same").Apply(Image);
        Golden.AssertClose(Matrix([[(1 + 2 + 3 + 5 + 6 + 7) / 6.0, (3 + 4 + 7 + 8) / 4.0], [(9 + 10 + 11) / 3.0, (11 + 12) / 2.0]]), uneven,
            1e-6);
    }

    [Fact]
    public void The_gradient_of_an_average_is_shared_by_what_is_inside()
    {
        using var tape = new GradientTape();
        tape.Watch(Image);
        var gradient = tape.Gradient(Ops.Sum(new AveragePooling2D([2, 3], strides: 2, padding: "same").Apply(Image)), [Image])[0]!;

        // Column 3 belongs to two windows.
        const double Sixth = 1 / 6.0, Quarter = 1 / 4.0, Third = 1 / 3.0, Half = 1 / 2.0;
        Golden.AssertClose(
            Matrix([[Sixth, Sixth, Sixth + Quarter, Quarter], [Sixth, Sixth, Sixth + Quarter, Quarter],
            [Third, Third, Third + Half, Half]]), gradient, 1e-6);
    }

    [Fact]
    public void Adaptive_windows_cover_the_image_and_overlap_where_they_must()
    {
        // Three columns of four: 1 and 2, 2 and 3, 3 and 4. Two rows of three: 1 and 2, 2 and 3.
        Golden.AssertClose(Matrix([[6, 7, 8], [10, 11, 12]]), new AdaptiveMaxPooling2D([2, 3]).Apply(Image), 0);
        Golden.AssertClose(Matrix([[3.5, 4.5, 5.5], [7.5, 8.5, 9.5]]), new AdaptiveAveragePooling2D([2, 3]).Apply(Image), 1e-6);
    }

    [Fact]
    public void Adaptive_pooling_to_the_image_itself_changes_nothing_and_to_one_is_global()
    {
        var x = Tensor.RandomNormal([2, 5, 3], seed: 1);
        Golden.AssertClose(x, new AdaptiveMaxPooling1D(5).Apply(x), 0);
        Golden.AssertClose(new GlobalMaxPooling1D(keepdims: true).Apply(x), new AdaptiveMaxPooling1D(1).Apply(x), 0);
        Golden.AssertClose(new GlobalAveragePooling1D(keepdims: true).Apply(x), new AdaptiveAveragePooling1D(1).Apply(x), 1e-6);

        var volume = Tensor.RandomNormal([1, 2, 3, 2, 4], seed: 2);
        Golden.AssertClose(volume, new AdaptiveAveragePooling3D([2, 3, 2]).Apply(volume), 0);
        Golden.AssertClose(new GlobalMaxPooling3D(keepdims: true).Apply(volume), new AdaptiveMaxPooling3D(1).Apply(volume), 0);
    }

    [Fact]
    public void Adaptive_pooling_to_more_than_there_is_repeats()
    {
        var x = Ops.Reshape(Tensor.Arange(2).Cast("float32"), [1, 2, 1]);
        Assert.Equal([0, 0, 1, 1], new AdaptiveMaxPooling1D(4).Apply(x).Flatten().ToArray<float>());
    }

    private static Tensor Matrix(double[][] rows) =>
        Ops.Reshape(Tensor.FromSpan<double>(rows.SelectMany(row => row).ToArray()), [1, rows.Length, rows[0].Length, 1]);
}

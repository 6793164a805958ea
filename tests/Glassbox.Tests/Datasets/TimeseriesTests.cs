using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

public class TimeseriesTests
{
    [Fact]
    public void Windows_are_those_of_Keras_first_example()
    {
        // Indices 0 to 98, sequences of 10 at a rate of 2, every third position.
        var windows = Rows(Utils.TimeseriesDatasetFromArray(Tensor.Arange(99), null, sequenceLength: 10, sequenceStride: 3,
            samplingRate: 2));
        Assert.Equal("[0 2 4 6 8 10 12 14 16 18]", windows[0]);
        Assert.Equal("[3 5 7 9 11 13 15 17 19 21]", windows[1]);
        Assert.Equal("[78 80 82 84 86 88 90 92 94 96]", windows[^1]);
    }

    [Fact]
    public void The_target_belongs_to_the_start_of_its_window()
    {
        var data = Tensor.Arange(30).Cast("float32");
        var dataset = Utils.TimeseriesDatasetFromArray(data[..^10], data[10..], sequenceLength: 10, batchSize: 4);

        var (x, y) = dataset.First();

        Assert.Equal((11, 3, "(4, 10)", "(4,)"), (dataset.Samples, dataset.Count, $"{x.Shape}", $"{y.Shape}"));
        Assert.Equal("[0. 1. 2. 3. 4. 5. 6. 7. 8. 9.]", $"{x[0]}");
        Assert.Equal("[10. 11. 12. 13.]", $"{y}");
        Assert.Equal("(3, 10)", $"{dataset.Last().X.Shape}");
    }

    [Fact]
    public void Points_may_have_several_values() =>
        Assert.Equal("(5, 3, 2)", $"{Utils.TimeseriesDatasetFromArray(Tensor.Zeros([7, 2]), null, 3).Single().X.Shape}");

    [Fact]
    public void Only_the_part_between_the_indices_is_used()
    {
        var windows = Rows(Utils.TimeseriesDatasetFromArray(Tensor.Arange(20), null, 3, startIndex: 5, endIndex: 9));
        Assert.Equal(["[5 6 7]", "[6 7 8]"], windows);
        var (x, y) = Utils.TimeseriesDatasetFromArray(Tensor.Arange(20), Tensor.Arange(100, 112), 3, startIndex: 10).Single();
        Assert.Equal(("(2, 3)", "[110 111]"), ($"{x.Shape}", $"{y}"));
    }

    [Fact]
    public void Shuffling_keeps_all_windows_and_repeats_with_the_seed()
    {
        var (a, b) = (Make(3), Make(3));
        var first = Rows(a);
        Assert.Equal(first, Rows(b));
        Assert.NotEqual(first, Rows(a));
        Assert.NotEqual(first, Rows(Make(4)));
        Assert.Equal(Rows(Make(null)).Order(), first.Order());

        static TimeseriesDataset Make(int? seed) =>
            Utils.TimeseriesDatasetFromArray(Tensor.Arange(50), null, 4, batchSize: 8, shuffle: seed is not null, seed: seed);
    }

    [Theory]
    [InlineData(0, 1, 1, null, null, "sequenceLength")]
    [InlineData(3, 0, 1, null, null, "sequenceStride")]
    [InlineData(3, 10, 1, null, null, "sequenceStride")]
    [InlineData(3, 1, 0, null, null, "samplingRate")]
    [InlineData(3, 1, 1, -1, null, "startIndex")]
    [InlineData(3, 1, 1, 10, null, "startIndex")]
    [InlineData(3, 1, 1, 5, 5, "endIndex")]
    [InlineData(3, 1, 1, null, 11, "endIndex")]
    [InlineData(11, 1, 1, null, null, "sequenceLength")]
    [InlineData(6, 1, 2, null, null, "sequenceLength")]
    public void Bad_numbers_are_refused_by_name(int length, int stride, int rate, int? start, int? end, string name)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(() =>
            Utils.TimeseriesDatasetFromArray(Tensor.Arange(10), null, length, stride, rate, startIndex: start, endIndex: end));
        Assert.Equal(name, exception.ParamName);
    }

    private static string[] Rows(TimeseriesDataset dataset) =>
        [.. dataset.SelectMany(batch => Enumerable.Range(0, batch.Count)
        .Select(i => $"{batch.X[i]}".Replace("  ", " ", StringComparison.Ordinal).Replace("[ ", "[", StringComparison.Ordinal)))];
}

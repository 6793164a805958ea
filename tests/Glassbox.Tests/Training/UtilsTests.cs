namespace Glassbox.Tests.Training;

/// <summary>What <c>keras.utils</c> offers for arrays and sets of samples.</summary>
public class UtilsTests
{
    [Theory]
    [InlineData(0.8, null, 8, 2)]
    [InlineData(null, 0.25, 8, 2)]
    [InlineData(0.35, null, 4, 6)]
    [InlineData(3.0, null, 3, 7)]
    [InlineData(null, 1.0, 9, 1)]
    [InlineData(0.5, 2.0, 5, 2)]
    public void A_set_is_split_by_fraction_or_number(double? left, double? right, int expectedLeft, int expectedRight)
    {
        var x = Tensor.Arange(10);
        var (a, b) = Utils.SplitDataset((x, x * 2), left, right);
        Assert.Equal((expectedLeft, expectedRight), (a.Count, b.Count));
        Assert.Equal($"{x[..expectedLeft] * 2}", $"{a.Y}");
        Assert.Equal($"{x[^expectedRight..]}", $"{b.X}");
    }

    [Fact]
    public void A_shuffled_split_keeps_pairs_together_and_repeats_with_its_seed()
    {
        var x = Tensor.Arange(100);
        var (left, right) = Utils.SplitDataset((x, x * 2), leftSize: 0.7, shuffle: true, seed: 3);
        Assert.Equal($"{left.X * 2}", $"{left.Y}");
        Assert.NotEqual($"{x[..70]}", $"{left.X}");
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (long)i), left.X.ToArray<long>().Concat(right.X.ToArray<long>()).Order());
        Assert.Equal($"{left.X}", $"{Utils.SplitDataset(x, leftSize: 0.7, shuffle: true, seed: 3).Left}");
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.0, null)]
    [InlineData(1.5, null)]
    [InlineData(10.0, null)]
    [InlineData(-1.0, null)]
    [InlineData(null, double.NaN)]
    [InlineData(0.7, 0.7)]
    [InlineData(8.0, 3.0)]
    [InlineData(0.01, null)]
    public void Impossible_splits_are_refused(double? left, double? right) =>
        Assert.ThrowsAny<ArgumentException>(() => Utils.SplitDataset(Tensor.Arange(10), left, right));

    [Fact]
    public void Vectors_are_divided_by_their_norm()
    {
        var x = Tensor.FromArray(new[,] { { 3.0, 4 }, { 0, 0 }, { -5, 12 } });
        Assert.Equal("[[ 0.6         0.8       ]\n [ 0.          0.        ]\n [-0.38461538  0.92307692]]", $"{Utils.Normalize(x)}");
        Assert.Equal("[1. 0. 1.]", $"{Ops.Abs(Utils.Normalize(x, order: 1)).Sum(axis: 1)}");
        Assert.Equal("[1. 0. 1.]", $"{Ops.Abs(Utils.Normalize(x, order: double.PositiveInfinity)).Max(axis: 1)}");
        Assert.Equal("[1. 1.]", $"{(Utils.Normalize(x, axis: 0) * Utils.Normalize(x, axis: 0)).Sum(axis: 0)}");
        Assert.Equal(DType.Float32, Utils.Normalize(Tensor.FromArray(new[] { 3, 4 })).DType);
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.Normalize(x, order: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.Normalize(x, axis: 2));
    }

    [Fact]
    public void Classes_norms_and_sequences_give_the_figures_of_Keras()
    {
        var figures = Golden.Json("utils.json");
        Tensor Expected(string utility, string name) => Golden.Tensor(figures[utility]![name]!);

        Golden.AssertClose(Expected("to_categorical", "a"), Utils.ToCategorical(new[] { 0, 1, 2, 1 }), 0);
        Golden.AssertClose(Expected("to_categorical", "b"), Utils.ToCategorical(new[,] { { 0 }, { 2 } }, 4), 0);
        Golden.AssertClose(Expected("to_categorical", "c"), Utils.ToCategorical(new[,] { { 0, 1 }, { 2, 1 } }), 0);
        Golden.AssertClose(Expected("pad_sequences", "a"), Utils.PadSequences<int>([[1], [2, 3], [4, 5, 6]]), 0);
        Golden.AssertClose(Expected("pad_sequences", "b"),
            Utils.PadSequences<int>([[1], [2, 3], [4, 5, 6]], maxlen: 2, padding: "post", truncating: "post", value: 9), 0);
        Golden.AssertClose(Golden.Tensor(figures["normalize"]!), Utils.Normalize(Golden.Tensor(figures["normalize_l1"]!)), 1e-6);
        Golden.AssertClose(Golden.Tensor(figures["normalize_l1"]!), Utils.Normalize(Golden.Tensor(figures["normalize"]!), order: 1), 1e-6);
    }

    [Fact]
    public void Sequences_are_padded_as_in_Keras_documentation()
    {
        int[][] sequences = [[1], [2, 3], [4, 5, 6]];
        Assert.Equal("[[0 0 1]\n [0 2 3]\n [4 5 6]]", $"{Utils.PadSequences(sequences)}");
        Assert.Equal("[[-1 -1  1]\n [-1  2  3]\n [ 4  5  6]]", $"{Utils.PadSequences(sequences, value: -1)}");
        Assert.Equal("[[1 0 0]\n [2 3 0]\n [4 5 6]]", $"{Utils.PadSequences(sequences, padding: "post")}");
        Assert.Equal("[[0 1]\n [2 3]\n [5 6]]", $"{Utils.PadSequences(sequences, maxlen: 2)}");
        Assert.Equal("[[0 1]\n [2 3]\n [4 5]]", $"{Utils.PadSequences(sequences, maxlen: 2, truncating: "post")}");
        Assert.Equal(DType.Int32, Utils.PadSequences(sequences).DType);
        Assert.Equal("(0, 0)", $"{Utils.PadSequences(Array.Empty<int[]>()).Shape}");
    }

    [Fact]
    public void Bad_arguments_of_padding_are_refused()
    {
        double[][] sequences = [[300, 1]];
        Assert.Throws<ArgumentException>(() => Utils.PadSequences(sequences, padding: "middle"));
        Assert.Throws<ArgumentException>(() => Utils.PadSequences(sequences, truncating: "Pre"));
        Assert.Throws<ArgumentOutOfRangeException>(() => Utils.PadSequences(sequences, maxlen: -1));
        Assert.Throws<OverflowException>(() => Utils.PadSequences(sequences, dtype: "uint8"));
    }
}

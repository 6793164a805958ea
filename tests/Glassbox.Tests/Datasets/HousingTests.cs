using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

/// <summary>The two tables of house prices, with made-up figures.</summary>
public sealed class HousingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_Mersenne_Twister_draws_the_numbers_of_its_authors()
    {
        var generator = new NumPyShuffle(5489);
        Assert.Equal([3499211612u, 581869302u, 3890346734u, 3586334585u], Enumerable.Range(0, 4).Select(_ => generator.Next()));
    }

    [Theory]
    [InlineData(0, "[2 8 4 9 1 6 7 3 0 5]")]
    [InlineData(42, "[8 1 5 0 7 2 9 4 3 6]")]
    public void Rows_are_shuffled_as_NumPy_shuffles(int seed, string order) =>
        Assert.Equal(order, $"{Tensor.FromArray(NumPyShuffle.Permutation(10, (uint)seed))}");

    [Fact]
    public void Rows_keep_their_targets_through_shuffling_and_splitting()
    {
        var x = Tensor.Arange(506 * 13).Reshape(506, 13).Cast("float64");
        Directory.CreateDirectory(folder["boston_housing"]);
        Npz.Save(folder["boston_housing/boston_housing.npz"], new Dictionary<string, Tensor> { ["x"] = x, ["y"] = x[.., 0] * 2 });

        var arrays = Load(BostonHousing.Format);
        var ((xTrain, yTrain), (xTest, yTest)) = TableFormat.Split(arrays[0], arrays[1], 0.2, 113);

        Assert.Equal(("(404, 13)", "(404,)", "(102, 13)", "(102,)"),
            ($"{xTrain.Shape}", $"{yTrain.Shape}", $"{xTest.Shape}", $"{yTest.Shape}"));
        Assert.Equal((xTrain[.., 0] * 2).ToArray<double>(), yTrain.ToArray<double>());
        Assert.Equal((xTest[.., 0] * 2).ToArray<double>(), yTest.ToArray<double>());
        Assert.Equal(Enumerable.Range(0, 506).Select(i => 26.0 * i), yTrain.ToArray<double>().Concat(yTest.ToArray<double>()).Order());
    }

    [Fact]
    public void Nothing_need_be_kept_to_judge_by()
    {
        var x = Tensor.Arange(20).Reshape(10, 2).Cast("float32");
        var ((xTrain, _), (xTest, yTest)) = TableFormat.Split(x, x[.., 0], 0, 1);
        Assert.Equal(("(10, 2)", "(0, 2)", "(0,)"), ($"{xTrain.Shape}", $"{xTest.Shape}", $"{yTest.Shape}"));
    }

    [Fact]
    public void Another_table_is_refused()
    {
        Npz.Save(folder["california_housing.npz"],
            new Dictionary<string, Tensor> { ["x"] = Tensor.Zeros([506, 13]), ["y"] = Tensor.Zeros([506]) });
        Assert.Contains("California Housing is x of shape (20640, 8)", Message(CaliforniaHousing.Format), StringComparison.Ordinal);

        Npz.Save(folder["california_housing.npz"], new Dictionary<string, Tensor> { ["x"] = Tensor.Zeros([506, 13]) });
        Assert.Contains("the arrays 'x' and 'y'; this file has 'x'", Message(CaliforniaHousing.Format), StringComparison.Ordinal);
    }

    [Fact]
    public void Bad_arguments_are_refused_before_anything_is_loaded()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BostonHousing.LoadData(testSplit: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => BostonHousing.LoadData(seed: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CaliforniaHousing.LoadData(testSplit: double.NaN));
        Assert.Throws<ArgumentException>(() => CaliforniaHousing.LoadData("medium"));
    }

    private Tensor[] Load(DatasetFormat format) =>
        new DatasetSource(format, new DatasetPlaces(folder.Root, folder["cache"], folder["keras"], TextWriter.Null,
            TimeSpan.FromSeconds(20)), []).Load();

    private string Message(DatasetFormat format) => Assert.Throws<DatasetUnavailableException>(() => Load(format)).Message;
}

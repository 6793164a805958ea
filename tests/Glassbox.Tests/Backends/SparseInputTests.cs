using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Layers;

namespace Glassbox.Tests.Backends;

/// <summary>
/// A single sample that is zero in most places: the weights that meet a zero are not read, and nobody can tell from the numbers.
/// </summary>
public class SparseInputTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(5, 3)]
    [InlineData(784, 10)]
    [InlineData(784, 784)]
    [InlineData(1030, 77)]
    public void Left_out_zeros_do_not_change_a_bit(int k, int n)
    {
        var random = new Random(k);
        foreach (var share in new[] { 0, 0.5, 0.9, 1 })
        {
            float[] x = [.. Enumerable.Range(0, k).Select(_ => random.NextDouble() < share ? 0 : random.NextSingle() - 0.5f)];
            float[] weights = [.. Enumerable.Range(0, k * n).Select(_ => random.NextSingle() - 0.5f)];
            var (all, some) = (new float[n], new float[n]);
            MatrixProduct.Multiply<float>(false, false, 1, n, k, x, weights, [], all);
            MatrixProduct.Multiply<float>(false, false, 1, n, k, x, weights, [], some, skipsZeros: true);
            Assert.Equal(all.Select(BitConverter.SingleToInt32Bits), some.Select(BitConverter.SingleToInt32Bits));
        }
    }

    [Fact]
    public void Only_a_variables_memory_becomes_known_and_only_the_second_time()
    {
        var variable = new Variable(Tensor.Ones([3, 2]));
        var storage = ((Tensor)variable).Storage;
        Assert.Equal([false, true, true], Ask(storage, 3));
        Assert.Equal([false, false, false], Ask(Tensor.Ones([3, 2]).Storage, 3));
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_is_never_left_out(float value)
    {
        var variable = new Variable(Tensor.FromArray(new[] { 1, value }));
        Assert.Equal([false, false, false], Ask(((Tensor)variable).Storage, 3));
    }

    [Fact]
    public void A_weight_that_becomes_nan_is_seen_behind_a_zero()
    {
        var layer = new Dense(2, useBias: false, inputShape: [3]);
        var model = new Sequential([layer]);
        layer.SetWeights([Tensor.Ones([3, 2])]);
        var x = Tensor.FromArray(new float[,] { { 1, 0, 2 } });
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal([3f, 3f], model.Predict(x, verbose: 0).ToArray<float>());
        }

        layer.SetWeights([Tensor.FromArray(new[,] { { 1f, 1 }, { float.NaN, 1 }, { 1, 1 } })]);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal([float.NaN, 3f], model.Predict(x, verbose: 0).ToArray<float>());
        }
    }

    private static bool[] Ask(Storage storage, int times) => [.. Enumerable.Range(0, times).Select(_ => storage.IsKnownFinite())];
}

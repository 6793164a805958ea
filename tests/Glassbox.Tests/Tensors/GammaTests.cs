namespace Glassbox.Tests.Tensors;

/// <summary>Random numbers of gamma and beta distributions have their moments.</summary>
public class GammaTests
{
    [Theory]
    [InlineData(0.2)]
    [InlineData(1)]
    [InlineData(3.5)]
    public void Gamma_numbers_have_mean_and_variance_alpha(double alpha)
    {
        var x = Tensor.RandomGamma((200, 500), alpha, seed: 3);
        Assert.Equal(DType.Float32, x.DType);
        Assert.True((double)Ops.Min(x) >= 0);
        Assert.Equal(alpha, (double)Ops.Mean(x), 0.02 * alpha);
        Assert.Equal(alpha, (double)Ops.Var(x.Cast("float64")), 0.05 * alpha);
        Golden.AssertClose(x, Tensor.RandomGamma((200, 500), alpha, seed: 3), 0);
        Assert.NotEqual(x.ToArray<float>(), Tensor.RandomGamma((200, 500), alpha, seed: 4).ToArray<float>());
    }

    [Theory]
    [InlineData(0.2, 0.2)]
    [InlineData(2, 5)]
    [InlineData(1e-4, 1e-4)]
    public void Beta_numbers_have_their_mean_and_variance(double alpha, double beta)
    {
        var x = Tensor.RandomBeta(100_000, alpha, beta, seed: 3, dtype: "float64");
        Assert.True((double)Ops.Min(x) >= 0 && (double)Ops.Max(x) <= 1);
        var mean = alpha / (alpha + beta);
        Assert.Equal(mean, (double)Ops.Mean(x), 0.02);
        if (alpha > 0.01)
        {
            Assert.Equal(mean * (1 - mean) / (alpha + beta + 1), (double)Ops.Var(x), 0.005);
        }
    }

    [Fact]
    public void What_is_out_of_range_is_refused()
    {
        Assert.Equal("alpha", Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.RandomGamma(3, 0)).ParamName);
        Assert.Equal("beta", Assert.Throws<ArgumentOutOfRangeException>(() => Tensor.RandomBeta(3, 1, double.NaN)).ParamName);
        Assert.Throws<ArgumentException>(() => Tensor.RandomBeta(3, 1, 1, dtype: "int32"));
        Assert.Equal(0, Tensor.RandomGamma([0], 1).Size);
    }
}

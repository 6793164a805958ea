namespace Glassbox.Tests.Tensors;

public class SumTests
{
    [Theory]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(2049)]
    [InlineData(4096)]
    [InlineData(100_000)]
    public void A_sum_of_any_length_ends(int length) => Assert.Equal(length, (double)Ops.Sum(Tensor.Ones([length])));
}

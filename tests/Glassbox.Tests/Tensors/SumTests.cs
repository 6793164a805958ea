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

    [Fact]
    public void Tensors_of_a_sequence_are_added_and_differentiated()
    {
        var x = Tensor.FromArray(new float[] { 1, 2 });
        using var tape = new GradientTape();
        tape.Watch(x);
        var sum = new[] { Ops.Sum(x), x[0] * 3f, x }.Sum();
        Assert.Equal([7, 8], sum.ToArray<float>());
        Assert.Equal([9, 3], tape.Gradient(sum, x).ToArray<float>());
        Assert.Equal(0, (double)Array.Empty<Tensor>().Sum());
    }
}

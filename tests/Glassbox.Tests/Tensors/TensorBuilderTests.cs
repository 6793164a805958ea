namespace Glassbox.Tests.Tensors;

public class TensorBuilderTests
{
    [Fact]
    public void It_is_filled_by_numbers_rows_and_parts()
    {
        var builder = new TensorBuilder([3, 2]) { [0] = new float[] { 1, 2 }, [1, -1] = 5, [-1] = 7 };
        Assert.Equal([1f, 2, 0, 5, 7, 7], builder.ToTensor().ToArray<float>());
        Assert.Equal(5, (float)builder[1, 1]);
        builder[[]] = 9;
        Assert.All(builder.ToTensor().ToArray<float>(), value => Assert.Equal(9, value));
    }

    [Fact]
    public void A_tensor_that_was_taken_stays_as_it_was()
    {
        var builder = new TensorBuilder([2, 2]);
        var (before, row) = ((Tensor)builder, builder[0]);
        builder[0] = 3;
        Assert.All(before.ToArray<float>(), value => Assert.Equal(0, value));
        Assert.All(row.ToArray<float>(), value => Assert.Equal(0, value));
        Assert.Equal([3f, 3, 0, 0], builder.ToTensor().ToArray<float>());
    }

    [Fact]
    public void What_is_put_in_is_converted_to_its_type()
    {
        var builder = new TensorBuilder([2], DType.Int64) { [0] = 3, [1] = (Tensor)4f };
        Assert.Equal([3L, 4], builder.ToTensor().ToArray<long>());
        Assert.Equal(DType.Int64, builder.DType);
    }

    [Fact]
    public void Positions_and_values_that_do_not_fit_are_refused()
    {
        var builder = new TensorBuilder([3, 2]);
        Assert.Contains("shape (2,)", Assert.Throws<ArgumentException>(() => builder[0] = new float[] { 1, 2, 3 }).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => builder[3] = 1);
        Assert.Throws<ArgumentException>(() => builder[0, 0, 0] = 1);
        Assert.Throws<ArgumentException>(() => new TensorBuilder([Shape.Unknown, 2]));
    }
}

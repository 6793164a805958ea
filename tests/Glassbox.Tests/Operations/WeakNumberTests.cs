namespace Glassbox.Tests.Operations;

/// <summary>A plain number takes the type of the tensor beside it.</summary>
public class WeakNumberTests
{
    private static readonly Tensor X = Tensor.FromArray(new[] { -1f, 0.5f, 2f });

    [Fact]
    public void Beside_a_float32_tensor_everything_stays_float32()
    {
        var c = X > 0;
        Tensor[] results =
        [
            Ops.Maximum(X, 0), Ops.Maximum(0, X), Ops.Minimum(X, 0.5), Ops.Power(X, 2), Ops.Power(2, X), Ops.Add(X, 1),
            Ops.Subtract(1.5, X), Ops.Multiply(X, 2L), Ops.Divide(X, 3), Ops.FloorDivide(X, 2), Ops.Mod(X, 2.0), Ops.Where(c, X, 0),
            Ops.Where(c, 0.0, X), X + 1, 1 - X, X * 0.1, 2.5 / X, X % 2, -X + true, X * Ops.Sqrt(2.0), X * Ops.Where(c, 1.0, 0.0),
            Ops.Clip(X, 0, 0.5), Ops.Stack([X, X]) * 2.0, Ops.Concatenate([X, X]) + 1,
        ];
        Assert.All(results, result => Assert.Equal(DType.Float32, result.DType));
        Assert.Equal([0f, 0.5f, 2f], Ops.Maximum(X, 0).ToArray<float>());
        Assert.Equal([0f, 0.5f, 2f], Ops.Where(c, X, 0).ToArray<float>());
    }

    [Fact]
    public void Whole_numbers_leave_whole_tensors_what_they_are_and_fractions_make_floats()
    {
        Tensor bytes = new byte[] { 1, 2 }, ints = new[] { 1, 2 }, longs = new[] { 1L, 2L };
        Assert.Equal((DType.UInt8, DType.Int32, DType.Int64), ((bytes + 1).DType, (2 * ints).DType, Ops.Maximum(longs, 1).DType));
        Tensor[] results =
        [
            ints * 0.5, 0.5 + longs, bytes - 0.5, 0.5 - ints, ints / 0.5, longs % 0.5, Ops.FloorDivide(ints, 0.5), Ops.Power(ints, 0.5),
            Ops.Power(0.5, ints), Ops.Maximum(longs, 0.5), Ops.Minimum(0.5, bytes), Ops.Where(ints > 1, ints, 0.5), Ops.Clip(ints, 0, 0.5),
            Ops.Concatenate([ints, Ops.Reshape(0.5, [1])]), (ints > 1) * 0.5, ints * (Tensor)0.5f, ints * (1.5 - 1),
        ];
        Assert.All(results, result => Assert.Equal(DType.Float32, result.DType));
        Assert.Equal([0.5f, 1], results[0].ToArray<float>());
        Assert.Equal((DType.Int32, DType.Int64), (Ops.Clip(ints, 0, double.PositiveInfinity).DType, Ops.Clip(longs, -1e300, 1).DType));
        Assert.Equal(DType.Float32, (Glassbox.Keras.Input([2], dtype: "int32") * 0.5).DType);
        Assert.Equal([3L, 2], (Tensor.FromArray(new[] { true, false }) + 2).ToArray<long>());
        Assert.Throws<OverflowException>(() => bytes + 300);
    }

    [Fact]
    public void Large_whole_numbers_are_exact()
    {
        const long Large = (1L << 53) + 1;
        Assert.Equal([Large + 1], (Tensor.FromArray(new[] { 1L }) + Large).ToArray<long>());
        Assert.Equal([true], (Tensor.FromArray(new[] { Large }) == Large).ToArray<bool>());
        Assert.Equal([false, true], (Tensor.FromArray(new[] { 16777217, 16777216 }) < 16777216.5).ToArray<bool>());
        Assert.Equal([Large, Large], Ops.Full(2, Large, "int64").ToArray<long>());
        Assert.Equal([Large, Large + 2], Ops.Arange(Large, Large + 3, 2).ToArray<long>());
        Assert.Equal([2L, 1], Ops.Arange(2, 0, -1).ToArray<long>());
        Assert.Equal([Large], Ops.Clip(Tensor.FromArray(new[] { Large }), 0, double.PositiveInfinity).ToArray<long>());
        Assert.Equal([0L, Large], Utils.PadSequences<long>([[Large]], 2, "int64").ToArray<long>());
        Assert.Equal([Large, -1], Utils.PadSequences<long>([[Large]], 2, "int64", padding: "post", value: -1).ToArray<long>());
        Assert.Throws<OverflowException>(() => Utils.PadSequences<long>([[Large]]));
        Assert.Equal([2.5, 0], Utils.PadSequences<double>([[2.5]], 2, "float64", padding: "post").ToArray<double>());
    }

    [Fact]
    public void By_themselves_numbers_have_the_types_of_CSharp()
    {
        Tensor real = 0.1, single = 0.1f, whole = 3;
        Assert.Equal((DType.Float64, DType.Float32, DType.Int32), (real.DType, single.DType, whole.DType));
        Assert.Equal((0.1, 0.1f, 3), ((double)real, (float)single, (int)whole));
        Assert.Equal(DType.Float64, Ops.Sqrt(2.0).DType);
        Assert.Equal(Math.Sqrt(2), (double)Ops.Sqrt(2.0));
    }

    [Fact]
    public void Linspace_gives_float32() => Assert.Equal(DType.Float32, Ops.Linspace(0, 1, 5).DType);

    [Fact]
    public void Tensors_are_compared_element_by_element()
    {
        Tensor y = new[] { 1, 2, 3, 4 }, c = new[] { 1, 0, 3, 0 };
        Assert.Equal([true, false, true, false], (y == c).ToArray<bool>());
        Assert.Equal([false, true, false, true], (y != c).ToArray<bool>());
        Assert.Equal(0.5, (double)Ops.Mean(y == c));
        Assert.Equal([false, true, false, false], (y == 2).ToArray<bool>());
        Assert.True(y.Equals(y));
        Assert.False(y.Equals(y + 0));
    }

    [Fact]
    public void Layers_and_losses_stay_in_float32()
    {
        var x = Glassbox.Keras.Input([3]);
        var y = Ops.Where(x > 0, x, 0) + (x * Ops.Ones(3)) + new float[] { 1, 2, 3 } + Ops.Maximum(x, 0.5);
        Assert.Equal(DType.Float32, y.DType);
        var model = new Model(x, y);
        Assert.Equal([1.5f, 3.5f, 9f], model.Apply(Tensor.FromArray(new[,] { { 0f, 0.5f, 2f } })).ToArray<float>());
        Assert.Equal([1.5f, 3.5f, 9f], Model.FromJson(model.ToJson()).Apply(Tensor.FromArray(new[,] { { 0f, 0.5f, 2f } }))
            .ToArray<float>());
    }
}

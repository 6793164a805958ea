using Glassbox.Backends.Cpu;
namespace Glassbox.Tests.Backends;

/// <summary>Element-wise operations and reductions of arrays so large that they are cut into parts.</summary>
public class PartsTests
{
    /// <summary>A prime that is more than two parts.</summary>
    private const int Long = 200_003;

    public static TheoryData<string> Functions => [.. Unary.Keys];

    private static Dictionary<string, Func<Tensor, Tensor>> Unary { get; } = new()
    {
        ["exp"] = Ops.Exp,
        ["tanh"] = Ops.Tanh,
        ["sigmoid"] = Ops.Sigmoid,
        ["relu"] = Ops.Relu,
        ["erf"] = Ops.Erf,
        ["sqrt"] = Ops.Sqrt,
        ["softplus"] = Ops.Softplus,
        ["sign"] = Ops.Sign,
        ["round"] = x => Ops.Round(x),
        ["square"] = Ops.Square,
        ["cast"] = x => x.Cast("float64"),
        ["compare"] = x => x > 0.5,
        ["scale"] = x => 3.5 * x,
        ["where"] = x => Ops.Where(x > 0, x, x * 0.2),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void A_function_of_a_long_array_is_that_of_its_pieces_to_the_bit(string name)
    {
        var function = Unary[name];
        var x = Special(Tensor.RandomNormal([Long], seed: 1));
        var whole = function(x);
        foreach (var start in new[] { 0, 65_536, 131_072 })
        {
            var end = Math.Min(Long, start + 65_536);
            Assert.Equal(function(x[start..end].Copy()).ToArray(), whole[start..end].ToArray());
        }
    }

    [Theory]
    [InlineData(new[] { Long }, new int[0])]
    [InlineData(new[] { 1009, 211 }, new[] { 211 })]
    [InlineData(new[] { 211, 1009 }, new[] { 211, 1 })]
    [InlineData(new[] { 3, 70_001 }, new[] { 3, 70_001 })]
    [InlineData(new[] { 7, 101, 307 }, new[] { 101, 1 })]
    [InlineData(new[] { 7, 101, 307 }, new[] { 7, 1, 307 })]
    public void Large_operands_are_broadcast_as_small_ones(int[] first, int[] second)
    {
        var (a, b) = (Special(Tensor.RandomNormal([.. first], seed: 1)), Tensor.RandomNormal([.. second], seed: 2));
        var spread = Ops.BroadcastTo(b, a.Shape);
        Assert.Equal(Each(a, spread, (x, y) => x + y), (a + b).ToArray<float>());
        Assert.Equal(Each(spread, a, (x, y) => x - y), (b - a).ToArray<float>());
        Assert.Equal(Each(a, spread, (x, y) => x * y), Ops.Multiply(a, b).ToArray<float>());
        Assert.Equal(Each(a, spread, (x, y) => x > y ? 1 : 0), (a > b).Cast("float32").ToArray<float>());
    }

    [Theory]
    [InlineData(new[] { Long }, new[] { 0 })]
    [InlineData(new[] { 20_011, 11 }, new[] { 0 })]
    [InlineData(new[] { 20_011, 11 }, new[] { 1 })]
    [InlineData(new[] { 3, 200, 401 }, new[] { 1 })]
    [InlineData(new[] { 3, 200, 401 }, new[] { 0, 1 })]
    [InlineData(new[] { 3, 200, 401 }, new[] { 1, 2 })]
    [InlineData(new[] { 2, 130_003 }, new[] { 0 })]
    [InlineData(new[] { 2, 130_003 }, new[] { 1 })]
    public void Large_arrays_are_reduced_as_small_ones(int[] extents, int[] axes)
    {
        var x = Tensor.RandomUniform([.. extents], seed: 3) - 0.5f;
        var exact = Ops.Sum(x.Cast("float64"), Axes.Create(axes));
        Golden.AssertClose(exact, Ops.Sum(x, Axes.Create(axes)), 2e-3);
        Golden.AssertClose(Ops.Sum((x * 100).Cast("int32").Cast("float64"), Axes.Create(axes)),
            Ops.Sum((x * 100).Cast("int32"), Axes.Create(axes)), 0);

        // By moving the axes together and looking at each row by itself.
        int[] others = [.. Enumerable.Range(0, extents.Length).Except(axes)];
        var rows = Ops.Reshape(Ops.Transpose(x, Axes.Create([.. others, .. axes])), [exact.Size, -1]).ToArray<float>()
            .Chunk(x.Size / exact.Size);
        Assert.Equal(rows.Select(row => row.Max()), Ops.Max(x, Axes.Create(axes)).Flatten().ToArray<float>());
        Assert.Equal(rows.Select(row => row.Min()), Ops.Min(x, Axes.Create(axes)).Flatten().ToArray<float>());
        Assert.Equal(rows.Select(row => row.Sum(value => (double)value)), exact.Flatten().ToArray<double>(), (a, b) =>
            Math.Abs(a - b) < 1e-9);
    }

    private static float[] Each(Tensor a, Tensor b, Func<float, float, float> function) =>
        [.. a.ToArray<float>().Zip(b.ToArray<float>(), function)];

    /// <summary>With NaN and infinities in places, the first and the last among them.</summary>
    private static Tensor Special(Tensor x)
    {
        var values = x.ToArray<float>();
        (values[0], values[^1], values[values.Length / 2], values[values.Length / 3]) =
            (float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.NaN);
        return Ops.Reshape(Tensor.FromSpan<float>(values), x.Shape);
    }
}

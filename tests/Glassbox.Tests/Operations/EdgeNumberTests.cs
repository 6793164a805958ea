using Glassbox.Layers;
using Glassbox.Losses;

namespace Glassbox.Tests.Operations;

/// <summary>Numbers at the edges: of intervals, of types, of domains.</summary>
public class EdgeNumberTests
{
    [Theory]
    [InlineData(0.3, 2)]
    [InlineData(0.7, 6)]
    [InlineData(0.1, 1)]
    [InlineData(1.0, 9)]
    [InlineData(0.0, 0)]
    public void A_histogram_counts_by_the_ends_that_it_gives_as_NumPy_does(double value, int bin)
    {
        var (counts, edges) = Ops.Histogram(new[] { value }, 10, (0, 1));
        Assert.Equal(bin, (int)counts.ArgMax());
        Assert.True((double)edges[bin] <= value);
    }

    [Fact]
    public void A_histogram_of_float32_has_ends_of_float32() =>
        Assert.Equal([0L, 1, 0, 1, 0, 0, 1, 1, 0, 0], Ops.Histogram(new[] { 0.3f, 0.7f, 0.6f, 0.1f }, 10, (0, 1)).Counts.ToArray<long>());

    [Theory]
    [InlineData(2.7)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Classes_with_fractions_are_refused(double label)
    {
        Assert.Contains("integers", Assert.Throws<ArgumentException>(() => Ops.OneHot(new[] { 1, label }, 4)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Utils.ToCategorical(new[] { label }, 4));
        Assert.Throws<ArgumentException>(() =>
            new Glassbox.Metrics.SparseCategoricalAccuracy().UpdateState(new[] { label }, Tensor.Ones([1, 4])));
        Assert.Equal([0f, 0, 1, 0], Ops.OneHot(new[] { 2.0 }, 4).ToArray<float>());
    }

    [Fact]
    public void Tensors_without_elements_may_have_any_extents()
    {
        Assert.Equal(0, Ops.Zeros([65536, 65536, 0]).Size);
        Assert.Equal(Shape.Create([0, 65536, 65536]), Ops.Transpose(Ops.Zeros([65536, 65536, 0]) + 1).Shape);
    }

    [Fact]
    public void Long_dot_products_lose_no_terms()
    {
        // Sums of ones in float32 end at 2^24; here they run over the lanes of a vector and over a single number.
        var x = Ops.Ones([1, 40_000_000]);
        Assert.Equal(4e7, (double)Ops.MatMul(x, x.Reshape(-1, 1)), 64.0);
        x = Ops.Ones([1, 20_000_000]);
        Assert.Equal([2e7f, 2e7f], Ops.MatMul(x, Ops.Ones([20_000_000, 2])).ToArray<float>());
    }

    [Fact]
    public void Gradients_are_finite_where_those_of_Keras_are()
    {
        var zeros = new[] { 0f, 0f };
        Assert.Equal([0f, 0f], Gradient(x => Ops.Power(x, 0), zeros));
        Assert.Equal([0f, 0f], Gradient(x => Ops.Power(x, x), zeros));
        Assert.Equal([0f, 0f], Gradient(x => Ops.Power(0.0, x), zeros));
        Assert.Equal([0f, 0f], Gradient(x => Ops.Std(x), [3, 3]));
        Assert.Equal([-0.5f, 0.5f], Gradient(x => Ops.Std(x), [1, 3]));
        Assert.All(Gradient(x => new UnitNormalization().Apply(x.Reshape(1, 2)), zeros), slope => Assert.True(float.IsFinite(slope)));
        foreach (var loss in new Loss[] { new BinaryFocalCrossentropy(gamma: 0), new CategoricalFocalCrossentropy(gamma: 0) })
        {
            var y = Tensor.FromSpan<float>([0, 1], [1, 2]);
            Assert.All(Gradient(x => loss.Apply(y, x.Reshape(1, 2)), [0, 1]), slope => Assert.True(float.IsFinite(slope)));
        }
    }

    private static float[] Gradient(Func<Tensor, Tensor> function, float[] at)
    {
        var x = new Variable(Tensor.FromArray(at));
        using var tape = new GradientTape();
        var y = function(x);
        return tape.Gradient(y, x)!.ToArray<float>();
    }
}

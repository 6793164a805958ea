using Glassbox.Layers;
using Glassbox.Tests.Autodiff;

namespace Glassbox.Tests.Layers;

/// <summary>Layers that join several inputs.</summary>
public class MergeTests
{
    private static readonly Tensor A = Tensor.RandomNormal([2, 3], seed: 1, dtype: "float64");
    private static readonly Tensor B = Tensor.RandomNormal([2, 3], seed: 2, dtype: "float64");
    private static readonly Tensor C = Tensor.RandomNormal([2, 1], seed: 3, dtype: "float64");

    [Fact]
    public void Each_computes_its_formula()
    {
        Close(A + B + C, new Add(dtype: "float64").Apply([A, B, C]));
        Close(A * B * C, new Multiply(dtype: "float64").Apply([A, B, C]));
        Close((A + B + C) / 3, new Average(dtype: "float64").Apply([A, B, C]));
        Close(Ops.Maximum(Ops.Maximum(A, B), C), new Maximum(dtype: "float64").Apply([A, B, C]));
        Close(Ops.Minimum(Ops.Minimum(A, B), C), new Minimum(dtype: "float64").Apply([A, B, C]));
        Close(A - B, new Subtract(dtype: "float64").Apply([A, B]));
        Close(Ops.Concatenate([A, B, C], 1), new Concatenate(dtype: "float64").Apply([A, B, C]));
        Close(Ops.Sum(A * B, 1, keepdims: true), new Dot(1, dtype: "float64").Apply([A, B]));
    }

    [Fact]
    public void The_cosine_of_vectors_lies_between_minus_one_and_one()
    {
        GradientCheck.Assert(values => new Dot(1, normalize: true, dtype: "float64").Apply(values), A, B);
        Close(Tensor.Ones([2, 1], "float64"), new Dot(-1, normalize: true, dtype: "float64").Apply([A, A * 3]));
        Close(Tensor.Zeros([2, 1]), new Dot(-1, normalize: true).Apply([Tensor.Zeros([2, 3]), A]));
    }

    [Fact]
    public void A_dot_product_sums_over_the_axes_that_are_named()
    {
        var (x, y) = (Tensor.RandomNormal([2, 4, 3], seed: 4, dtype: "float64"), Tensor.RandomNormal([2, 5, 4], seed: 5, dtype: "float64"));
        var z = new Dot([1, 2], dtype: "float64").Apply([x, y]);

        Assert.Equal([2, 3, 5], z.Shape);
        Close(Ops.Sum(x[1, .., 2] * y[1, 3]), z[1, 2, 3]);
        GradientCheck.Assert(values => new Dot([1, 2], dtype: "float64").Apply(values), x, y);
        Assert.Equal([Shape.Unknown, 3, 5], new Dot([1, 2]).ComputeOutputShape([[Shape.Unknown, 4, 3], [Shape.Unknown, 5, 4]]).One);
    }

    [Fact]
    public void An_input_of_fewer_axes_is_broadcast_within_each_sample()
    {
        var images = Tensor.RandomNormal([2, 5, 3], seed: 6, dtype: "float64");
        Close(images + Ops.Reshape(A, [2, 1, 3]), new Add(dtype: "float64").Apply([images, A]));
        Assert.Equal([Shape.Unknown, 5, 3], new Add().ComputeOutputShape([[Shape.Unknown, 5, 3], [Shape.Unknown, 3]]).One);
    }

    [Fact]
    public void Bad_inputs_are_refused_with_their_shapes()
    {
        Says(() => new Add(name: "sum").Apply([A, A[.., ..2]]), "'sum'", "(2, 3)", "(2, 2)");
        Says(() => new Add().Apply(A), "two inputs or more", "one tensor");
        Says(() => new Add().Apply([A]), "a list of 1");
        Says(() => new Subtract().Apply([A, A, A]), "two inputs", "3");
        Says(() => new Concatenate(name: "join").Apply([A, Tensor.Zeros([3, 3])]), "'join'", "(2, 3)", "(3, 3)");
        Says(() => new Concatenate().Apply(A), "one tensor");
        Says(() => new Dot(1).Apply([A, Tensor.Zeros([2, 4])]), "(2, 4)", "3 and 4");
        Says(() => new Dot(1).Apply([A, A, A]), "two inputs");
        Says(() => _ = new Dot([0, 1]), "[0, 1]");
        Says(() => _ = new Dot([1, 2, 3]), "[1, 2, 3]");
    }

    private static void Close(Tensor expected, Tensor actual) => Golden.AssertClose(expected, actual, 1e-6);

    private static void Says(Action action, params string[] words)
    {
        var problem = Assert.ThrowsAny<ArgumentException>(action);
        Assert.All(words, word => Assert.Contains(word, problem.Message, StringComparison.Ordinal));
    }
}

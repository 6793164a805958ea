using Glassbox.Layers;

namespace Glassbox.Tests.Operations;

/// <summary>Shapes are inferred without computing anything.</summary>
public class ShapeInferenceTests
{
    [Fact]
    public void Large_symbolic_tensors_cost_nothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var a = Glassbox.Keras.Input([4096, 4096]);
        var y = Ops.Softmax(Ops.MatMul(Ops.Relu((a * 2) + 1), a));
        Assert.Equal([Shape.Unknown, 4096, 4096], y.Shape);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void A_layer_without_a_rule_is_traced_on_shapes()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var y = new Halves().Apply(Glassbox.Keras.Input([2048, 2048, 16]));
        Assert.Equal([Shape.Unknown, 1024, 2048, 17], y.Shape);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Unknown_extents_stay_unknown()
    {
        var x = Glassbox.Keras.Input([Shape.Unknown, 8]);
        Assert.Equal([Shape.Unknown, Shape.Unknown, 8], Ops.Gelu(x).Shape);
        Assert.Equal([Shape.Unknown, 8], Ops.Mean(x, axis: 1).Shape);
        Assert.Equal([Shape.Unknown, Shape.Unknown, 16], Ops.Repeat(x, 2, axis: -1).Shape);
        Assert.Equal([Shape.Unknown, Shape.Unknown, 4], Ops.Glu(x).Shape);
        Assert.Equal([Shape.Unknown, 3, 8], x[.., ..3].Shape);
        Assert.Equal([8, Shape.Unknown, Shape.Unknown], Ops.Transpose(x).Shape);
        Assert.Equal([Shape.Unknown, Shape.Unknown, Shape.Unknown], Ops.Einsum("abc,adc->abd", x, x).Shape);
        Assert.Equal([Shape.Unknown, Shape.Unknown, Shape.Unknown, 4],
            Ops.MaxPool(Glassbox.Keras.Input([Shape.Unknown, Shape.Unknown, 4]), 2).Shape);
    }

    [Fact]
    public void A_formula_that_looks_at_values_is_tried_on_small_zeros() =>
        Assert.Equal([Shape.Unknown, 3], new Looks().Apply(Glassbox.Keras.Input([3])).Shape);

    [Fact]
    public void Values_of_a_symbolic_tensor_are_refused_with_its_name()
    {
        var x = Glassbox.Keras.Input([3], name: "pixels");
        Assert.Contains("'pixels'", Assert.Throws<NoValuesException>(() => x.ToArray<float>()).Message, StringComparison.Ordinal);
        Assert.Contains("(None, 3)", Assert.Throws<NoValuesException>(() => Ops.AllClose(x, x)).Message, StringComparison.Ordinal);
    }

    private sealed class Halves : Layer
    {
        protected override Tensor Call(Tensor x, CallContext call) =>
            Ops.Concatenate([Ops.Gelu(x[.., ..(x.Shape[1] / 2)]), Ops.Mean(x[.., ..(x.Shape[1] / 2)], axis: -1, keepdims: true)], axis: -1);
    }

    private sealed class Looks : Layer
    {
        protected override Tensor Call(Tensor x, CallContext call) => (double)Ops.Sum(x) > 0 ? x : -x;
    }
}

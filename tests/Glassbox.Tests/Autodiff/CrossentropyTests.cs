using Glassbox.Losses;

namespace Glassbox.Tests.Autodiff;

public class CrossentropyTests
{
    private static readonly Tensor Targets = Tensor.FromArray(new double[,] { { 1, 0, 0 }, { 0.2, 0.5, 0.3 }, { 0, 0, 1 }, { 0, 1, 0 } });
    private static readonly Tensor Predictions =
        Tensor.FromArray(new[,] { { 0.7, 0.2, 0.1 }, { 0.3, 0.4, 0.9 }, { 0.25, 0.6, 0.15 }, { 1.5, 0.4, 0.6 } });

    [Theory]
    [InlineData(false, -1)]
    [InlineData(true, -1)]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    public void Gradients_with_respect_to_predictions_and_targets_are_those_of_finite_differences(bool fromLogits, int axis)
    {
        var loss = new CategoricalCrossentropy(fromLogits, labelSmoothing: 0.1, axis: axis, reduction: Reduction.None);
        GradientCheck.Assert(x => loss.Apply(x[0], x[1]), Targets, Predictions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Second_derivatives_are_those_of_finite_differences(bool fromLogits)
    {
        var loss = new CategoricalCrossentropy(fromLogits);
        GradientCheck.Assert(x => GradientOf(loss, x[0], x[1]), Targets, Predictions);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_gradient_is_the_same_whether_another_tape_records_it_or_not(bool fromLogits)
    {
        var loss = new CategoricalCrossentropy(fromLogits);
        var alone = GradientOf(loss, Targets, Predictions);
        using var outer = new GradientTape();
        Golden.AssertClose(alone, GradientOf(loss, Targets, Predictions), 1e-12, "gradient");
    }

    [Fact]
    public void A_probability_that_is_kept_off_zero_or_one_has_no_gradient_of_its_own()
    {
        var p = Tensor.FromArray(new[,] { { 1.0, 0.0, 0.0 } });
        var (right, wrong) = (Tensor.FromArray(new[,] { { 1.0, 0, 0 } }), Tensor.FromArray(new[,] { { 0.0, 1, 0 } }));
        var loss = new CategoricalCrossentropy();
        Assert.Equal(-Math.Log(1e-7), (double)loss.Apply(wrong, p), 12);
        Assert.Equal(-Math.Log(1 - 1e-7), (double)loss.Apply(right, p), 12);
        Assert.Equal([0.0, 0, 0], GradientOf(loss, wrong, p).ToArray<double>());
        Assert.Equal([0.0, 0, 0], GradientOf(loss, right, p).ToArray<double>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Class_numbers_and_one_hot_targets_give_the_same(bool fromLogits)
    {
        var labels = Tensor.FromArray(new[] { 2, 0, 1, 1 });
        var oneHot = Utils.ToCategorical(labels, 3).Cast(DType.Float64);
        var sparse = new SparseCategoricalCrossentropy(fromLogits);
        var categorical = new CategoricalCrossentropy(fromLogits);
        Assert.Equal((double)categorical.Apply(oneHot, Predictions), (double)sparse.Apply(labels, Predictions), 14);
        Golden.AssertClose(GradientOf(categorical, oneHot, Predictions), GradientOf(sparse, labels, Predictions), 1e-14, "gradient");
    }

    private static Tensor GradientOf(Loss loss, Tensor yTrue, Tensor yPred)
    {
        using var tape = new GradientTape();
        tape.Watch(yPred);
        return tape.Gradient(loss.Apply(yTrue, yPred), yPred);
    }
}

using Glassbox.Optimizers;

namespace Glassbox.Tests.Autodiff;

public class GradientTapeTests
{
    [Fact]
    public void A_tape_without_persistence_answers_once()
    {
        Tensor x = 3.0;
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = x * x;

        Assert.Equal(6, (double)tape.Gradient(y, x));
        Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x));
    }

    [Fact]
    public void A_persistent_tape_answers_again()
    {
        Tensor x = 3.0;
        using var tape = new GradientTape(persistent: true);
        tape.Watch(x);
        var (y, z) = (x * x, x * 5);

        Assert.Equal(6, (double)tape.Gradient(y, x));
        Assert.Equal(5, (double)tape.Gradient(z, x));
    }

    [Fact]
    public void What_was_not_watched_has_no_gradient_and_the_message_says_what_to_do()
    {
        Tensor x = 3.0;
        using var tape = new GradientTape();
        var exception = Assert.Throws<InvalidOperationException>(() => tape.Gradient(x * x, x));

        Assert.Contains("tape.Watch", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Trainable_variables_are_watched_and_others_are_not()
    {
        var (weight, constant) = (new Variable(2.0), new Variable(3.0, trainable: false));
        using var tape = new GradientTape();
        var y = (Tensor)weight * constant;

        var gradients = tape.Gradient(y, [weight, constant]);

        Assert.Equal(3, (double)gradients[0]!);
        Assert.Null(gradients[1]);
    }

    [Fact]
    public void An_operation_of_ones_own_brings_its_own_gradient()
    {
        Tensor x = 3.0;
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = GradientTape.Record("strange", x * 1, (x, dy => dy * 42));

        Assert.Equal(42, (double)tape.Gradient(y, x));
    }

    [Fact]
    public void A_gradient_of_another_shape_is_refused()
    {
        Tensor x = new[] { 1.0, 2.0 };
        using var tape = new GradientTape();
        tape.Watch(x);
        var y = GradientTape.Record("wrong", Ops.Sum(x), (x, dy => dy));

        Assert.Contains("'wrong'", Assert.Throws<InvalidOperationException>(() => tape.Gradient(y, x)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_that_was_read_survives_the_update()
    {
        var weight = new Variable(new[] { 1.0, 2.0 });
        var before = weight.Value;

        new SGD(learningRate: 1).ApplyGradients([Tensor.Ones([2], DType.Float64)], [weight]);

        Assert.Equal("[1. 2.]", before.ToString());
        Assert.Equal("[0. 1.]", weight.Value.ToString());
    }

    [Fact]
    public void A_training_loop_of_ones_own_finds_the_line()
    {
        var x = Tensor.RandomUniform([100, 1], -1, 1, seed: 1);
        var y = (x * 3) + 2;
        var (slope, offset) = (new Variable(Tensor.Zeros([1, 1])), new Variable(Tensor.Zeros([1])));
        var optimizer = new SGD(learningRate: 0.5);
        for (var step = 0; step < 200; step++)
        {
            using var tape = new GradientTape();
            var loss = Ops.Mean(Ops.Square(Ops.MatMul(x, slope) + offset - y));
            optimizer.ApplyGradients(tape.Gradient(loss, [slope, offset]), [slope, offset]);
        }

        Assert.Equal(3, (double)slope.Value, 1e-4);
        Assert.Equal(2, (double)offset.Value, 1e-4);
    }

    [Fact]
    public void A_gradient_through_a_convolution_with_relu_can_be_differentiated_although_it_was_asked_for_before()
    {
        var layer = new Glassbox.Layers.Conv2D(3, 2, activation: "relu");
        var x = Tensor.RandomUniform([1, 4, 4, 2], seed: 1);
        using var inner = new GradientTape(persistent: true);
        inner.Watch(x);
        var y = layer.Apply(x);
        inner.Dispose();
        var dy = Tensor.Ones(y.Shape, y.DType);
        inner.Gradient(y, [x], dy);

        using var outer = new GradientTape();
        outer.Watch(dy);
        var gradient = inner.Gradient(y, [x], dy)[0]!;
        var derivative = outer.Gradient(Ops.Sum(gradient), dy);

        // The gradient is linear in dy: its derivative there is what each element of dy adds to the sum, nothing where relu is shut.
        Assert.Equal((double)Ops.Sum(gradient), (double)Ops.Sum(derivative * dy), 1e-4);
        Assert.Equal(0, (double)Ops.Sum(Ops.Where(y > 0, Tensor.Zeros(y.Shape, y.DType), derivative)));
    }
}

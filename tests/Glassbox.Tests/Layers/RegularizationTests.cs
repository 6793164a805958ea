using Glassbox.Constraints;
using Glassbox.Layers;
using Glassbox.Optimizers;
using Glassbox.Regularizers;

namespace Glassbox.Tests.Layers;

public class RegularizationTests
{
    private static readonly Tensor X = Tensor.RandomUniform([8, 3], -1, 1, seed: 1);
    private static readonly Tensor Y = Tensor.RandomUniform([8, 2], -1, 1, seed: 2);

    [Fact]
    public void The_loss_that_is_reported_includes_the_prices_of_weights_and_outputs()
    {
        var model = new Sequential { new Dense(2, kernelRegularizer: new L2(0.1), biasRegularizer: new L1(0.2),
            activityRegularizer: new L1(0.3), biasInitializer: "ones", inputShape: [3]) };
        model.Compile("sgd", "mse");
        var (kernel, bias) = (model.GetWeights()[0], model.GetWeights()[1]);
        var predicted = model.Predict(X, verbose: 0);
        var expected = Ops.Mean(Ops.Square(predicted - Y)) + (Ops.Sum(Ops.Square(kernel)) * 0.1) + (Ops.Sum(Ops.Abs(bias)) * 0.2)
            + (Ops.Sum(Ops.Abs(predicted)) * (0.3 / 8));

        Assert.Equal((double)expected, model.Evaluate(X, Y, batchSize: 8, verbose: 0)["loss"], 1e-5);
        Assert.Equal((double)expected, model.Fit(X, Y, batchSize: 8, verbose: 0)["loss"][0], 1e-5);
    }

    [Fact]
    public void The_price_of_a_weight_pulls_it_towards_zero()
    {
        var model = new Sequential { new Dense(2, useBias: false, kernelRegularizer: new L2(0.5), inputShape: [3]) };
        var before = model.GetWeights()[0];
        model.Compile(new SGD(learningRate: 0.1), "mse");

        model.Fit(Tensor.Zeros([4, 3]), Tensor.Zeros([4, 2]), batchSize: 4, verbose: 0);

        // The data has no gradient; that of 0.5·w² is w.
        Golden.AssertClose(before * 0.9, model.GetWeights()[0], 1e-6);
    }

    [Fact]
    public void A_frozen_weight_has_no_price()
    {
        var layer = new Dense(2, kernelRegularizer: "l2", inputShape: [3]);
        var model = new Sequential { layer };
        layer.Trainable = false;

        Assert.Empty(model.Losses);
    }

    [Fact]
    public void What_a_layer_adds_in_a_call_is_in_the_call_and_not_in_the_layer()
    {
        var layer = new Dense(2, activityRegularizer: "l2", kernelRegularizer: "l1");
        var call = new CallContext();
        layer.Apply(X);
        layer.Apply(X, call);

        Assert.Single(call.Losses);
        Golden.AssertClose(Ops.Sum(Ops.Abs(layer.Kernel!)) * 0.01, Assert.Single(layer.Losses), 1e-6);
    }

    [Fact]
    public void A_layer_that_is_called_twice_in_a_model_adds_twice()
    {
        var model = new Twice(new Dense(3, activityRegularizer: "l2"));
        var call = new CallContext();
        model.Apply(X, call);

        Assert.Equal(2, call.Losses.Count);
    }

    [Fact]
    public void Weights_keep_to_their_constraints_after_each_step()
    {
        var model = new Sequential { new Dense(2, kernelConstraint: "unit_norm", biasConstraint: new NonNeg(), inputShape: [3]) };
        model.Compile(new SGD(learningRate: 1), "mse");

        model.Fit(X, Y, batchSize: 2, verbose: 0);

        Golden.AssertClose(Tensor.Ones([2]), Ops.Sum(Ops.Square(model.GetWeights()[0]), 0), 1e-5);
        Assert.True((bool)Ops.All(model.GetWeights()[1] >= 0));
    }

    [Fact]
    public void A_loss_that_is_more_than_one_number_is_refused() =>
        Assert.Contains("a scalar", Assert.Throws<ArgumentException>(() => new AddsRows().Apply(X)).Message, StringComparison.Ordinal);

    private sealed class AddsRows : Layer
    {
        protected override Tensor Call(Tensor x, CallContext call)
        {
            call.AddLoss(Ops.Sum(x, 1));
            return x;
        }
    }

    private sealed class Twice(Layer layer) : Model
    {
        public override IReadOnlyList<Layer> Layers => [layer];

        protected override Tensor Call(Tensor x, CallContext call) => layer.Apply(layer.Apply(x, call), call);
    }
}

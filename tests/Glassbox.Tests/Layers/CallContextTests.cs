using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Metrics;

namespace Glassbox.Tests.Layers;

/// <summary>What a call needs and makes travels in its context, and leaves nothing behind before it is committed.</summary>
[Collection("process state")]
public class CallContextTests
{
    private static readonly Tensor X = Tensor.RandomNormal([8, 4], seed: 1);

    [Fact]
    public void Draws_count_as_made_when_the_call_is_committed()
    {
        Utils.SetRandomSeed(3);
        var model = new Sequential([new Dropout(0.5), new GaussianNoise(1, seed: 5), new Dropout(0.3)]);
        var expected = new[] { model.Apply(X, training: true), model.Apply(X, training: true) };

        Utils.SetRandomSeed(3);
        var again = new Sequential([new Dropout(0.5), new GaussianNoise(1, seed: 5), new Dropout(0.3)]);
        var first = new CallContext(training: true, deferUpdates: true);
        Golden.AssertClose(expected[0], again.Apply(X, new CallContext(training: true, deferUpdates: true)), 0);
        Golden.AssertClose(expected[0], again.Apply(X, first), 0);
        first.Commit();
        Golden.AssertClose(expected[1], again.Apply(X, new CallContext(training: true)), 0);
        Assert.Equal((2ul, 2ul), (again.Layers[1].Draws, model.Layers[1].Draws));
    }

    [Fact]
    public void Draws_of_ones_own_belong_to_the_call_as_well()
    {
        Utils.SetRandomSeed(4);
        var layer = new OwnNoise();
        Tensor Drawn(CallContext call) => layer.Apply(X, call);
        var call = new CallContext(training: true, deferUpdates: true);
        var first = Drawn(call);

        Golden.AssertClose(first, Drawn(new CallContext(training: true, deferUpdates: true)), 0);
        Assert.NotEqual((double)first.Sum(), (double)Drawn(call).Sum());
        Golden.AssertClose(first, layer.Apply(X, training: true), 0);
        Assert.NotEqual((double)first.Sum(), (double)layer.Apply(X, training: true).Sum());
        Assert.Equal(new SeedGenerator(2).Next(), new CallContext().NextSeed(new SeedGenerator(2)));
    }

    [Fact]
    public void Moving_averages_change_when_the_call_is_committed()
    {
        var layer = new BatchNormalization(momentum: 0.5);
        layer.Apply(X);
        var call = new CallContext(training: true, deferUpdates: true);
        layer.Apply(X, call);

        Golden.AssertClose(Tensor.Zeros([4]), layer.MovingMean!.Value, 0);
        Golden.AssertClose(X.Mean(0) / 2, call.Read(layer.MovingMean), 1e-6);
        call.Commit();
        Golden.AssertClose(X.Mean(0) / 2, layer.MovingMean.Value, 1e-6);

        // Committed once: there is nothing left to do.
        call.Commit();
        layer.Apply(X, new CallContext(training: true));
        Golden.AssertClose(X.Mean(0) * 0.75, layer.MovingMean.Value, 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_layer_that_is_used_twice_builds_on_its_first_use(bool renorm)
    {
        var (once, twice) = (new BatchNormalization(momentum: 0.5, renorm: renorm), new BatchNormalization(momentum: 0.5, renorm: renorm));
        once.Apply(X, training: true);
        once.Apply(X * 3, training: true);
        var call = new CallContext(training: true);
        new Lambda(x => twice.Apply(x) + twice.Apply(x * 3)).Apply(X, call);

        Assert.All(once.Weights.Zip(twice.Weights), pair => Golden.AssertClose(pair.First, pair.Second, 0));
        Golden.AssertClose((X.Mean(0) * 0.25) + (X.Mean(0) * 1.5), twice.MovingMean!.Value, 1e-5);
    }

    [Fact]
    public void A_call_that_throws_changes_nothing()
    {
        var (statistics, dropout) = (new BatchNormalization(), new Dropout(0.5, seed: 1));
        statistics.Apply(X);
        var model = new Sequential([statistics, dropout]);
        var call = new CallContext(training: true, deferUpdates: true);
        model.Apply(X, call);

        Assert.Throws<ArgumentException>(() => new Fails(statistics, dropout).Apply(X, training: true));
        Assert.Throws<ArgumentException>(() => new Fails(statistics, dropout).Apply(X, call));
        Golden.AssertClose(Tensor.Zeros([4]), statistics.MovingMean!.Value, 0);
        Assert.Equal(0ul, dropout.Draws);

        Assert.Empty(call.Losses);
        Assert.Contains("a new CallContext", Assert.Throws<InvalidOperationException>(call.Commit).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_within_that_is_not_given_the_context_takes_the_one_that_runs()
    {
        var (with, without) = (new CallContext(training: true), new CallContext(training: true));
        var layer = new Dense(2, activityRegularizer: "l2");
        new Within(layer, (inner, x, call) => inner.Apply(x, call)).Apply(X, with);
        new Within(layer, (inner, x, _) => inner.Apply(x)).Apply(X, without);
        Golden.AssertClose(Assert.Single(with.Losses), Assert.Single(without.Losses), 0);

        // What is told to act otherwise still belongs to the call.
        var (dropout, seen) = (new Dropout(0.9, seed: 1), new CallContext(deferUpdates: true));
        var y = new Within(dropout, (inner, x, _) => inner.Apply(x, training: true)).Apply(X, seen);
        Assert.True((bool)Ops.Any(Ops.Equal(y, 0)));
        Assert.Equal(0ul, dropout.Draws);
        seen.Commit();
        Assert.Equal(1ul, dropout.Draws);
        Assert.Null(CallContext.Running);
    }

    [Fact]
    public void What_is_built_within_a_call_draws_behind_what_the_call_has_drawn()
    {
        Utils.SetRandomSeed(9);
        var mask = Tensor.Dropped([8, 4], DType.Float32, RandomSeed.Next(), 0.5);
        var kernel = new GlorotUniform().Call([4, 2]);
        Utils.SetRandomSeed(9);
        var late = new Dense(2);
        var call = new CallContext(training: true, deferUpdates: true);
        new Within(new Dropout(0.5), (inner, x, context) =>
        {
            var y = inner.Apply(x, context);
            Golden.AssertClose(x * mask, y, 0);
            late.Apply(x, context);
            return y;
        }).Apply(X, call);

        Golden.AssertClose(kernel, late.Kernel!.Value, 0);
        Assert.NotEqual((double)kernel.Sum(), (double)new Dense(2, inputShape: [4]).Apply(Tensor.Ones([1, 4])).Sum());
    }

    [Fact]
    public void A_normalized_kernel_is_that_of_the_call_until_it_is_committed()
    {
        SpectralNormalization Layer() => new(new Dense(3, "tanh", kernelInitializer: new RandomNormal(seed: 3)));
        Utils.SetRandomSeed(1);
        var kept = Layer();
        kept.Apply(X);
        Utils.SetRandomSeed(1);
        var deferred = Layer();
        var before = Ops.StopGradient(deferred.Apply(X));
        var kernel = deferred.Weights.Single(weight => weight.Name == "kernel");
        var untouched = kernel.Value;

        // The gradient is the same whether it is asked for before the commit or after it.
        Tensor Gradients(SpectralNormalization layer, CallContext call, Action between)
        {
            using var tape = new GradientTape();
            var loss = Ops.Sum(Ops.Square(layer.Apply(X, call)));
            between();
            return tape.Gradient(loss, layer.TrainableVariables)[0]!;
        }

        var call = new CallContext(training: true, deferUpdates: true);
        var expected = Gradients(kept, new CallContext(training: true), () => { });
        Golden.AssertClose(expected, Gradients(deferred, call, () => Golden.AssertClose(untouched, kernel.Value, 0)), 0);
        Golden.AssertClose(before, deferred.Apply(X), 0);
        call.Commit();
        Assert.All(kept.Weights.Zip(deferred.Weights), pair => Golden.AssertClose(pair.First, pair.Second, 0));
    }

    [Fact]
    public void A_normalized_kernel_that_is_not_read_from_the_call_is_refused()
    {
        var layer = new SpectralNormalization(new Kernelled(fromCall: false), name: "outer");
        layer.Apply(X);
        var refused = Assert.Throws<InvalidOperationException>(() => layer.Apply(X, training: true));
        Assert.Contains("call.Read(kernel)", refused.Message, StringComparison.Ordinal);
        Assert.Equal([8, 2], new SpectralNormalization(new Kernelled(fromCall: true)).Apply(X, training: true).Shape);
    }

    [Fact]
    public void Updates_of_ones_own_are_made_with_the_others()
    {
        var mean = new Mean();
        var layer = new Within(new Glassbox.Layers.Identity(), (_, x, call) =>
        {
            call.OnCommit(() => mean.UpdateState(x));
            return x;
        });
        var call = new CallContext(deferUpdates: true);
        layer.Apply(Tensor.Full([2, 2], 3), call);
        Assert.Equal(0.0, mean.Result());
        call.Commit();
        Assert.Equal(3.0, mean.Result());
    }

    [Fact]
    public void A_context_is_not_committed_while_its_call_runs() => Assert.Contains(
        "after the call has ended",
        Assert.Throws<InvalidOperationException>(() => new Within(new Glassbox.Layers.Identity(), (_, x, call) =>
        {
            call.Commit();
            return x;
        }).Apply(X, new CallContext())).Message, StringComparison.Ordinal);

    [Fact]
    public void A_value_of_another_shape_is_refused()
    {
        var average = new Variable(Tensor.Zeros([4]));
        var refused = Assert.Throws<ArgumentException>(() => new CallContext().Assign(average, Tensor.Zeros([3])));
        Assert.Contains("shape (4,)", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Within(Layer inner, Func<Layer, Tensor, CallContext, Tensor> formula) : Layer
    {
        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override void Build(Shape inputShape) => inner.Apply(Tensor.Zeros([1, .. inputShape[1..]]), training: false);

        protected override Tensor Call(Tensor x, CallContext call) => formula(inner, x, call);
    }

    private sealed class Fails(Layer first, Layer second) : Layer
    {
        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override Tensor Call(Tensor x, CallContext call)
        {
            call.AddLoss(Ops.Sum(x));
            return second.Apply(first.Apply(x, call), call).Reshape(3, 5);
        }
    }

    private sealed class OwnNoise : Layer
    {
        private readonly SeedGenerator generator = new(8);

        public override Shape ComputeOutputShape(Shape inputShape) => inputShape;

        protected override Tensor Call(Tensor x, CallContext call) => call.Training
            ? x + Tensor.RandomNormal(x.Shape) + Tensor.RandomNormal(x.Shape, seed: generator)
                + Tensor.RandomUniform(x.Shape, seed: call.NextSeed(generator))
            : x;
    }

    private sealed class Kernelled(bool fromCall) : Layer
    {
        private Variable kernel = null!;

        protected override void Build(Shape inputShape) => kernel = AddWeight("kernel", [inputShape[^1], 2]);

        protected override Tensor Call(Tensor x, CallContext call) => Ops.MatMul(x, fromCall ? call.Read(kernel) : kernel);
    }
}

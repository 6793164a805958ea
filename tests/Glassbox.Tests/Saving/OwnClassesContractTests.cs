using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using Glassbox.Optimizers.Schedules;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Tests.Saving;

/// <summary>
/// Custom classes by the documented pattern: GetConfig adds the settings of the class, FromConfig reads these and no others. What the base
/// class has in common is kept as well.
/// </summary>
public sealed class OwnClassesContractTests
{
    private const string Package = "OwnClassesContractTests";

    private static readonly Tensor X = Tensor.RandomNormal([6, 5], seed: 1);
    private static readonly Tensor Y = Tensor.RandomUniform([6, 3], seed: 2);

    static OwnClassesContractTests()
    {
        CustomObjects.Register(Package, Power.FromConfig);
        CustomObjects.Register(Package, Bias.FromConfig);
        CustomObjects.Register(Package, Step.FromConfig);
        CustomObjects.Register(Package, Halving.FromConfig);
        CustomObjects.Register(Package, Shift.FromConfig);
        CustomObjects.Register(Package, Filled.FromConfig);
        CustomObjects.Register(Package, Price.FromConfig);
        CustomObjects.Register(Package, Bound.FromConfig);
        CustomObjects.Register(Package, Twin.FromConfig);
    }

    [Theory]
    [InlineData("sum", null)]
    [InlineData("mean", "float64")]
    [InlineData("mean_with_sample_weight", "float32")]
    public void A_custom_loss_keeps_its_reduction_name_and_type(string reduction, string? dtype)
    {
        var model = new Sequential([new Dense(3, inputShape: [5])]);
        model.Compile("adam", new Power(4, "own", reduction, dtype is null ? null : DType.Parse(dtype)));
        RoundTrip.Train(model, X, Y);
        var loss = Assert.IsType<Power>(RoundTrip.AssertGoesOn(model, X, Y).Loss);
        Assert.Equal(("own", reduction, dtype), (loss.Name, loss.Reduction.ToString(), loss.DType?.Name));
    }

    [Fact]
    public void A_custom_metric_keeps_its_name()
    {
        var model = new Sequential([new Dense(3, inputShape: [5])]);
        model.Compile("adam", "mse", [new Bias(2, "first"), new Bias(3, "second")]);
        RoundTrip.Train(model, X, Y);
        Assert.Equal(["loss", "first", "second"], RoundTrip.AssertGoesOn(model, X, Y).TestOnBatch(X, Y).Select(figure => figure.Key));
    }

    [Fact]
    public void A_custom_optimizer_with_a_custom_schedule_keeps_its_settings()
    {
        foreach (var rate in new LearningRateSchedule[] { 0.25, new Halving(0.5) })
        {
            var model = new Sequential([new Dense(3, inputShape: [5]), new Dense(3)]);
            model.Compile(new Step(0.5, rate), "mse");
            RoundTrip.Train(model, X, Y);
            model.Layers[0].Trainable = false;
            var optimizer = Assert.IsType<Step>(RoundTrip.AssertGoesOn(model, X, Y).Optimizer);
            Assert.Equal(("own", 0.5, 0.1), (optimizer.Name, optimizer.Clipnorm, optimizer.WeightDecay));
        }
    }

    [Fact]
    public void A_custom_layer_keeps_its_type_name_and_activity_regularizer_and_whether_it_is_frozen()
    {
        var layer = new Shift(2, DType.Float64, "own") { Trainable = false };
        var model = new Sequential([Glassbox.Keras.Input([5]), layer, new Dense(3, dtype: DType.Float64)]);
        model.Compile("adam", "mse");
        RoundTrip.Train(model, X, Y);
        var loaded = (Shift)RoundTrip.AssertGoesOn(model, X, Y).Layers[0];
        Assert.Equal(("own", DType.Float64, false), (loaded.Name, loaded.DType, loaded.Trainable));
        Assert.NotNull(loaded.ActivityRegularizer);
    }

    [Fact]
    public void Custom_initializers_regularizers_and_constraints_are_kept()
    {
        var model = new Sequential([new Dense(3, inputShape: [5], kernelInitializer: new Filled(0.25), kernelRegularizer: new Price(0.5),
            kernelConstraint: new Bound(0.125))]);
        model.Compile("adam", "mse");
        RoundTrip.Train(model, X, Y);
        var loaded = RoundTrip.AssertGoesOn(model, X, Y);
        Assert.Equal(model.ToJson(), loaded.ToJson());
    }

    [Fact]
    public void A_custom_model_of_two_inputs_with_a_frozen_layer_a_frozen_weight_and_random_numbers_goes_on()
    {
        var model = new Twin();
        model.Compile("adam", "mse");
        Structure<Tensor> x = new[] { X, X * 2 };
        RoundTrip.Train(model, x, Y);
        model.Left.Trainable = false;
        model.Top.Weights[1].Trainable = false;
        RoundTrip.Train(model, x, Y);
        var loaded = Assert.IsType<Twin>(RoundTrip.AssertGoesOn(model, x, Y));
        Assert.False(loaded.Left.Trainable);
        Assert.Equal([true, false], loaded.Top.Weights.Select(weight => weight.Trainable));
    }

    private sealed class Power(int exponent, string? name = null, Reduction reduction = default, DType? dtype = null)
        : Loss(name, reduction, dtype)
    {
        public override Config GetConfig() => new(base.GetConfig()) { { "exponent", exponent } };

        public static Power FromConfig(Config config) => new(config.GetInt32("exponent"));

        protected internal override Tensor Call(Tensor yTrue, Tensor yPred) => Ops.Mean(Ops.Power(yPred - yTrue, exponent), axis: -1);
    }

    private sealed class Bias(double factor, string? name = null) : Metric(name)
    {
        private double sum;

        public override Config GetConfig() => new(base.GetConfig()) { { "factor", factor } };

        public static Bias FromConfig(Config config) => new(config.GetDouble("factor"));

        public override void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null) =>
            sum += factor * (double)Ops.Mean(yPred - yTrue);

        public override double Result() => sum;

        public override void ResetState() => sum = 0;
    }

    private sealed class Step(double momentum, LearningRateSchedule? rate = null)
        : Optimizer(rate ?? 0.01, rate is null ? "default" : "own", weightDecay: rate is null ? null : 0.1,
            clipnorm: rate is null ? null : 0.5)
    {
        public override Config GetConfig() => new(base.GetConfig()) { { "momentum", momentum } };

        public static Step FromConfig(Config config) => new(config.GetDouble("momentum"));

        protected override Variable[] MakeSlots(Variable variable) => [Slot(variable, "momentum")];

        protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
        {
            slots[0].Assign((slots[0].Value * momentum) + gradient);
            variable.Assign(variable.Value - (slots[0].Value * LearningRate));
        }
    }

    private sealed class Halving(double first) : LearningRateSchedule
    {
        public override double At(long step) => first / (step + 1);

        public override Config GetConfig() => new(base.GetConfig()) { { "first", first } };

        public static Halving FromConfig(Config config) => new(config.GetDouble("first"));
    }

    private sealed class Shift : Layer
    {
        private readonly double first;
        private Variable offset = null!;

        public Shift(double first, DType? dtype = null, string? name = null)
            : base(name: name, dtype: dtype)
        {
            this.first = first;
            ActivityRegularizer = dtype is null ? null : new L2(0.01);
        }

        public override Config GetConfig() => new(base.GetConfig()) { { "first", first } };

        public static Shift FromConfig(Config config) => new(config.GetDouble("first"));

        protected override void Build(Shape inputShape) => offset = AddWeight("offset", [inputShape[^1]], new Constant(first));

        protected override Tensor Call(Tensor x, CallContext call) => x + offset;
    }

    private sealed class Filled(double value) : Initializer
    {
        public override Config GetConfig() => new(base.GetConfig()) { { "value", value } };

        public static Filled FromConfig(Config config) => new(config.GetDouble("value"));

        public override Tensor Call(Shape shape, DType? dtype = null) => Tensor.Full(shape, value, dtype ?? DType.Float32);
    }

    private sealed class Price(double factor) : Regularizer
    {
        public override Config GetConfig() => new(base.GetConfig()) { { "factor", factor } };

        public static Price FromConfig(Config config) => new(config.GetDouble("factor"));

        public override Tensor Call(Tensor x) => Ops.Sum(Ops.Square(x)) * factor;
    }

    private sealed class Bound(double most) : Constraint
    {
        public override Config GetConfig() => new(base.GetConfig()) { { "most", most } };

        public static Bound FromConfig(Config config) => new(config.GetDouble("most"));

        public override Tensor Call(Tensor w) => Ops.Clip(w, -most, most);
    }

    private sealed class Twin : Model
    {
        private readonly Dense right = new(4);
        private readonly Dropout drop = new(0.5, seed: 3);
        private readonly SeedGenerator seeds = new();

        public Dense Left { get; } = new(4);

        public Dense Top { get; } = new(3);

        public static Twin FromConfig(Config config) => new();

        protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call)
        {
            var sum = Left.Apply(inputs[0], call) + right.Apply(inputs[1], call);
            sum = call.Training ? sum + Tensor.RandomNormal(sum.Shape, seed: seeds) : sum;
            return Top.Apply(drop.Apply(sum, call), call);
        }
    }
}

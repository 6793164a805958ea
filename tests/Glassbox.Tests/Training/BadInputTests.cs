using Glassbox.Datasets;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;

namespace Glassbox.Tests.Training;

/// <summary>What goes wrong is said: who, what was expected, what was received, and what to do.</summary>
public class BadInputTests
{
    private static readonly Tensor X = Tensor.RandomUniform([6, 4], seed: 1);
    private static readonly Tensor Labels = new[] { 0, 1, 2, 0, 1, 2 };

    [Fact]
    public void An_input_of_the_wrong_width_is_refused_with_both_shapes() =>
        Says<ArgumentException>(() => Compiled().Fit(X[.., ..3], OneHot(), verbose: 0), "(None, 4)", "(6, 3)");

    [Fact]
    public void An_image_for_a_dense_model_brings_the_hint_to_reshape() =>
        Says<ArgumentException>(() => Compiled().Predict(X.Reshape(6, 2, 2), verbose: 0), "Reshape(-1, 4)");

    [Fact]
    public void Integer_labels_with_the_categorical_loss_bring_the_hint_to_the_sparse_one() =>
        Says<ArgumentException>(() => Compiled().Fit(X, Labels, verbose: 0), "sparse_categorical_crossentropy", "(6, 3)");

    [Fact]
    public void One_hot_targets_with_the_sparse_loss_bring_the_hint_to_the_categorical_one() =>
        Says<ArgumentException>(() => Compiled("sparse_categorical_crossentropy").Fit(X, OneHot(), verbose: 0),
            "'categorical_crossentropy'");

    [Fact]
    public void Labels_out_of_range_are_refused_with_the_range() =>
        Says<ArgumentOutOfRangeException>(() => Compiled("sparse_categorical_crossentropy").Fit(X, Labels + 1, verbose: 0), "0 to 2", "3");

    [Fact]
    public void Targets_of_another_width_are_refused_with_both_shapes() =>
        Says<ArgumentException>(() => Compiled().Fit(X, Tensor.Zeros([6, 5]), verbose: 0), "(6, 5)", "(6, 3)");

    [Fact]
    public void Fewer_targets_than_samples_are_refused_with_both_shapes() =>
        Says<ArgumentException>(() => Compiled().Fit(X, OneHot()[..5], verbose: 0), "(6, 4)", "(5, 3)");

    [Fact]
    public void Empty_data_is_refused() => Says<ArgumentException>(() => Compiled().Fit(X[..0], OneHot()[..0], verbose: 0), "no data");

    [Fact]
    public void Fit_and_evaluate_need_a_compiled_model()
    {
        Says<InvalidOperationException>(() => Model().Fit(X, OneHot()), "Compile");
        Says<InvalidOperationException>(() => Model().Evaluate(X, OneHot()), "Compile");
        Says<InvalidOperationException>(() => Model().TrainOnBatch(X, OneHot()), "Compile");
    }

    [Fact]
    public void Fit_needs_a_loss()
    {
        var model = Model();
        model.Compile("adam");
        Says<InvalidOperationException>(() => model.Fit(X, OneHot()), "loss");
    }

    [Fact]
    public void Unknown_names_bring_the_nearest_known_one()
    {
        Says<ArgumentException>(() => _ = new Dense(1, activation: "rellu"), "'rellu'", "'relu'");
        Says<ArgumentException>(() => _ = new Dense(1, kernelInitializer: "he_norml"), "'he_normal'");
        Says<ArgumentException>(() => Optimizer.Get("adm"), "'adam'");
        Says<ArgumentException>(() => Loss.Get("categorical_crosentropy"), "'categorical_crossentropy'");
        Says<ArgumentException>(() => Metric.Get("acuracy"), "'accuracy'");
        Says<ArgumentException>(() => DType.Parse("flaot32"), "'float32'");
        Says<ArgumentException>(() => Model().GetLayer("hiden"), "'hidden'");
        Says<ArgumentException>(() => _ = new VarianceScaling(mode: "fan_inn"), "'fan_in'");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void A_dense_layer_needs_units(int units) =>
        Says<ArgumentOutOfRangeException>(() => _ = new Dense(units), "1 or more", $"{units}");

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.01)]
    [InlineData(2)]
    [InlineData(double.NaN)]
    public void A_dropout_rate_lies_between_zero_and_one(double rate) =>
        Says<ArgumentOutOfRangeException>(() => _ = new Dropout(rate), "rate");

    [Fact]
    public void Shapes_that_do_not_broadcast_are_both_named() =>
        Says<ArgumentException>(() => _ = Tensor.Zeros([2, 3]) + Tensor.Zeros([2, 4]), "(2, 3)", "(2, 4)");

    [Fact]
    public void A_reshape_keeps_the_size() => Says<ArgumentException>(() => _ = Tensor.Zeros([2, 3]).Reshape(4, -1), "(2, 3)", "(4, -1)");

    [Fact]
    public void A_shape_may_be_written_as_numbers_as_a_list_or_as_a_shape()
    {
        Shape sample = [2, 3];
        var x = Tensor.Arange(12);
        Assert.Equal([2, 2, 3], x.Reshape(2, 2, 3).Shape);
        Assert.Equal([2, 2, 3], x.Reshape([2, .. sample]).Shape);
        Assert.Equal([12], x.Reshape(2, 6).Reshape(x.Shape).Shape);
        Assert.Equal([12], x.Reshape(-1).Shape);
        Assert.Equal([Shape.Unknown, 3], Glassbox.Keras.Input([2, 3]).Reshape([-1, .. sample[1..]]).Shape);
    }

    [Fact]
    public void A_reshape_layer_keeps_the_size_of_samples() =>
        Says<ArgumentException>(() => _ = new Sequential { new Dense(6, inputShape: [4]), new Reshape([4, 2]) }, "[4, 2]", "(6,)");

    [Fact]
    public void Two_layers_of_one_name_are_refused() =>
        Says<ArgumentException>(() => _ = new Sequential { new Dense(1, name: "twin"), new Dense(1, name: "twin") }, "'twin'");

    [Fact]
    public void A_layer_name_has_no_slash() => Says<ArgumentException>(() => _ = new Dense(1, name: "a/b"), "'/'");

    [Fact]
    public void A_layer_that_is_null_is_refused() => Assert.Throws<ArgumentNullException>(() => new Sequential().Add((Layer)null!));

    [Fact]
    public void Weights_of_a_wrong_shape_or_number_change_nothing()
    {
        var layer = new Sequential { new Dense(3, inputShape: [4]) };
        var before = layer.GetWeights();
        Says<ArgumentException>(() => layer.SetWeights([Tensor.Zeros([4, 3])]), "2 weights", "1");
        Says<ArgumentException>(() => layer.SetWeights([Tensor.Zeros([4, 3]), Tensor.Zeros([4])]), "(3,)", "(4,)");
        Assert.True(Ops.AllClose(before[0], layer.GetWeights()[0], 0, 0));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1.0)]
    [InlineData(-0.5)]
    public void A_validation_split_leaves_samples_on_both_sides(double split) =>
        Assert.ThrowsAny<ArgumentException>(() => Compiled().Fit(X[..1], OneHot()[..1], verbose: 0, validationSplit: split));

    [Fact]
    public void An_optimizer_serves_one_model()
    {
        var adam = new Adam();
        var (first, second) = (Model(), Model());
        first.Compile(adam, "mse");
        first.Fit(X, OneHot(), verbose: 0);
        Says<ArgumentException>(() => second.Compile(adam, "mse"), "optimizer of its own");
    }

    [Fact]
    public void Numbers_that_make_no_sense_are_refused()
    {
        Says<ArgumentOutOfRangeException>(() => Compiled().Fit(X, OneHot(), batchSize: 0), "batch size");
        Says<ArgumentOutOfRangeException>(() => Compiled().Fit(X, OneHot(), epochs: -1), "epochs");
        Says<ArgumentOutOfRangeException>(() => Compiled().Fit(X, OneHot(), verbose: 3), "verbose");
        Says<ArgumentOutOfRangeException>(() => _ = new SGD(momentum: 2), "momentum");
        Says<ArgumentOutOfRangeException>(() => _ = new Adam(beta1: 1), "beta1");
    }

    [Fact]
    public void Classes_and_samples_are_not_both_weighted() => Says<ArgumentException>(
        () => Compiled().Fit(X, OneHot(), verbose: 0, classWeight: new Dictionary<int, double> { [0] = 2 }, sampleWeight: Tensor.Ones([6])),
        "not both");

    [Fact]
    public void Sample_weights_are_as_many_as_samples() =>
        Says<ArgumentException>(() => Compiled().Fit(X, OneHot(), verbose: 0, sampleWeight: Tensor.Ones([5])), "sampleWeight", "(5,)");

    [Fact]
    public void Class_numbers_must_fit_their_one_hot_rows()
    {
        Says<ArgumentOutOfRangeException>(() => Utils.ToCategorical(Labels, 2), "0 to 1", "2");
        Says<ArgumentOutOfRangeException>(() => Utils.ToCategorical(Labels - 1), "-1");
    }

    [Fact]
    public void A_dense_layer_needs_a_batch_of_vectors() => Says<ArgumentException>(() => new Dense(3).Apply(X[0]), "rank 2", "(4,)");

    [Fact]
    public void A_layer_built_for_one_width_refuses_another()
    {
        var layer = new Dense(3);
        layer.Apply(X);
        Says<ArgumentException>(() => layer.Apply(X[.., ..2]), "4 values", "(6, 2)");
    }

    [Fact]
    public void A_loss_that_is_not_a_number_is_visible_and_stops_nothing()
    {
        var history = Compiled().Fit(X * double.NaN, OneHot(), epochs: 2, verbose: 0);
        Assert.Equal([double.NaN, double.NaN], history["loss"]);
    }

    private static Sequential Model() =>
        new() { new Dense(5, "relu", inputShape: [4], name: "hidden"), new Dense(3, "softmax", name: "output") };

    private static Sequential Compiled(string loss = "categorical_crossentropy")
    {
        var model = Model();
        model.Compile("adam", loss, ["accuracy"]);
        return model;
    }

    private static Tensor OneHot() => Utils.ToCategorical(Labels);

    private static void Says<TException>(Action action, params string[] words) where TException : Exception
    {
        var exception = Assert.ThrowsAny<TException>(action);
        Assert.All(words, word => Assert.Contains(word, exception.Message, StringComparison.Ordinal));
    }
}

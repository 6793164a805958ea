using Glassbox.Layers;

namespace Glassbox.Tests.Layers;

/// <summary>Layers that find something out from data before or during training.</summary>
public class NormalizationTests
{
    public static TheoryData<string> FusedLayers => [.. Fused.Keys];

    private static Dictionary<string, (Func<Layer> Make, Shape Input)> Fused { get; } = new()
    {
        ["batch"] = (() => new BatchNormalization(), [50, 6, 33]),
        ["batch, neither scaled nor centred"] = (() => new BatchNormalization(scale: false, center: false), [501, 3]),
        ["batch, channels first"] = (() => new BatchNormalization(axis: 1), [20, 33, 6]),
        ["batch, renormalized"] = (() => new BatchNormalization(renorm: true), [50, 6, 33]),
        ["batch, renormalized within limits, channels first"] =
        (() => new BatchNormalization(axis: 1, renorm: true,
        renormClipping: new Dictionary<string, double> { ["rmax"] = 1.1, ["dmax"] = 0.5 }), [20, 33, 6]),
        ["layer"] = (() => new LayerNormalization(), [7, 2, 3333]),
        ["layer, two axes"] = (() => new LayerNormalization([1, 2], center: false), [7, 5, 43]),
        ["group"] = (() => new GroupNormalization(3), [7, 5, 43, 12]),
        ["group, channels first"] = (() => new GroupNormalization(4, axis: 1, scale: false), [7, 12, 5, 43]),
        ["root mean square"] = (() => new RMSNormalization(), [50, 1031]),
    };

    [Theory]
    [MemberData(nameof(FusedLayers))]
    public void In_one_go_a_prediction_has_the_bits_of_the_single_operations_that_an_explanation_shows(string name)
    {
        var (layer, x) = Trained(name);
        var y = layer.Apply(x);
        using var tape = new GradientTape { EveryOperation = true };
        Golden.AssertClose(layer.Apply(x), y, BackendChoice.Fused(0));
    }

    [Theory]
    [MemberData(nameof(FusedLayers))]
    public void In_one_go_training_gives_what_the_single_operations_give(string name)
    {
        var (layer, x) = Trained(name);
        var (fused, expected) = (Results(everyOperation: false), Results(everyOperation: true));
        Assert.All(expected.Zip(fused), pair => Golden.AssertClose(pair.First, pair.Second, 1e-4));

        List<Tensor> Results(bool everyOperation)
        {
            var before = layer.GetWeights();
            using var tape = new GradientTape { EveryOperation = everyOperation };
            tape.Watch(x);
            var y = layer.Apply(x, training: true);
            var gradients = tape.Gradient(y, [x, .. layer.TrainableVariables.Select(variable => variable.Value)],
                Tensor.RandomNormal(y.Shape, seed: 3) / 20f);
            List<Tensor> results = [y, .. gradients.Select(gradient => gradient!), .. layer.GetWeights()];
            layer.SetWeights(before);
            return results;
        }
    }

    [Fact]
    public void Renormalization_corrects_the_batch_to_running_statistics()
    {
        var layer = new BatchNormalization(momentum: 0.9, renorm: true, renormMomentum: 0.8);
        var (x, limits) = (Tensor.FromArray(new double[,] { { 4, 6 }, { 8, -2 }, { 6, 4 } }).Cast("float32"),
            new Dictionary<string, double> { ["rmin"] = 1, ["rmax"] = 1.2, ["dmax"] = 1 });
        layer.Apply(x);
        Assert.Equal(["gamma", "beta", "moving_mean", "moving_variance", "moving_stddev", "renorm_mean", "renorm_stddev"],
            layer.Weights.Select(weight => weight.Name));
        var (gamma, beta, movingMean, movingDeviation, renormMean, renormDeviation) = (1.2, 0.1, 1.0, 1.5, 0.5, 2.0);
        Tensor Both(double value) => Tensor.Ones([2]) * value;
        Tensor[] start = [Both(gamma), Both(beta), Both(movingMean), Both(1.5 * 1.5), Both(movingDeviation), Both(renormMean),
            Both(renormDeviation)];
        layer.SetWeights(start);

        // Of the second column: mean 8/3, variance 104/9.
        var (mean, deviation) = (8 / 3.0, Math.Sqrt((104 / 9.0) + 1e-3));
        var (r, d) = (deviation / renormDeviation, (mean - renormMean) / renormDeviation);
        Golden.AssertClose((x[.., 1] - mean) / deviation * (r * gamma) + ((d * gamma) + beta), layer.Apply(x, training: true)[.., 1], 1e-5);
        double[] expected = [gamma, beta, (movingMean * 0.9) + (mean * 0.1),
            Math.Pow((movingDeviation * 0.9) + (deviation * 0.1), 2) - 1e-3, (movingDeviation * 0.9) + (deviation * 0.1),
            (renormMean * 0.8) + (mean * 0.2), (renormDeviation * 0.8) + (deviation * 0.2)];
        Assert.All(expected.Zip(layer.GetWeights()), pair => Assert.Equal(pair.First, (double)pair.Second[1], 1e-5));

        // Inference is that of a layer without.
        var plain = new BatchNormalization();
        plain.Apply(x);
        plain.SetWeights([.. layer.GetWeights().Take(4)]);
        Golden.AssertClose(plain.Apply(x), layer.Apply(x), 0);

        var clipped = new BatchNormalization(renorm: true, renormClipping: limits);
        clipped.Apply(x);
        clipped.SetWeights(start);
        Golden.AssertClose((x[.., 1] - mean) / deviation * (1.2 * gamma) + ((1 * gamma) + beta), clipped.Apply(x, training: true)[.., 1],
            1e-5);
        Assert.Contains("received top = 1", Assert.Throws<ArgumentException>(() =>
            new BatchNormalization(renormClipping: new Dictionary<string, double> { ["top"] = 1 })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_weights_a_first_batch_is_renormalized_to_itself()
    {
        var x = Tensor.RandomNormal([4, 3, 2], seed: 1) * 3f;
        Golden.AssertClose(x, new BatchNormalization(scale: false, center: false, renorm: true).Apply(x, training: true), 1e-5);
    }

    [Fact]
    public void A_variance_small_beside_the_mean_is_exact()
    {
        var noise = Tensor.RandomNormal([30_000, 3], seed: 1);
        var (_, mean, variance) = Ops.NormalizeBatch(noise + 1000f, null, null, 1e-3);
        var exact = (noise + 1000f).Cast("float64");
        Golden.AssertClose(Ops.Mean(exact, 0), mean, 1e-4);
        Golden.AssertClose(Ops.Var(exact, 0), variance, 1e-5);
    }

    [Fact]
    public void A_batch_of_nothing_has_no_mean()
    {
        var (y, mean, variance) = Ops.NormalizeBatch(Tensor.Zeros([0, 3]), null, null, 1e-3);
        Assert.Equal((0, true, true), (y.Size, float.IsNaN(mean.ToArray<float>()[0]), float.IsNaN(variance.ToArray<float>()[2])));
        Assert.Equal(0, new LayerNormalization().Apply(Tensor.Zeros([0, 4])).Size);
    }

    [Fact]
    public void Normalization_finds_the_mean_and_variance_of_each_feature()
    {
        var layer = new Normalization();
        layer.Adapt(Tensor.FromArray(new double[,] { { 0, 7, 4 }, { 2, 9, 6 }, { 0, 7, 4 }, { 2, 9, 6 } }));

        Golden.AssertClose(Tensor.FromArray(new double[,] { { -1, -1, -1 }, { 1, 1, 2 } }),
            layer.Apply(Tensor.FromArray(new float[,] { { 0, 7, 4 }, { 2, 9, 7 } })), 1e-6);
        Assert.Equal([1, 8, 5], layer.Weights[0].Value.ToArray<float>());
        Assert.Equal([1, 1, 1], layer.Weights[1].Value.ToArray<float>());

        // To adapt again begins anew.
        layer.Adapt(Tensor.FromArray(new double[,] { { 1, 1, 1 }, { 3, 3, 5 } }));
        Assert.Equal([2, 2, 3], layer.Weights[0].Value.ToArray<float>());
    }

    [Fact]
    public void Normalization_without_an_axis_has_one_mean_for_all()
    {
        var layer = new Normalization(axis: []);
        layer.Adapt(Tensor.FromArray(new double[,] { { 1 }, { 2 }, { 3 }, { 4 }, { 5 } }));
        Golden.AssertClose(Tensor.FromArray(new double[,] { { -1.4142135 }, { -0.70710677 }, { 0 } }),
            layer.Apply(Tensor.FromArray(new float[,] { { 1 }, { 2 }, { 3 } })), 1e-6);
    }

    [Fact]
    public void The_inverse_gives_back_the_data_and_a_constant_feature_divides_by_nothing()
    {
        var data = Tensor.RandomNormal([20, 3], seed: 1);
        var (forward, back) = (new Normalization(), new Normalization(invert: true));
        forward.Adapt(data);
        back.Adapt(data);
        Golden.AssertClose(data, back.Apply(forward.Apply(data)), 1e-5);

        forward.Adapt(Tensor.Ones([5, 3]));
        Golden.AssertClose(Tensor.Zeros([2, 3]), forward.Apply(Tensor.Ones([2, 3])), 0);
    }

    [Fact]
    public void What_was_given_is_not_adapted()
    {
        Assert.Contains("'scaled'", Assert.Throws<InvalidOperationException>(() =>
            new Normalization(mean: 1.0, variance: 2.0, name: "scaled").Adapt(Tensor.Ones([2, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("'bins'", Assert.Throws<InvalidOperationException>(() =>
            new Discretization([1.0], name: "bins").Adapt(Tensor.Ones([2, 2]))).Message, StringComparison.Ordinal);
        Assert.Contains("Adapt", Assert.Throws<InvalidOperationException>(() =>
            new Discretization(numBins: 3).Apply(Tensor.Ones([2, 2]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Discretization_finds_bins_that_equally_many_values_fall_into()
    {
        // The example of Keras's documentation.
        var data = Tensor.FromArray(new float[,] { { -1.5f, 1, 3.4f, 0.5f }, { 0, 3, 1.3f, 0 } });
        var layer = new Discretization(numBins: 4);
        layer.Adapt(data);
        Assert.Equal([0, 2, 3, 2, 1, 3, 3, 1], layer.Apply(data).Flatten().ToArray<long>());

        var many = Tensor.RandomNormal([4000], seed: 2);
        layer.Adapt(many);
        Assert.All(layer.Apply(many).ToArray<long>().CountBy(bin => bin), bin => Assert.Equal(1000, bin.Value, 1.0));
    }

    [Fact]
    public void The_spectral_norm_of_a_kernel_becomes_one_in_training_only()
    {
        var dense = new Dense(2, useBias: false);
        var layer = new SpectralNormalization(dense, powerIterations: 30);
        var x = Tensor.FromArray(new float[,] { { 1, 2 } });
        layer.Apply(x);
        dense.SetWeights([Tensor.FromArray(new float[,] { { 3, 0 }, { 0, 1 } })]);

        Golden.AssertClose(Tensor.FromArray(new float[,] { { 3, 2 } }), layer.Apply(x), 0);
        Golden.AssertClose(Tensor.FromArray(new float[,] { { 1, 2 / 3f } }), layer.Apply(x, training: true), 1e-5);
        Golden.AssertClose(Tensor.FromArray(new float[,] { { 1, 2 / 3f } }), layer.Apply(x), 1e-5);
        Golden.AssertClose(Tensor.FromArray(new float[,] { { 1, 2 / 3f } }), layer.Apply(x, training: true), 1e-5);
    }

    [Fact]
    public void A_layer_without_a_kernel_has_no_spectral_norm() =>
        Assert.Contains("kernel", Assert.Throws<ArgumentException>(() =>
            new SpectralNormalization(new ReLU()).Apply(Tensor.Ones([1, 2]))).Message, StringComparison.Ordinal);

    /// <summary>A layer whose weights are not those that it began with, and an input for it.</summary>
    private static (Layer Layer, Tensor X) Trained(string name)
    {
        var (make, shape) = Fused[name];
        var (layer, x) = (make(), (Tensor.RandomNormal(shape, seed: 1) * 2f) + 1f);
        layer.Apply(x);
        layer.SetWeights([.. layer.GetWeights().Select((weight, i) => Ops.Abs(Tensor.RandomNormal(weight.Shape, seed: 10 + i)) + 0.1f)]);
        return (layer, x);
    }
}

using Glassbox.Layers;

namespace Glassbox.Tests.Layers;

/// <summary>
/// Layers whose weights depend on some axes alone take other extents along the others; models take what their layers take.
/// </summary>
public sealed class OpenAxesTests
{
    public static TheoryData<string, int[], int[]> Cases => new()
    {
        { "LayerNormalization", [2, 3, 4], [5, 7, 4] },
        { "LayerNormalization", [2, 3, 4], [5, 4] },
        { "LayerNormalization [1, 2]", [2, 3, 4, 5], [2, 3, 4, 7] },
        { "RMSNormalization", [2, 3, 4], [2, 7, 4] },
        { "GroupNormalization", [2, 3, 3, 4], [2, 5, 6, 4] },
        { "EinsumDense", [2, 3, 4], [2, 7, 4] },
        { "EinsumDense ...", [2, 3, 4], [2, 5, 6, 4] },
        { "PReLU [1, 2]", [2, 3, 3, 4], [2, 5, 6, 4] },
        { "Normalization", [2, 3, 4], [2, 7, 4] },
        { "Normalization []", [2, 3, 4], [5, 6] },
        { "SpectralNormalization", [2, 3, 3, 4], [2, 5, 6, 4] },
        { "custom", [2, 3, 4], [2, 7, 4] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_outputs_are_those_of_a_layer_that_was_built_for_the_other_extents(string kind, int[] first, int[] second)
    {
        var (layer, fresh) = (Make(kind), Make(kind));
        var (a, b) = (Tensor.RandomNormal(Shape.Create(first), seed: 1), Tensor.RandomNormal(Shape.Create(second), seed: 2));
        layer.Apply(a);
        fresh.Apply(b);
        fresh.SetWeights(layer.GetWeights());
        Assert.Equal(fresh.Apply(b).Bits(), layer.Apply(b).Bits());
        Assert.Equal(fresh.Apply(b).Shape, layer.ComputeOutputShape(b.Shape));
    }

    [Fact]
    public void The_axes_that_matter_are_still_checked()
    {
        foreach (var kind in Cases.Select(row => row.Data.Item1).Where(kind => kind != "Normalization []").Distinct())
        {
            var layer = Make(kind);
            layer.Apply(Tensor.Zeros(kind is "LayerNormalization [1, 2]" ? [2, 3, 4, 5]
                : kind.StartsWith("PReLU", StringComparison.Ordinal) || kind is "GroupNormalization" or "SpectralNormalization"
                    ? [2, 3, 3, 4] : [2, 3, 4]));
            Shape wrong = kind is "LayerNormalization [1, 2]" ? [2, 4, 4, 5] : layer.InputShape.Rank == 4 ? [2, 3, 3, 8] : [2, 3, 8];
            Assert.Contains(layer.Name, Assert.Throws<ArgumentException>(() => layer.Apply(Tensor.Zeros(wrong))).Message,
                StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_Sequential_that_ends_in_global_pooling_takes_images_of_any_size()
    {
        var model = new Sequential([Glassbox.Keras.Input([8, 8, 3]), new Conv2D(4, 3, activation: "relu"), new BatchNormalization(),
            new GlobalAveragePooling2D(), new Dense(2)]);
        Assert.Equal(Shape.Create([5, 2]), model.Predict(Tensor.RandomNormal([5, 12, 9, 3], seed: 1), verbose: 0).Shape);
        var refusal = Assert.Throws<ArgumentException>(() => model.Predict(Tensor.Zeros([5, 8, 8, 4]), verbose: 0));
        Assert.Contains("(None, 8, 8, 3)", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("(5, 8, 8, 4)", refusal.Message, StringComparison.Ordinal);
        var flat = new Sequential([Glassbox.Keras.Input([8, 8, 3]), new Flatten(), new Dense(2)]);
        Assert.Throws<ArgumentException>(() => flat.Predict(Tensor.Zeros([5, 9, 8, 3]), verbose: 0));
    }

    [Fact]
    public void Models_add_and_leave_out_a_last_axis_of_one()
    {
        Layer[] Layers() => [new Conv2D(2, 3, kernelInitializer: "ones"), new GlobalMaxPooling2D()];
        var images = Tensor.RandomNormal([4, 6, 6], seed: 1);
        var input = Glassbox.Keras.Input([6, 6, 1]);
        foreach (var model in new[] { new Sequential([Glassbox.Keras.Input([6, 6, 1]), .. Layers()]),
            new Model(input, Layers().Aggregate((Tensor)input, (x, layer) => layer.Apply(x))) })
        {
            var expected = model.Predict(Ops.ExpandDims(images, -1), verbose: 0);
            Assert.Equal(expected.Bits(), model.Predict(images, verbose: 0).Bits());
            Assert.Equal(expected.Bits(), model.Apply(images).Bits());
            Assert.Equal(Shape.Create([4, 2]), model.ComputeOutputShape(Shape.Create([4, 6, 6])));
            Assert.Throws<ArgumentException>(() => model.Predict(Tensor.Zeros([6, 6]), verbose: 0));
        }

        var line = new Sequential([Glassbox.Keras.Input([1]), new Dense(1)]);
        line.Compile("sgd", "mse");
        var x = Tensor.FromArray(new[] { 1f, 2, 3 });
        line.Fit(x, x, verbose: 0);
        Assert.Equal(Shape.Create([3, 1]), line.Predict(x, verbose: 0).Shape);
        var flat = new Sequential([Glassbox.Keras.Input([6]), new Dense(2)]);
        Assert.Equal(Shape.Create([4, 2]), flat.Predict(Tensor.Zeros([4, 6, 1]), verbose: 0).Shape);
        Assert.Throws<ArgumentException>(() => flat.Predict(Tensor.Zeros([4, 3, 6]), verbose: 0));
    }

    [Fact]
    public void Rescaling_takes_a_number_for_each_channel()
    {
        var layer = new Rescaling(new[] { 1.0, 0.5, 0.25 }, offset: new[] { 0.0, 1, -1 }, inputShape: [2, 3]);
        var x = Tensor.FromArray(new[,] { { 4f, 4, 4 }, { 8, 8, 8 } });
        Assert.Equal([4f, 3, 0, 8, 5, 1], layer.Apply(Ops.ExpandDims(x, 0)).Flatten().ToArray<float>());
        var again = (Rescaling)((Sequential)Model.FromJson(new Sequential([layer]).ToJson())).Layers[0];
        Assert.Equal([1.0, 0.5, 0.25], again.Scale.ToArray<double>());
        Assert.Equal([0.0, 1, -1], again.Offset.ToArray<double>());
        Assert.Contains("(3,)", Assert.Throws<ArgumentException>(() => layer.Apply(Tensor.Zeros([1, 2, 4]))).Message,
            StringComparison.Ordinal);
        Assert.Equal(1 / 255.0, (double)new Rescaling(1 / 255.0).Scale);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Rescaling(double.NaN));
    }

    [Fact]
    public void One_picture_is_resized_and_cropped_as_a_batch_of_one()
    {
        var image = Tensor.RandomUniform([6, 5, 3], seed: 1);
        foreach (var layer in new Layer[]
        {
            new Resizing(4, 3), new Resizing(4, 3, cropToAspectRatio: true), new Resizing(4, 3, padToAspectRatio: true),
            new CenterCrop(4, 3), new CenterCrop(8, 8),
        })
        {
            var expected = layer.Apply(Ops.ExpandDims(image, 0));
            var single = layer.Apply(image);
            Assert.Equal(expected.Shape[1..], single.Shape);
            Assert.Equal(expected.Bits(), single.Bits());
            Assert.Equal(single.Shape, layer.ComputeOutputShape(image.Shape));
        }

        Assert.Equal(Shape.Create([3, 2, 4]), new Resizing(2, 4, dataFormat: "channels_first").Apply(Tensor.Zeros([3, 6, 5])).Shape);
    }

    [Fact]
    public void A_rate_of_one_drops_all_and_a_rate_of_zero_nothing()
    {
        foreach (var rate in new[] { 0.0, 1 })
        {
            foreach (var (layer, shape) in new (Layer, Shape)[]
            {
                (new Dropout(rate), [4, 3]), (new Dropout(rate, noiseShape: [4, 1]), [4, 3]),
                (new SpatialDropout1D(rate), [2, 3, 4]), (new SpatialDropout2D(rate), [2, 3, 3, 4]),
                (new SpatialDropout3D(rate), [2, 2, 2, 2, 4]),
            })
            {
                var weight = new Variable(Tensor.Ones(shape));
                using var tape = new GradientTape();
                var y = layer.Apply(weight.Value, training: true);
                Assert.All(y.Flatten().ToArray<float>(), value => Assert.Equal(1 - rate, value));
                Assert.All(tape.Gradient(Ops.Sum(y), [weight])[0]!.Flatten().ToArray<float>(), value => Assert.Equal(1 - rate, value));
                Assert.All(layer.Apply(weight.Value).Flatten().ToArray<float>(), value => Assert.Equal(1, value));
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(1.1));
    }

    [Fact]
    public void One_batch_is_predicted_at_once()
    {
        var model = new Sequential([Glassbox.Keras.Input([3]), new Dense(2)]);
        var x = Tensor.RandomNormal([300, 3], seed: 1);
        Assert.Equal(model.Predict(x, batchSize: 300, verbose: 0).Bits(), model.PredictOnBatch(x).Bits());
        var input = Glassbox.Keras.Input([3]);
        var two = new Model(input, new[] { new Dense(1).Apply(input), new Dense(2).Apply(input) });
        Assert.Equal(["(300, 1)", "(300, 2)"], two.PredictAllOnBatch(x).Select(y => $"{y.Shape}"));
        Assert.Throws<InvalidOperationException>(() => two.PredictOnBatch(x));
    }

    private static Layer Make(string kind) => kind switch
    {
        "LayerNormalization" => new LayerNormalization(),
        "LayerNormalization [1, 2]" => new LayerNormalization([1, 2]),
        "RMSNormalization" => new RMSNormalization(),
        "GroupNormalization" => new GroupNormalization(2),
        "EinsumDense" => new EinsumDense("abc,cd->abd", [Shape.Unknown, 3], biasAxes: "d"),
        "EinsumDense ..." => new EinsumDense("...c,cd->...d", 3),
        "PReLU [1, 2]" => new PReLU(sharedAxes: [1, 2]),
        "Normalization" => new Normalization(),
        "Normalization []" => new Normalization(axis: []),
        "SpectralNormalization" => new SpectralNormalization(new Conv2D(2, 2)),
        _ => new Scale(),
    };

    private sealed class Scale : Layer
    {
        private Variable factor = null!;

        protected override void Build(Shape inputShape) => factor = AddWeight("factor", [inputShape[^1]], "ones");

        protected override Tensor Call(Tensor x, CallContext call) => x * factor;
    }
}

using System.Diagnostics;
using System.Text.Json.Nodes;
using Glassbox.Layers;
using Glassbox.Saving;
using Glassbox.Tests.Autodiff;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Layers.Contract;

/// <summary>What every layer must keep to, with the rows of <see cref="LayerTable"/>.</summary>
public sealed class LayerContractTests : IDisposable
{
    private const int ExtremeAllocations = 64 << 20;

    private static readonly TimeSpan ExtremeTime = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Times two, none is an extent that a tensor can have; some are small in 32 bits when they are multiplied by 3 or 4.
    /// </summary>
    private static readonly long[] Extremes =
        [0, -1, -2, 1 << 30, (1 << 30) + 1, 1_431_655_766, int.MaxValue - 1, int.MaxValue, int.MinValue, 1L << 40];

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Cases => [.. LayerTable.All.Select(row => row.Name)];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_layer_has_a_row_in_the_table()
    {
        // A model is a layer whose contract is its layers', and the entry of a graph computes nothing.
        var layers = typeof(Layer).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(Layer)) && type is { IsPublic: true, IsAbstract: false })
            .Where(type => !type.IsAssignableTo(typeof(Model)) && type != typeof(InputLayer));
        var rows = LayerTable.All.Select(row => row.Make(DType.Float32).GetType()).ToHashSet();

        Assert.Empty(layers.Where(type => !rows.Contains(type)).Select(type => type.Name));
        Assert.Empty(LayerTable.All.GroupBy(row => row.Name).Where(rows => rows.Count() > 1).Select(rows => rows.Key));
        Assert.Empty(LayerTable.All.Where(row => row.Refused.Count == 0 && !row.TakesAnyShape).Select(row => row.Name));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Shapes_are_inferred_as_they_are_computed(string name)
    {
        var row = Find(name);
        var layer = row.Make(DType.Float32);
        var inferred = layer.Apply(row.SymbolicInputs(DType.Float32));
        Assert.Equal(Shape.Unknown, inferred.Shape[0]);
        foreach (var batch in new[] { 1, 3 })
        {
            var computed = layer.Apply(row.Inputs(DType.Float32, batch));
            Assert.Equal<Shape>([batch, .. inferred.Shape[1..]], computed.Shape);
            Assert.Equal(inferred.DType, computed.DType);
            Assert.Equal(computed.Shape, layer.ComputeOutputShape(row.InputShapes(batch)).One);
            AssertUnknownExtents(row, batch, computed.Shape);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Parameters_are_counted_as_in_Keras(string name)
    {
        var row = Find(name);
        var layer = row.Make(DType.Float32);
        Assert.Empty(layer.Weights);
        layer.Apply(row.SymbolicInputs(DType.Float32));

        Assert.Equal(row.Parameters, layer.CountParams());
        Assert.Equal(row.Frozen, layer.NonTrainableVariables.Sum(weight => weight.Shape.Size));
        layer.Trainable = false;
        Assert.Empty(layer.TrainableVariables);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_are_those_of_finite_differences(string name)
    {
        var row = Find(name);
        var inputs = row.Inputs(DType.Float64);
        if (row.NoGradient is not null)
        {
            using var tape = new GradientTape();
            var x = inputs.One.Cast(DType.Float64);
            tape.Watch(x);
            Assert.Null(tape.Gradient(Ops.Sum(row.Built(DType.Float64).Apply(x)), [x])[0]);
            return;
        }

        foreach (var training in row.NoTrainingGradient is null ? new[] { false, true } : [false])
        {
            var layer = row.Built(DType.Float64);
            GradientCheck.Assert(
                values =>
                {
                    // The same random numbers each time.
                    layer.Draws = 0;
                    return layer.Apply(inputs.IsSingle ? values[0] : values, training);
                },
                [.. inputs],
                layer.TrainableVariables);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_no_samples_there_are_no_outputs_and_the_weights_have_gradients_of_zero(string name)
    {
        var row = Find(name);
        var (layer, inputs) = (row.Built(DType.Float32), row.Inputs(DType.Float32, batch: 0));
        using var tape = new GradientTape();
        var y = layer.Apply(inputs);
        Assert.Equal(0, y.Shape[0]);
        Assert.Equal(layer.Apply(row.Inputs(DType.Float32, batch: 1)).Shape[1..], y.Shape[1..]);
        Variable[] weights = [.. layer.TrainableVariables];
        foreach (var (weight, gradient) in weights.Zip(tape.Gradient(Ops.Sum(y), weights)))
        {
            Assert.Equal(weight.Shape, gradient!.Shape);
            Assert.True((bool)Ops.All(Ops.Equal(gradient, 0)), $"the gradient of {weight.Name} is {gradient}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Training_differs_from_inference_only_where_it_should(string name)
    {
        var row = Find(name);
        var (layer, inputs) = (row.Built(DType.Float32), row.Inputs(DType.Float32));
        var weights = layer.GetWeights();
        var inference = layer.Apply(inputs);
        AssertSameBits(inference, layer.Apply(inputs));
        Assert.All(weights.Zip(layer.GetWeights()), pair => AssertSameBits(pair.First, pair.Second));

        var first = layer.Apply(inputs, training: true);
        if (row.Training == InTraining.Alike)
        {
            AssertSameBits(inference, first);
            Assert.All(weights.Zip(layer.GetWeights()), pair => AssertSameBits(pair.First, pair.Second));
            return;
        }

        Assert.False(SameBits(inference, first));
        if (row.Training == InTraining.Random)
        {
            Assert.False(SameBits(first, layer.Apply(inputs, training: true)));
            layer.Draws = 0;
            AssertSameBits(first, layer.Apply(inputs, training: true));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Settings_make_a_layer_that_has_the_same_settings(string name)
    {
        var row = Find(name);
        var layer = row.Make(DType.Float64);
        if (row.NotInFiles is not null)
        {
            Assert.Throws<NotSupportedException>(layer.GetConfig);
            return;
        }

        var once = layer.Serialize();
        var again = KnownLayers.All.Deserialize(once.DeepClone(), name);
        Assert.Equal(once.ToJsonString(), again.Serialize().ToJsonString());
        Assert.Equal(layer.DType, again.DType);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_model_with_it_predicts_the_same_bits_after_a_round_trip_through_a_file(string name)
    {
        var row = Find(name);
        var path = folder["model.keras"];
        var layer = row.Built(DType.Float32);
        var inputs = row.SymbolicInputs(DType.Float32);
        var model = new Model(inputs, layer.Apply(inputs));
        if (row.NotInFiles is not null)
        {
            var refusal = Assert.Throws<NotSupportedException>(() => model.Save(path));
            Assert.Contains($"'{layer.Name}'", refusal.Message, StringComparison.Ordinal);
            Assert.Contains("CustomObjects", refusal.Message, StringComparison.Ordinal);
            Assert.False(File.Exists(path));
            return;
        }

        model.Save(path);
        var loaded = Model.Load(path);
        Assert.Equal(model.Weights.Select(weight => weight.Name), loaded.Weights.Select(weight => weight.Name));
        AssertSameBits(model.Predict(row.Inputs(DType.Float32), verbose: 0), loaded.Predict(row.Inputs(DType.Float32), verbose: 0));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_output_has_the_type_of_the_layer_whatever_the_type_of_the_input(string name)
    {
        var row = Find(name);
        foreach (var own in new[] { DType.Float32, DType.Float64 })
        {
            var layer = row.Built(own);
            Assert.All(layer.Weights, weight => Assert.Equal(own, weight.DType));
            foreach (var given in new[] { DType.Float32, DType.Float64 })
            {
                Assert.Equal(layer.DType, layer.Apply(row.Inputs(given)).DType);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Whole_numbers_give_the_type_that_was_inferred(string name)
    {
        var row = Find(name);
        foreach (var given in new[] { DType.UInt8, DType.Int32 })
        {
            var layer = row.Built(DType.Float32);
            Assert.Equal(layer.Apply(row.SymbolicInputs(given)).DType,
                layer.Apply(row.Inputs(given).Map(x => Ops.Cast(Ops.Abs(x), given))).DType);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Inputs_that_do_not_fit_are_refused_with_what_was_expected_and_what_was_received(string name)
    {
        var row = Find(name);
        var layer = row.Built(DType.Float32);
        foreach (var (shapes, expected) in row.Refused)
        {
            Structure<Tensor> wrong = shapes.Length == 1 ? Tensor.Zeros(shapes[0]) : shapes.Select(shape => Tensor.Zeros(shape)).ToArray();
            var refusal = Assert.ThrowsAny<ArgumentException>(() => layer.Apply(wrong));
            Assert.Contains($"'{layer.Name}'", refusal.Message, StringComparison.Ordinal);
            Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
            Assert.All(shapes, shape => Assert.Contains($"{shape}", refusal.Message, StringComparison.Ordinal));
            Assert.ThrowsAny<ArgumentException>(() => layer.ComputeOutputShape(wrong.Map(x => x.Shape)));
        }

        if (row.TakesAnyShape)
        {
            var shape = row.InputShapes(2).One;
            layer.Apply(Tensor.Zeros([.. shape, 2]));
            layer.Apply(Tensor.Zeros([.. shape[..^1], shape[^1] + 1]));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Extreme_settings_end_in_an_output_of_the_inferred_shape_or_are_refused(string name)
    {
        var row = Find(name);
        if (row.NotInFiles is not null)
        {
            return;
        }

        // As a file has it.
        var description = JsonNode.Parse(row.Make(DType.Float32).Serialize().ToJsonString())!;
        var settings = WholeNumbers(description["config"]!).ToArray();
        Assert.True(settings.Length >= 7 || !name.StartsWith("Conv2D", StringComparison.Ordinal), $"{settings.Length} whole numbers");
        foreach (var (number, setting) in settings.Index())
        {
            // A number of repetitions takes as long as it says.
            foreach (var extreme in setting.Path.EndsWith("power_iterations", StringComparison.Ordinal) ? [] : Extremes)
            {
                var changed = description.DeepClone();
                WholeNumbers(changed["config"]!).ElementAt(number).Set(extreme);
                AssertEndsSoon(row, changed, $"{setting.Path}: {extreme}");
            }
        }
    }

    /// <summary>
    /// A layer with changed settings is refused when it is made or called, or gives what it says, in little time and memory.
    /// </summary>
    private static void AssertEndsSoon(LayerCase row, JsonNode description, string what)
    {
        var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
        try
        {
            var layer = KnownLayers.All.Deserialize(description, what);
            foreach (var training in new[] { false, true })
            {
                using var tape = new GradientTape();
                var y = layer.Apply(row.Inputs(DType.Float32), training);
                Assert.Equal(layer.ComputeOutputShape(row.InputShapes(2)).One, y.Shape);
                if (row.NoGradient is null)
                {
                    tape.Gradient(Ops.Sum(y), layer.TrainableVariables);
                }
            }
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidDataException)
        {
            Assert.False(string.IsNullOrWhiteSpace(exception.Message));
        }
        catch (Exception exception)
        {
            Assert.Fail($"{what}: {exception}");
        }

        Assert.True(watch.Elapsed < ExtremeTime, $"{what} took {watch.Elapsed}");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < ExtremeAllocations, $"{what} took {allocated:N0} bytes");
    }

    /// <summary>The whole numbers of settings, those in lists and in objects among them, and how to set them.</summary>
    private static IEnumerable<WholeNumber> WholeNumbers(JsonNode node)
    {
        var members = node switch
        {
            JsonObject settings =>
                settings.Select(pair => (pair.Value, new Action<JsonNode>(value => settings[pair.Key] = value))).ToArray(),
            JsonArray list => list.Select((item, i) => (item, new Action<JsonNode>(value => list[i] = value))).ToArray(),
            _ => [],
        };
        foreach (var (member, set) in members)
        {
            if (member is JsonValue value && value.TryGetValue<long>(out _))
            {
                yield return new(member.GetPath(), extreme => set(JsonValue.Create(extreme)));
            }
            else if (member is not null)
            {
                foreach (var within in WholeNumbers(member))
                {
                    yield return within;
                }
            }
        }
    }

    /// <summary>
    /// Where an extent of a sample is unknown, a layer says what it knows or that it must know it, and never something else.
    /// </summary>
    private static void AssertUnknownExtents(LayerCase row, int batch, Shape computed)
    {
        var shapes = row.InputShapes(batch);
        for (var axis = 1; axis < shapes[0].Rank; axis++)
        {
            Shape partly = [.. shapes[0].Select((extent, i) => i == axis ? Shape.Unknown : extent)];
            try
            {
                var inferred = row.Make(DType.Float32).ComputeOutputShape(shapes.IsSingle ? partly
                    : shapes.Select((shape, i) => i == 0 ? partly : shape).ToArray()).One;
                Assert.True(inferred.Accepts(computed), $"axis {axis} unknown: {inferred} inferred, {computed} computed");
            }
            catch (ArgumentException)
            {
                // It must be known.
            }
        }
    }

    private static LayerCase Find(string name) => LayerTable.All.Single(row => row.Name == name);

    private static bool SameBits(Tensor a, Tensor b) => a.Shape == b.Shape && a.DType == b.DType && a.Bits().SequenceEqual(b.Bits());

    private static void AssertSameBits(Tensor expected, Tensor actual) =>
        Assert.True(SameBits(expected, actual), $"expected {expected}\nactual {actual}");

    /// <summary>A whole number among settings.</summary>
    private sealed record WholeNumber(string Path, Action<long> Set);
}

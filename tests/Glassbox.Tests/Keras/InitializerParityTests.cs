using System.Text.Json.Nodes;
using Glassbox.Initializers;
using Glassbox.Layers;

namespace Glassbox.Tests.Keras;

/// <summary>Initializers against Keras's figures: values where they are fixed, means and spreads where they are random.</summary>
public class InitializerParityTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, Golden.Json("initializers.json").AsArray().Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void First_values_are_distributed_as_in_Keras(int index)
    {
        var figures = Golden.Json("initializers.json")[index]!;
        var initializer = Initializer.Known.Deserialize(Description(figures), "test");
        Shape shape = [.. figures["shape"]!.AsArray().Select(extent => extent!.GetValue<int>())];

        var values = initializer.Call(shape);

        Assert.Equal(shape, values.Shape);
        if (figures["value"] is { } fixedValues)
        {
            Golden.AssertClose(Golden.Tensor(fixedValues), values, 1e-6);
            return;
        }

        var deviation = figures["std"]!.GetValue<double>();
        Assert.Equal(deviation, (double)Ops.Std(values), 0.02 * deviation);
        Assert.Equal(0, (double)Ops.Mean(values), 5 * deviation / Math.Sqrt(values.Size));
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    public void Orthogonal_vectors_are_orthogonal_and_of_the_length_asked_for(int rows, int columns)
    {
        var q = new Orthogonal(gain: 2, seed: 1).Call([rows, columns], "float64");
        var products = rows < columns ? q.Dot(q.Transpose()) : q.Transpose().Dot(q);

        Golden.AssertClose(Tensor.Eye(3, dtype: "float64") * 4, products, 1e-12);
    }

    [Fact]
    public void Axes_that_are_given_count_the_inputs_and_outputs()
    {
        // Of a kernel [heads, inputs, size] that sums over heads and size: 20 · 60 inputs and 500 outputs.
        var values = new GlorotUniform(seed: 1, inputAxes: [0, -1], outputAxes: 1).Call([20, 500, 60]);
        var limit = Math.Sqrt(6.0 / ((20 * 60) + 500));
        Assert.Equal((limit, limit), ((double)Ops.Max(values), -(double)Ops.Min(values)), (a, b) =>
            Math.Abs(a.Item1 - b.Item1) + Math.Abs(a.Item2 - b.Item2) < 1e-3 * limit);
        Assert.Equal(Math.Sqrt(2.0 / 500), (double)Ops.Std(new HeNormal(seed: 1, inputAxes: 1, outputAxes: 0).Call([20, 500, 60])), 1e-3);
        Assert.Equal([1], ((IEnumerable<int>?)new HeNormal(inputAxes: 1, outputAxes: 0).GetConfig().GetInt32sOrNull("input_axes"))!);

        var distribution = new VarianceScaling(distribution: "normal").GetConfig().GetString("distribution");
        Assert.Equal("truncated_normal", distribution);
    }

    [Fact]
    public void An_einsum_layer_counts_the_letters_that_are_summed_over_as_inputs()
    {
        // As in attention: 30 inputs to 8 heads of size 50, and back.
        Assert.Equal(Math.Sqrt(6.0 / (30 + (8 * 50))), Limit(new EinsumDense("abc,cde->abde", [Shape.Unknown, 8, 50]), [4, 30]), 1e-3);
        Assert.Equal(Math.Sqrt(6.0 / ((8 * 50) + 30)), Limit(new EinsumDense("abde,dec->abc", [Shape.Unknown, 30]), [4, 8, 50]), 1e-3);

        static double Limit(EinsumDense layer, Shape sample)
        {
            layer.Apply(Glassbox.Keras.Input(sample));
            Assert.True(layer.GetConfig().GetNode("kernel_initializer")!["config"]!["input_axes"] is null);
            return (double)Ops.Max(Ops.Abs(layer.Kernel!.Value));
        }
    }

    private static JsonObject Description(JsonNode figures)
    {
        var description = figures["config"]!.DeepClone().AsObject();
        if ((string?)description["class_name"] == "Identity")
        {
            // Keras does not write the factor that these figures were made with.
            description["config"] = new JsonObject { ["gain"] = 2 };
        }

        return description;
    }
}

using System.Text.Json.Nodes;
using Glassbox.Initializers;

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

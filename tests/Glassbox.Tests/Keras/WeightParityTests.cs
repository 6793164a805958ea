using System.Text.Json.Nodes;
using Glassbox.Constraints;
using Glassbox.Regularizers;

namespace Glassbox.Tests.Keras;

/// <summary>Regularizers and constraints against Keras's figures.</summary>
public class WeightParityTests
{
    public static TheoryData<int> Regularizers => [.. Enumerable.Range(0, Golden.Json("regularizers.json").AsArray().Count)];

    public static TheoryData<int> Constraints => [.. Enumerable.Range(0, Golden.Json("constraints.json").AsArray().Count)];

    [Theory]
    [MemberData(nameof(Regularizers))]
    public void A_regularizer_asks_the_price_that_Keras_asks(int index)
    {
        var figures = Golden.Json("regularizers.json")[index]!;
        var config = figures["config"]!["config"]!;
        Regularizer regularizer = figures["config"]!["class_name"]!.GetValue<string>() switch
        {
            "L1" => new L1(Number(config, "l1")),
            "L2" => new L2(Number(config, "l2")),
            "L1L2" => new L1L2(Number(config, "l1"), Number(config, "l2")),
            _ => new OrthogonalRegularizer(Number(config, "factor"), config["mode"]!.GetValue<string>()),
        };

        Golden.AssertClose(Golden.Tensor(figures["value"]!), regularizer.Call(Golden.Tensor(figures["w"]!).Cast("float32")), 1e-5);
    }

    [Theory]
    [MemberData(nameof(Constraints))]
    public void A_constraint_changes_weights_as_in_Keras(int index)
    {
        var figures = Golden.Json("constraints.json")[index]!;
        var config = figures["config"]!["config"]!;
        Constraint constraint = figures["config"]!["class_name"]!.GetValue<string>() switch
        {
            "MaxNorm" => new MaxNorm(Number(config, "max_value"), config["axis"]!.GetValue<int>()),
            "MinMaxNorm" => new MinMaxNorm(Number(config, "min_value"), Number(config, "max_value"), Number(config, "rate"),
            config["axis"]!.GetValue<int>()),
            "UnitNorm" => new UnitNorm(config["axis"]!.GetValue<int>()),
            _ => new NonNeg(),
        };

        Golden.AssertClose(Golden.Tensor(figures["out"]!), constraint.Call(Golden.Tensor(figures["w"]!).Cast("float32")), 1e-5);
    }

    [Theory]
    [InlineData("l1")]
    [InlineData("l2")]
    [InlineData("l1l2")]
    [InlineData("OrthogonalRegularizer")]
    public void A_regularizer_has_a_name(string name) => Assert.NotNull(Regularizer.Get(name));

    [Theory]
    [InlineData("max_norm")]
    [InlineData("min_max_norm")]
    [InlineData("non_neg")]
    [InlineData("UnitNorm")]
    public void A_constraint_has_a_name(string name) => Assert.NotNull(Constraint.Get(name));

    [Fact]
    public void Unknown_names_are_refused_with_the_nearest()
    {
        Assert.Contains("l1l2", Assert.Throws<ArgumentException>(() => Regularizer.Get("l1_l3")).Message, StringComparison.Ordinal);
        Assert.Contains("Did you mean 'max_norm'", Assert.Throws<ArgumentException>(() => Constraint.Get("maxnorms")).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new L2(-1));
    }

    private static double Number(JsonNode config, string key) => config[key]!.GetValue<double>();
}

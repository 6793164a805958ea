using System.Text;
using System.Text.Json.Nodes;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox.Tests.Saving;

/// <summary>Settings, what is said where they are wrong, and classes of one's own.</summary>
public class ConfigTests
{
    private const string Dense = """{"class_name": "Dense", "config": {"units": 3""";

    [Theory]
    [InlineData("""{"class_name": "Dense", "config": {}}""", "no 'units'")]
    [InlineData("""{"class_name": "Dense", "config": {"units": "three"}}""", "'units' must be an integer")]
    [InlineData("""{"class_name": "Dense", "config": {"units": 0}}""", "1 or more units")]
    [InlineData(Dense + """, "activation": "rleu"}}""", "Did you mean 'relu'?")]
    [InlineData(Dense + """, "kernel_initializer": {"class_name": "GlorotUniform", "config": {"seed": 1.5}}}}""", "'seed' must be an integer")]
    [InlineData("""{"config": {}}""", "class_name")]
    [InlineData("""[1]""", "class_name")]
    public void What_is_wrong_in_a_description_is_named(string json, string message) => Refused<InvalidDataException>(json, message);

    [Theory]
    [InlineData(Dense + """, "units_per_core": 4}}""", "'units_per_core' = 4")]
    [InlineData(Dense + """, "dtype": "bfloat16"}}""", "bfloat16")]
    [InlineData("""{"class_name": "Lambda", "config": {}}""", "Python code")]
    [InlineData("""{"class_name": "Denes", "config": {}}""", "Did you mean 'Dense'?")]
    [InlineData("""{"class_name": "Scale", "config": {}, "registered_name": "Shop>Scale"}""", "CustomObjects.Register(\"Shop\"")]
    public void What_is_not_supported_is_named(string json, string message) => Refused<NotSupportedException>(json, message);

    [Fact]
    public void Unknown_settings_that_are_null_or_false_are_taken_for_not_used() =>
        Assert.Equal(3, ((Dense)Made(Dense + """, "new_in_keras_5": null, "another": false}}""")).Units);

    [Fact]
    public void A_class_of_ones_own_goes_to_its_description_and_back()
    {
        CustomObjects.Register("Tests", Doubling.FromConfig);
        var description = ((IConfigurable)new Doubling(4, "twice")).Serialize();
        Assert.Equal("Tests>Doubling", (string?)description["registered_name"]);
        var made = Assert.IsType<Doubling>(KnownLayers.All.Deserialize(description, "test"));
        Assert.Equal(("twice", 4.0), (made.Name, made.Factor));
    }

    [Fact]
    public void A_class_of_ones_own_that_is_not_registered_cannot_be_written() =>
        Assert.Contains("CustomObjects.Register",
            Assert.Throws<NotSupportedException>(() => ((IConfigurable)new Unregistered()).Serialize()).Message, StringComparison.Ordinal);

    [Fact]
    public void A_function_of_ones_own_must_be_registered_to_be_written()
    {
        var cube = new ActivationFunction("cube", x => x * x * x);
        Assert.Throws<NotSupportedException>(() => new Dense(1, cube).GetConfig());
        CustomObjects.Register("Tests", cube);
        var made = Assert.IsType<Dense>(KnownLayers.All.Deserialize(((IConfigurable)new Dense(1, cube)).Serialize(), "test"));
        Assert.Same(cube, made.Activation);
    }

    [Fact]
    public void A_name_in_place_of_a_description_means_the_defaults() =>
        Assert.IsType<HeNormal>(Initializer.Known.Deserialize("he_normal", "test"));

    [Theory]
    [InlineData(0.001, "0.001")]
    [InlineData(2, "2.0")]
    [InlineData(0, "0.0")]
    [InlineData(1e-7, "1e-07")]
    [InlineData(-1.5e-10, "-1.5e-10")]
    [InlineData(1e16, "1e+16")]
    [InlineData(123456789012345, "123456789012345.0")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(0.00001, "1e-05")]
    [InlineData(0.009999999776482582, "0.009999999776482582")]
    public void Numbers_are_written_as_Python_writes_them(double value, string text) => Assert.Equal(text, KerasJson.Number(value));

    [Fact]
    public void Json_is_written_as_Python_writes_it() => Assert.Equal(
        """{"a": [1, 2.5, null], "b": {"c": "\u00e4\n\""}, "d": true}""",
        KerasJson.Write(new JsonObject { ["a"] = new JsonArray(1, 2.5, null), ["b"] = new JsonObject { ["c"] = "ä\n\"" }, ["d"] = true }));

    [Theory]
    [InlineData("{\"a\": 1, \"a\": 2}")]
    [InlineData("[1]")]
    [InlineData("{\"a\":")]
    public void Text_that_is_no_json_object_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => KerasJson.Parse(Encoding.UTF8.GetBytes(text), "test"));

    [Fact]
    public void Text_that_is_nested_too_deeply_is_refused() =>
        Assert.Throws<InvalidDataException>(() =>
            KerasJson.Parse(Encoding.UTF8.GetBytes($"{{\"a\": {new string('[', 100_000)}{new string(']', 100_000)}}}"), "test"));

    private static Layer Made(string json) => KnownLayers.All.Deserialize(JsonNode.Parse(json), "test");

    private static void Refused<T>(string json, string message)
        where T : Exception => Assert.Contains(message, Assert.Throws<T>(() => Made(json)).Message, StringComparison.Ordinal);

    private sealed class Doubling(double factor, string? name = null) : Layer(name: name)
    {
        public double Factor => factor;

        public override Config GetConfig() => new(base.GetConfig()) { { "factor", factor } };

        public static Doubling FromConfig(Config config) => new(config.GetDouble("factor", 2), config.GetName());

        protected override Tensor Call(Tensor x, CallContext call) => x * factor;
    }

    private sealed class Unregistered : Layer
    {
        protected override Tensor Call(Tensor x, CallContext call) => x;
    }
}

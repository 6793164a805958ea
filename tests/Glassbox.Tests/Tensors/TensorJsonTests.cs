using System.Text.Json;
using System.Text.Json.Serialization;

namespace Glassbox.Tests.Tensors;

public sealed partial class TensorJsonTests
{
    private static readonly JsonSerializerOptions Named = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    internal sealed record Answer(string Model, Tensor Probabilities);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
    [JsonSerializable(typeof(Answer))]
    internal sealed partial class Generated : JsonSerializerContext;

    [Fact]
    public void A_tensor_is_nested_arrays()
    {
        Assert.Equal("[[1.0,-0.5],[1E-09,3.4028235E+38]]", Json(new[,] { { 1, -0.5f }, { 1e-9f, float.MaxValue } }));
        Assert.Equal("[[[1,2]],[[3,4]]]", Json(Tensor.FromArray(new[] { 1, 2, 3, 4 }).Reshape(2, 1, 2)));
        Assert.Equal("[9007199254740993]", Json(new[] { 9007199254740993 }));
        Assert.Equal("[0,255]", Json(new byte[] { 0, 255 }));
        Assert.Equal("[true,false]", Json(new[] { true, false }));
        Assert.Equal("[0.1,2.0]", Json(new[] { 0.1, 2 }));
        Assert.Equal("0.5", Json(0.5f));
        Assert.Equal("[[],[]]", Json(Tensor.Zeros([2, 0])));
    }

    [Theory]
    [InlineData("[[1, 2.5], [3, 4]]", "float32", "(2, 2)")]
    [InlineData("[1.0, 2.0]", "float32", "(2,)")]
    [InlineData("[1e3]", "float32", "(1,)")]
    [InlineData("[[1], [2], [3]]", "int32", "(3, 1)")]
    [InlineData("[1, 3000000000]", "int64", "(2,)")]
    [InlineData("[[true], [false]]", "bool", "(2, 1)")]
    [InlineData("7", "int32", "()")]
    [InlineData("[]", "float32", "(0,)")]
    [InlineData("[[], []]", "float32", "(2, 0)")]
    public void Nested_arrays_are_a_tensor(string json, string dtype, string shape)
    {
        var tensor = JsonSerializer.Deserialize<Tensor>(json)!;

        Assert.Equal((dtype, shape), (tensor.DType.Name, $"{tensor.Shape}"));
        var again = JsonSerializer.Deserialize<Tensor>(JsonSerializer.Serialize(tensor))!;
        Assert.Equal((dtype, $"{tensor}"), (again.DType.Name, $"{again}"));
    }

    [Fact]
    public void Floats_and_large_integers_come_back_to_the_bit()
    {
        var x = Tensor.RandomNormal([50, 3], seed: 1);
        Assert.Equal(x.ToArray<float>(), JsonSerializer.Deserialize<Tensor>(JsonSerializer.Serialize(x))!.ToArray<float>());
        long[] large = [long.MinValue, 9007199254740993, long.MaxValue];
        Assert.Equal(large, JsonSerializer.Deserialize<Tensor>(JsonSerializer.Serialize<Tensor>(large))!.ToArray<long>());
    }

    [Fact]
    public void A_tensor_may_stand_within_other_objects_with_and_without_reflection()
    {
        var answer = new Answer("digits", new[,] { { 0.25f, 0.75f } });
        const string Expected = """{"model":"digits","probabilities":[[0.25,0.75]]}""";

        Assert.Equal(Expected, JsonSerializer.Serialize(answer, JsonSerializerOptions.Web));
        Assert.Equal(Expected, JsonSerializer.Serialize(answer, Generated.Default.Answer));
        Assert.Equal("[[0.25 0.75]]", $"{JsonSerializer.Deserialize(Expected, Generated.Default.Answer)!.Probabilities}");
        Assert.Equal("""{"loss":0.5}""", JsonSerializer.Serialize(new Dictionary<string, object> { ["loss"] = (Tensor)0.5 }));
        Assert.Null(JsonSerializer.Deserialize<Tensor>("null"));
        Assert.Equal("[1.5 2. ]", $"{JsonSerializer.Deserialize<Tensor>("""["1.5", "2"]""", JsonSerializerOptions.Web)}");
    }

    [Fact]
    public void NaN_and_infinity_have_names_where_the_options_allow_them()
    {
        Tensor x = new[] { 1, float.NaN, float.PositiveInfinity, float.NegativeInfinity };
        var json = JsonSerializer.Serialize(x, Named);

        Assert.Equal("""[1.0,"NaN","Infinity","-Infinity"]""", json);
        Assert.Equal(x.ToArray<float>(), JsonSerializer.Deserialize<Tensor>(json, Named)!.ToArray<float>());
        var unnamed = Assert.Throws<ArgumentException>(() => Json(x)).Message;
        Assert.Contains("AllowNamedFloatingPointLiterals", unnamed, StringComparison.Ordinal);
        Assert.Contains("AllowNamedFloatingPointLiterals", Refused(json), StringComparison.Ordinal);
    }

    [Fact]
    public void A_symbolic_tensor_is_refused_with_a_way_out()
    {
        var symbolic = Glassbox.Keras.Input([3], name: "pixels");

        var message = Unwritten(() => JsonSerializer.Serialize<Tensor>(symbolic));
        Assert.StartsWith("The symbolic tensor 'pixels' of shape (None, 3) has no values", message, StringComparison.Ordinal);
        Assert.Contains("model.Predict(x)", message, StringComparison.Ordinal);
        Assert.StartsWith(message[..60], Unwritten(() => JsonSerializer.Serialize(symbolic)), StringComparison.Ordinal);
        Assert.StartsWith(message[..60], Unwritten(() => JsonSerializer.Serialize<object>(symbolic)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[1, 2], [3]]", "along axis 1 the first one has 2 elements, and another one 1")]
    [InlineData("[[1], 2]", "the first row has 2 axes, and there is a number at axis 1")]
    [InlineData("[1, [2]]", "the first row has 1 axes, and there is an array at axis 1")]
    [InlineData("[[], [1]]", "along axis 1 the first one has 0 elements, and another one 1")]
    [InlineData("[[], 1]", "there is a number at axis 1")]
    [InlineData("[1, null]", "received a token of type Null")]
    [InlineData("{\"x\": 1}", "received a token of type StartObject")]
    [InlineData("[1, true]", "either numbers or true and false")]
    [InlineData("[\"1\"]", "received the string \"1\"")]
    [InlineData("[1e300]", "beyond the range of float32")]
    public void What_is_no_tensor_is_refused(string json, string message) =>
        Assert.Contains(message, Refused(json), StringComparison.Ordinal);

    private static string Unwritten(Func<string> write) => Assert.Throws<NotSupportedException>((Action)(() => write())).Message;

    private static string Json(Tensor tensor) => JsonSerializer.Serialize(tensor);

    private static string Refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Tensor>(json)).Message;
}

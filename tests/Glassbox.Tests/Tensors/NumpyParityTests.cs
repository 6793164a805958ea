using System.Text.Json.Nodes;

namespace Glassbox.Tests.Tensors;

/// <summary>Printing, element types and results, beside those that NumPy gave.</summary>
public class NumpyParityTests
{
    private static readonly JsonNode Figures = Golden.Json("numpy.json");

    public static TheoryData<int> Printed => [.. Enumerable.Range(0, Figures["printing"]!.AsArray().Count)];

    public static TheoryData<int, string> Operations =>
        [.. Figures["operations"]!.AsArray().Select((figures, index) => (index, $"{figures!["op"]} {figures["kwargs"]!.ToJsonString()}"))];

    [Theory]
    [MemberData(nameof(Printed))]
    public void A_tensor_prints_as_in_NumPy(int index)
    {
        var figures = Figures["printing"]![index]!;
        Assert.Equal(figures["text"]!.GetValue<string>(), Read(figures).ToString());
    }

    [Fact]
    public void Types_are_promoted_as_in_NumPy()
    {
        foreach (var entry in Figures["promotion"]!.AsArray())
        {
            var (a, b, result) = (entry![0]!.GetValue<string>(), entry[1]!.GetValue<string>(), entry[2]!.GetValue<string>());
            Assert.Equal(result, DType.Promote(a, b).Name);
            Assert.Equal(result, (Tensor.Ones([2], a) + Tensor.Ones([1], b)).DType.Name);
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public void An_operation_gives_the_values_and_the_type_of_NumPy(int index, string name)
    {
        var figures = Figures["operations"]![index]!;
        var actual = Apply(figures["op"]!.GetValue<string>(), [.. figures["args"]!.AsArray().Select(argument => Read(argument!))],
            figures["kwargs"]!);

        Assert.Equal(figures["dtype"]!.GetValue<string>(), actual.DType.Name);
        Golden.AssertClose(Read(figures), actual, actual.DType == DType.Float32 ? 1e-5 : 1e-12, name);
    }

    private static Tensor Apply(string name, Tensor[] x, JsonNode options)
    {
        Axes? axis = options["axis"] switch
        {
            null => null,
            JsonArray several => Axes.Create([.. several.Select(value => value!.GetValue<int>())]),
            var one => one.GetValue<int>(),
        };
        int? single = options["axis"] is JsonValue value ? value.GetValue<int>() : null;
        var keepdims = options["keepdims"]?.GetValue<bool>() ?? false;
        return name switch
        {
            "add" => x[0] + x[1],
            "subtract" => x[0] - x[1],
            "multiply" => x[0] * x[1],
            "divide" => x[0] / x[1],
            "floor_divide" => Ops.FloorDivide(x[0], x[1]),
            "mod" => x[0] % x[1],
            "power" => Ops.Power(x[0], x[1]),
            "maximum" => Ops.Maximum(x[0], x[1]),
            "minimum" => Ops.Minimum(x[0], x[1]),
            "equal" => Ops.Equal(x[0], x[1]),
            "less" => x[0] < x[1],
            "greater_equal" => x[0] >= x[1],
            "matmul" => Ops.MatMul(x[0], x[1]),
            "dot" => x[0].Dot(x[1]),
            "sum" => x[0].Sum(axis, keepdims),
            "mean" => x[0].Mean(axis, keepdims),
            "min" => x[0].Min(axis, keepdims),
            "max" => x[0].Max(axis, keepdims),
            "std" => x[0].Std(axis, keepdims),
            "var" => x[0].Var(axis, keepdims),
            "argmax" => x[0].ArgMax(single),
            "argmin" => x[0].ArgMin(single),
            _ => throw new ArgumentException($"The test does not know the operation '{name}'."),
        };
    }

    private static Tensor Read(JsonNode figures)
    {
        var values = figures["values"]!.AsArray();
        var dtype = DType.Parse(figures["dtype"]!.GetValue<string>());
        Shape shape = [.. figures["shape"]!.AsArray().Select(extent => extent!.GetValue<int>())];
        return dtype == DType.Bool
            ? Tensor.FromSpan<bool>(values.Select(value => value!.GetValue<bool>()).ToArray(), shape)
            : Tensor.FromSpan<double>(values.Select(value => Golden.Tensor(value!).ToScalar<double>()).ToArray(), shape).Cast(dtype);
    }
}

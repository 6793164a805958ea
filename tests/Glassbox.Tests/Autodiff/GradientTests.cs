using System.Reflection;

namespace Glassbox.Tests.Autodiff;

/// <summary>Every operation that can be differentiated, against finite differences.</summary>
public class GradientTests
{
    /// <summary>Turns, shears, moves and tilts.</summary>
    private static readonly Tensor Turn = new double[] { 0.9, -0.4, 0.3, 0.5, 1.2, -0.6, 0.02, -0.03 };

    private static readonly (string Name, Func<Tensor[], Tensor> Function, Tensor[] Arguments)[] Cases =
    [
        ("Add", x => x[0] + x[1], [Random(1, 3, 4), Random(2, 4)]),
        ("Subtract", x => x[0] - x[1], [Random(1, 3, 1), Random(2, 2, 1, 4)]),
        ("Multiply", x => x[0] * x[1], [Random(1, 3, 4), Random(2, 3, 1)]),
        ("Divide", x => x[0] / x[1], [Random(1, 3, 4), Positive(2, 4)]),
        ("Mod", x => x[0] % x[1], [Positive(1, 3, 4), Positive(2, 4) + 3]),
        ("Power", x => Ops.Power(x[0], x[1]), [Positive(1, 3, 4), Random(2, 4)]),
        ("Maximum", x => Ops.Maximum(x[0], x[1]), [Random(1, 3, 4), Random(2, 4)]),
        ("Minimum", x => Ops.Minimum(x[0], x[1]), [Random(1, 3, 4), Random(2, 4)]),
        ("Negative", x => -x[0], [Random(1, 3, 4)]),
        ("Abs", x => Ops.Abs(x[0]), [Random(1, 3, 4)]),
        ("Square", x => Ops.Square(x[0]), [Random(1, 3, 4)]),
        ("Clip", x => Ops.Clip(x[0], -0.5, 0.5), [Random(1, 3, 4)]),
        ("Sign", x => Ops.Sign(x[0]), [Random(1, 3, 4)]),
        ("Floor", x => Ops.Floor(x[0]), [Random(1, 3, 4)]),
        ("Ceil", x => Ops.Ceil(x[0]), [Random(1, 3, 4)]),
        ("Round", x => Ops.Round(x[0]), [Random(1, 3, 4)]),
        ("Exp", x => Ops.Exp(x[0]), [Random(1, 3, 4)]),
        ("Log", x => Ops.Log(x[0]), [Positive(1, 3, 4)]),
        ("Log1P", x => Ops.Log1P(x[0]), [Positive(1, 3, 4)]),
        ("Sqrt", x => Ops.Sqrt(x[0]), [Positive(1, 3, 4)]),
        ("Sin", x => Ops.Sin(x[0]), [Random(1, 3, 4)]),
        ("Cos", x => Ops.Cos(x[0]), [Random(1, 3, 4)]),
        ("Relu", x => Ops.Relu(x[0]), [Random(1, 3, 4)]),
        ("Relu6", x => Ops.Relu6(x[0] * 8), [Random(1, 3, 4)]),
        ("Sigmoid", x => Ops.Sigmoid(x[0]), [Random(1, 3, 4)]),
        ("HardSigmoid", x => Ops.HardSigmoid(x[0] * 4), [Random(1, 3, 4)]),
        ("Tanh", x => Ops.Tanh(x[0]), [Random(1, 3, 4)]),
        ("Softplus", x => Ops.Softplus(x[0]), [Random(1, 3, 4)]),
        ("Softsign", x => Ops.Softsign(x[0]), [Random(1, 3, 4)]),
        ("Silu", x => Ops.Silu(x[0]), [Random(1, 3, 4)]),
        ("Elu", x => Ops.Elu(x[0], 0.7), [Random(1, 3, 4)]),
        ("Selu", x => Ops.Selu(x[0]), [Random(1, 3, 4)]),
        ("LeakyRelu", x => Ops.LeakyRelu(x[0]), [Random(1, 3, 4)]),
        ("Softmax", x => Ops.Softmax(x[0]), [Random(1, 3, 4)]),
        ("Softmax", x => Ops.Softmax(x[0], axis: 1), [Random(1, 2, 3, 4)]),
        ("LogSoftmax", x => Ops.LogSoftmax(x[0]), [Random(1, 3, 4)]),
        ("LogSoftmax", x => Ops.LogSoftmax(x[0], axis: 0), [Random(1, 3, 4)]),
        ("Where", x => Ops.Where(x[0] > x[1], x[0] * 2, x[1]), [Random(1, 3, 4), Random(2, 4)]),
        ("Sum", x => Ops.Sum(x[0]), [Random(1, 3, 4)]),
        ("Sum", x => Ops.Sum(x[0], [0, 2], keepdims: true), [Random(1, 2, 3, 4)]),
        ("Mean", x => Ops.Mean(x[0], 1), [Random(1, 3, 4)]),
        ("Var", x => Ops.Var(x[0], 0), [Random(1, 3, 4)]),
        ("Std", x => Ops.Std(x[0], [0, -1]), [Random(1, 2, 3, 4)]),
        ("Max", x => Ops.Max(x[0], 1), [Random(1, 3, 4)]),
        ("Min", x => Ops.Min(x[0]), [Random(1, 3, 4)]),
        ("Reshape", x => Ops.Square(x[0].Reshape(4, -1)), [Random(1, 3, 4)]),
        ("Transpose", x => Ops.Square(x[0].Transpose(2, 0, 1)), [Random(1, 2, 3, 4)]),
        ("ExpandDims", x => Ops.Square(Ops.ExpandDims(x[0], 1)), [Random(1, 3, 4)]),
        ("Squeeze", x => Ops.Square(Ops.Squeeze(x[0])), [Random(1, 3, 1, 4)]),
        ("BroadcastTo", x => Ops.BroadcastTo(x[0], [2, 3, 4]), [Random(1, 3, 1)]),
        ("Cast", x => Ops.Cast(Ops.Cast(x[0], "float64") * 3, "float64"), [Random(1, 3, 4)]),
        ("Concatenate", x => Ops.Square(Ops.Concatenate([x[0], x[1]], axis: 1)), [Random(1, 3, 4), Random(2, 3, 2)]),
        ("Stack", x => Ops.Square(Ops.Stack([x[0], x[1]], axis: -1)), [Random(1, 3, 4), Random(2, 3, 4)]),
        ("GetItem", x => Ops.Square(x[0][1..3]), [Random(1, 4, 4)]),
        ("GetItem", x => Ops.Square(x[0][Slice.Step(.., 2), ^1]), [Random(1, 4, 4)]),
        ("Take", x => Ops.Square(Ops.Take(x[0], new[] { 2, 0, 2, -1 })), [Random(1, 3, 4)]),
        ("Take", x => Ops.Square(Ops.Take(x[0], new[,] { { 1, 0 }, { 1, 1 } }, axis: 1)), [Random(1, 3, 4)]),
        ("MatMul", x => Ops.MatMul(x[0], x[1]), [Random(1, 3, 4), Random(2, 4, 2)]),
        ("MatMul", x => Ops.MatMul(x[0], x[1]), [Random(1, 2, 3, 4), Random(2, 4, 2)]),
        ("MatMul", x => Ops.MatMul(x[0], x[1]), [Random(1, 5, 1, 3, 4), Random(2, 2, 4, 2)]),
        ("MatMul", x => Ops.MatMul(x[0], x[1]), [Random(1, 4), Random(2, 4, 2)]),
        ("Dot", x => x[0].Dot(x[1]), [Random(1, 4), Random(2, 4)]),
        ("Dot", x => x[0].Dot(x[1]), [Random(1, 3, 4), Random(2, 2, 4, 5)]),
        ("Dense", x => Ops.Dense(x[0], x[1], x[2]), [Random(1, 2, 3, 4), Random(2, 4, 5), Random(3, 5)]),
        ("Dense", x => Ops.Dense(x[0], x[1], null), [Random(1, 3, 4), Random(2, 4, 5)]),
        ("Einsum", x => Ops.Einsum("abc,cd->abd", x[0], x[1]), [Random(1, 2, 3, 4), Random(2, 4, 2)]),
        ("Einsum", x => Ops.Einsum("...ab,cb->...ca", x[0], x[1]), [Random(1, 2, 3, 4), Random(2, 5, 4)]),
        ("Einsum", x => Ops.Einsum("bhqd,bhkd->bhqk", x[0], x[1]), [Random(1, 2, 2, 3, 4), Random(2, 2, 2, 5, 4)]),
        ("Einsum", x => Ops.Einsum("abc,ad->d", x[0], x[1]), [Random(1, 2, 3, 4), Random(2, 2, 5)]),
        ("Erf", x => Ops.Erf(x[0] * 3), [Random(1, 3, 4)]),
        ("Celu", x => Ops.Celu(x[0], 0.7), [Random(1, 3, 4)]),
        ("Gelu", x => Ops.Gelu(x[0]), [Random(1, 3, 4)]),
        ("Gelu", x => Ops.Gelu(x[0], approximate: true), [Random(1, 3, 4)]),
        ("Glu", x => Ops.Glu(x[0], axis: 1), [Random(1, 2, 4, 3)]),
        ("LogSigmoid", x => Ops.LogSigmoid(x[0]), [Random(1, 3, 4)]),
        ("Mish", x => Ops.Mish(x[0]), [Random(1, 3, 4)]),
        ("HardSilu", x => Ops.HardSilu(x[0] * 4), [Random(1, 3, 4)]),
        ("HardTanh", x => Ops.HardTanh(x[0] * 2), [Random(1, 3, 4)]),
        ("TanhShrink", x => Ops.TanhShrink(x[0]), [Random(1, 3, 4)]),
        ("HardShrink", x => Ops.HardShrink(x[0]), [Random(1, 3, 4)]),
        ("SoftShrink", x => Ops.SoftShrink(x[0]), [Random(1, 3, 4)]),
        ("Threshold", x => Ops.Threshold(x[0], 0.2, 3), [Random(1, 3, 4)]),
        ("Squareplus", x => Ops.Squareplus(x[0]), [Random(1, 3, 4)]),
        ("SparsePlus", x => Ops.SparsePlus(x[0] * 3), [Random(1, 3, 4)]),
        ("SparseSigmoid", x => Ops.SparseSigmoid(x[0] * 3), [Random(1, 3, 4)]),
        ("Sparsemax", x => Ops.Sparsemax(x[0]), [Random(1, 3, 4)]),
        ("Pad", x => Ops.Pad(x[0], (1, 2), (0, 3)), [Random(1, 3, 4)]),
        ("Repeat", x => Ops.Repeat(x[0], 3, axis: 1), [Random(1, 2, 3, 2)]),
        ("ExtractPatches", x => Ops.Square(Ops.ExtractPatches(x[0], 2)), [Random(1, 2, 4, 5, 2)]),
        ("ExtractPatches", x => Ops.Square(Ops.ExtractPatches(x[0], [2, 3], strides: 1, padding: "same")), [Random(1, 1, 4, 5, 2)]),
        ("ExtractPatches", x => Ops.Square(Ops.ExtractPatches(x[0], 2, dataFormat: "channels_first")), [Random(1, 2, 4, 4)]),
        ("ResizeImages", x => Ops.ResizeImages(x[0], [3, 7], "bicubic"), [Random(1, 1, 5, 4, 2)]),
        ("ResizeImages", x => Ops.ResizeImages(x[0], [3, 7]), [Random(1, 1, 5, 4, 2)]),
        ("ResizeImages", x => Ops.ResizeImages(x[0], [7, 3], "nearest", dataFormat: "channels_first"), [Random(1, 1, 2, 5, 4)]),
        ("ResizeImages", x => Ops.ResizeImages(x[0], [2, 3], "lanczos3", antialias: true), [Random(1, 1, 5, 4, 2)]),
        ("AffineTransform", x => Ops.AffineTransform(x[0], Turn, fillMode: "reflect"), [Random(1, 2, 5, 4, 3)]),
        ("AffineTransform", x => Ops.AffineTransform(x[0], Turn, fillMode: "constant", fillValue: 0.7), [Random(1, 4, 5, 1)]),
        ("AffineTransform", x => Ops.AffineTransform(x[0], Turn, fillMode: "wrap", dataFormat: "channels_first"), [Random(1, 2, 2, 4, 4)]),
        ("AffineTransform", x => Ops.AffineTransform(x[0], Turn, "nearest", "nearest"), [Random(1, 2, 5, 4, 2)]),
        ("MaxPool", x => Ops.MaxPool(x[0], 2), [Random(1, 2, 5, 4, 3)]),
        ("NormalizeBatch", x => Ops.NormalizeBatch(x[0], x[1], x[2], 1e-3).Y, [Random(1, 7, 3, 19), Random(2, 19), Random(3, 19)]),
        ("NormalizeBatch", x => Ops.NormalizeBatch(x[0], null, x[1], 1e-3).Y, [Random(1, 5, 3), Random(2, 3)]),
        ("NormalizeBy", x => Ops.NormalizeBy(x[0], x[1], Ops.Square(x[2]), x[3], x[4], 1e-2),
        [Random(1, 5, 3), Random(2, 3), Random(3, 3), Random(4, 3), Random(5, 3)]), ("NormalizeLast", x =>
        Ops.NormalizeLast(x[0], 1, true, x[1], x[2], 1e-3), [Random(1, 4, 19), Random(2, 19), Random(3, 19)]), ("NormalizeLast", x =>
        Ops.NormalizeLast(x[0], 2, true, x[1], null, 1e-3), [Random(1, 4, 3, 5), Random(2, 3, 5)]), ("NormalizeLast", x =>
        Ops.NormalizeLast(x[0], 1, false, x[1], null, 1e-3), [Random(1, 2, 3, 5), Random(2, 5)]), ("MaxPool", x =>
        Ops.MaxPool(x[0], 3, strides: 2, padding: "same"), [Random(1, 2, 7, 20)]), ("MaxPool", x =>
        Ops.MaxPool(x[0], 2, dataFormat: "channels_first"), [Random(1, 2, 2, 4, 4)]), ("AveragePool", x =>
        Ops.AveragePool(x[0], [2, 3], strides: 2, padding: "same"), [Random(1, 2, 5, 4, 3)]), ("AveragePool", x =>
        Ops.AveragePool(x[0], 2), [Random(1, 1, 4, 4, 2, 3)]), ("Conv", x =>
        Ops.Conv(x[0], x[1]), [Random(1, 2, 7, 3), Random(2, 3, 3, 5)]), ("Conv", x =>
        Ops.Conv(x[0], x[1], strides: 2, padding: "same"), [Random(1, 2, 5, 6, 3), Random(2, 3, 2, 3, 4)]), ("Conv", x =>
        Ops.Conv(x[0], x[1], dilationRate: [2, 1], padding: "same"), [Random(1, 2, 5, 6, 2), Random(2, 3, 3, 2, 18)]), ("Conv", x =>
        Ops.Conv(x[0], x[1], dataFormat: "channels_first"), [Random(1, 2, 4, 5, 6), Random(2, 3, 2, 2, 6)]), ("Conv", x =>
        Ops.Conv(x[0], x[1], strides: [1, 2, 1], padding: "same"), [Random(1, 1, 3, 4, 3, 2), Random(2, 2, 3, 2, 2, 3)]), ("Conv", x =>
        Ops.Conv(x[0], x[1], dilationRate: 2, padding: "causal"), [Random(1, 2, 7, 2), Random(2, 3, 2, 3)]), ("ConvTranspose", x =>
        Ops.ConvTranspose(x[0], x[1], strides: 2, padding: "same"), [Random(1, 2, 3, 4, 2), Random(2, 3, 3, 5, 2)]), ("ConvTranspose", x =>
        Ops.ConvTranspose(x[0], x[1], strides: 3, outputPadding: 1), [Random(1, 2, 4, 2), Random(2, 2, 3, 2)]), ("DepthwiseConv", x =>
        Ops.DepthwiseConv(x[0], x[1], strides: 2, padding: "same"), [Random(1, 2, 5, 5, 3), Random(2, 3, 3, 3, 2)]), ("DepthwiseConv", x =>
        Ops.DepthwiseConv(x[0], x[1]), [Random(1, 2, 5, 5, 20), Random(2, 2, 3, 20, 1)]), ("SeparableConv", x =>
        Ops.SeparableConv(x[0], x[1], x[2]), [Random(1, 2, 5, 3), Random(2, 3, 3, 2), Random(3, 1, 6, 4)]),
    ];

    private static readonly string[] WithoutGradient =
    [
        "FloorDivide", "Equal", "NotEqual", "Less", "LessEqual", "Greater", "GreaterEqual", "LogicalAnd", "LogicalOr", "LogicalXor",
        "LogicalNot", "IsNaN", "IsFinite", "ArgMax", "ArgMin", "Any", "All", "OneHot", "BinCount", "ZerosLike", "OnesLike", "StopGradient",
        "Zeros", "Ones", "Full", "Eye", "Arange", "Linspace",
    ];

    public static TheoryData<int, string> Names => [.. Cases.Select((entry, i) => (i, entry.Name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_equals_the_finite_differences(int index, string name)
    {
        Assert.Equal(name, Cases[index].Name);
        GradientCheck.Assert(Cases[index].Function, Cases[index].Arguments);
    }

    [Fact]
    public void Every_operation_is_checked_or_known_to_have_no_gradient()
    {
        var operations = typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.ReturnType == typeof(Tensor)).Select(method => method.Name).Distinct();

        Assert.Empty(operations.Except(Cases.Select(entry => entry.Name)).Except(WithoutGradient));
    }

    [Fact]
    public void The_gradient_of_a_gradient_is_the_second_derivative()
    {
        foreach (var function in new Func<Tensor, Tensor>[] { Ops.Exp, Ops.Tanh, x => Ops.Softmax(x), x => Ops.Power(x, 3.0), x =>
            Ops.MatMul(x, x.Transpose()), x => Ops.Relu(x) * x, x => Ops.Conv(x.Reshape(1, 3, 3, 1), x[..2, ..2].Reshape(2, 2, 1, 1)), x =>
            Ops.MaxPool(x.Reshape(1, 9, 1), 3), x => Ops.AffineTransform(x.Reshape(3, 3, 1), Turn, fillMode: "reflect"), Ops.Erf, x =>
            Ops.NormalizeBatch(x, x[0], null, 1e-2).Y, x => Ops.NormalizeLast(x, 1, true, x[0], x[1], 1e-2), x =>
            Ops.NormalizeLast(x, 1, false, x[0], null, 1e-2), x => Ops.NormalizeBy(x, x[0], x[1], x[2], null, 1e-2), x =>
            Ops.NormalizeGroups(Ops.Concatenate([x, x * x[0]], -1), 2, Ops.Concatenate([x[0], x[1]], 0), null, 1e-2) })
        {
            GradientCheck.Assert(
                x =>
                {
                    using var inner = new GradientTape();
                    inner.Watch(x[0]);
                    return inner.Gradient(Ops.Sum(Ops.Square(function(x[0]))), x[0]);
                },
                Positive(5, 3, 3));
        }
    }

    private static Tensor Random(int seed, params int[] shape) => Tensor.RandomUniform(Shape.Create(shape), -1, 1, seed, DType.Float64);

    private static Tensor Positive(int seed, params int[] shape) => Tensor.RandomUniform(Shape.Create(shape), 0.5, 2, seed, DType.Float64);
}

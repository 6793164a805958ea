namespace Glassbox;

/// <summary>A function that can stand in a graph: Keras's name for it, and how it is computed.</summary>
/// <param name="Module">Where Keras has it: numpy, nn or core.</param>
/// <param name="ClassName">Keras's class, such as <c>Add</c>.</param>
/// <param name="Compute">The value for given arguments.</param>
internal sealed record Operation(string Module, string ClassName, Func<OperationArguments, Tensor> Compute)
{
    private static readonly Dictionary<string, Operation> ByClass = new Operation[]
    {
        // Arithmetic
        new("numpy", "Add", a => a[0] + a[1]),
        new("numpy", "Subtract", a => a[0] - a[1]),
        new("numpy", "Multiply", a => a[0] * a[1]),
        new("numpy", "Divide", a => a[0] / a[1]),
        new("numpy", "TrueDivide", a => a[0] / a[1]),
        new("numpy", "FloorDivide", a => Ops.FloorDivide(a[0], a[1])),
        new("numpy", "Mod", a => Ops.Mod(a[0], a[1])),
        new("numpy", "Power", a => Ops.Power(a[0], a[1])),
        new("numpy", "Maximum", a => Ops.Maximum(a[0], a[1])),
        new("numpy", "Minimum", a => Ops.Minimum(a[0], a[1])),
        new("numpy", "Matmul", a => Ops.MatMul(a[0], a[1])),
        new("numpy", "Dot", a => Ops.Dot(a[0], a[1])),
        new("numpy", "Negative", a => -a[0]),
        new("numpy", "Absolute", a => Ops.Abs(a[0])),
        new("numpy", "Sign", a => Ops.Sign(a[0])),
        new("numpy", "Square", a => Ops.Square(a[0])),
        new("numpy", "Clip", a => Ops.Clip(a[0], a.Number("x_min"), a.Number("x_max"))),

        // Functions of one number
        new("numpy", "Sqrt", a => Ops.Sqrt(a[0])),
        new("numpy", "Exp", a => Ops.Exp(a[0])),
        new("numpy", "Log", a => Ops.Log(a[0])),
        new("numpy", "Log1p", a => Ops.Log1P(a[0])),
        new("numpy", "Sin", a => Ops.Sin(a[0])),
        new("numpy", "Cos", a => Ops.Cos(a[0])),
        new("numpy", "Tanh", a => Ops.Tanh(a[0])),
        new("numpy", "Floor", a => Ops.Floor(a[0])),
        new("numpy", "Ceil", a => Ops.Ceil(a[0])),
        new("numpy", "Round", a => Ops.Round(a[0])),
        new("nn", "Relu", a => Ops.Relu(a[0])),
        new("nn", "Relu6", a => Ops.Relu6(a[0])),
        new("nn", "LeakyRelu", a => Ops.LeakyRelu(a[0], a.Number("negative_slope"))),
        new("nn", "Elu", a => Ops.Elu(a[0], a.Number("alpha"))),
        new("nn", "Selu", a => Ops.Selu(a[0])),
        new("nn", "Sigmoid", a => Ops.Sigmoid(a[0])),
        new("nn", "HardSigmoid", a => Ops.HardSigmoid(a[0])),
        new("nn", "Silu", a => Ops.Silu(a[0])),
        new("nn", "Softplus", a => Ops.Softplus(a[0])),
        new("nn", "Softsign", a => Ops.Softsign(a[0])),
        new("nn", "Softmax", a => Ops.Softmax(a[0], a.Whole("axis") ?? -1)),
        new("nn", "LogSoftmax", a => Ops.LogSoftmax(a[0], a.Whole("axis") ?? -1)),

        // Comparisons
        new("numpy", "Equal", a => Ops.Equal(a[0], a[1])),
        new("numpy", "NotEqual", a => Ops.NotEqual(a[0], a[1])),
        new("numpy", "Less", a => a[0] < a[1]),
        new("numpy", "LessEqual", a => a[0] <= a[1]),
        new("numpy", "Greater", a => a[0] > a[1]),
        new("numpy", "GreaterEqual", a => a[0] >= a[1]),
        new("numpy", "LogicalAnd", a => a[0] & a[1]),
        new("numpy", "LogicalOr", a => a[0] | a[1]),
        new("numpy", "LogicalNot", a => !a[0]),
        new("numpy", "Where", a => Ops.Where(a[0], a[1], a[2])),

        // Reductions
        new("numpy", "Sum", a => Ops.Sum(a[0], a.Axes("axis"), a.Flag("keepdims"))),
        new("numpy", "Mean", a => Ops.Mean(a[0], a.Axes("axis"), a.Flag("keepdims"))),
        new("numpy", "Var", a => Ops.Var(a[0], a.Axes("axis"), a.Flag("keepdims"))),
        new("numpy", "Std", a => Ops.Std(a[0], a.Axes("axis"), a.Flag("keepdims"))),
        new("numpy", "Max", a => Ops.Max(a[0], a.Axes("axis"), a.Flag("keepdims"))),
        new("numpy", "Min", a => Ops.Min(a[0], a.Axes("axis"), a.Flag("keepdims"))),
        new("numpy", "Any", a => Ops.Any(a[0], a.Axes("axis"), a.Flag("keepdims"))),
        new("numpy", "All", a => Ops.All(a[0], a.Axes("axis"), a.Flag("keepdims"))),
        new("numpy", "Argmax", a => Ops.ArgMax(a[0], a.Whole("axis"))),
        new("numpy", "Argmin", a => Ops.ArgMin(a[0], a.Whole("axis"))),

        // Parts
        new("numpy", "GetItem", a => Ops.GetItem(a[0], [.. a.Slices!])),
        new("numpy", "Take", a => a.Whole("axis") is { } axis ? Ops.Take(a[0], a[1], axis) : Ops.Take(a[0].Flatten(), a[1])),
        new("nn", "OneHot", a => a.Whole("axis") is null or -1
            ? Ops.OneHot(a[0], a.Whole("num_classes")!.Value, a.Text("dtype") is { } type ? (DType)type : null)
            : throw new ArgumentException($"OneHot puts the classes into the last axis here; received axis {a.Whole("axis")}.")),

        // Shapes and types
        new("numpy", "Reshape", a => Ops.Reshape(a[0], a.Shape("newshape"))),
        new("numpy", "Transpose", a => Ops.Transpose(a[0], a.Axes("axes"))),
        new("numpy", "ExpandDims", a => Ops.ExpandDims(a[0], a.Whole("axis")!.Value)),
        new("numpy", "Squeeze", a => Ops.Squeeze(a[0], a.Axes("axis"))),
        new("numpy", "Concatenate", a => Ops.Concatenate(a.Tensors, a.Whole("axis") ?? 0)),
        new("numpy", "Stack", a => Ops.Stack(a.Tensors, a.Whole("axis") ?? 0)),
        new("core", "Cast", a => Ops.Cast(a[0], a.Text("dtype")!)),
        new("core", "StopGradient", a => Ops.StopGradient(a[0])),
    }.ToDictionary(operation => operation.ClassName);

    /// <summary>The operation of Keras's class name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Operation Get(string className) => ByClass.TryGetValue(className, out var operation)
        ? operation
        : throw new ArgumentException(Identifiers.Unknown("operation", className, ByClass.Keys), nameof(className));
}

namespace Glassbox;

/// <summary>
/// The functions of <see cref="Ops"/> on symbolic tensors: <c>Ops.Relu(x)</c> puts the operation into the graph. Files name it as Keras does.
/// </summary>
public static class SymbolicOps
{
    extension(Ops)
    {
        /// <inheritdoc cref="Ops.Add"/>
        public static KerasTensor Add(KerasTensor a, KerasTensor b) => Binary("Add", a, b);

        /// <inheritdoc cref="Ops.Add"/>
        public static KerasTensor Add(KerasTensor a, double b) => Binary("Add", a, b);

        /// <inheritdoc cref="Ops.Add"/>
        public static KerasTensor Add(double a, KerasTensor b) => Binary("Add", a, b);

        /// <inheritdoc cref="Ops.Subtract"/>
        public static KerasTensor Subtract(KerasTensor a, KerasTensor b) => Binary("Subtract", a, b);

        /// <inheritdoc cref="Ops.Subtract"/>
        public static KerasTensor Subtract(KerasTensor a, double b) => Binary("Subtract", a, b);

        /// <inheritdoc cref="Ops.Subtract"/>
        public static KerasTensor Subtract(double a, KerasTensor b) => Binary("Subtract", a, b);

        /// <inheritdoc cref="Ops.Multiply"/>
        public static KerasTensor Multiply(KerasTensor a, KerasTensor b) => Binary("Multiply", a, b);

        /// <inheritdoc cref="Ops.Multiply"/>
        public static KerasTensor Multiply(KerasTensor a, double b) => Binary("Multiply", a, b);

        /// <inheritdoc cref="Ops.Multiply"/>
        public static KerasTensor Multiply(double a, KerasTensor b) => Binary("Multiply", a, b);

        /// <inheritdoc cref="Ops.Divide"/>
        public static KerasTensor Divide(KerasTensor a, KerasTensor b) => Binary("Divide", a, b);

        /// <inheritdoc cref="Ops.Divide"/>
        public static KerasTensor Divide(KerasTensor a, double b) => Binary("Divide", a, b);

        /// <inheritdoc cref="Ops.Divide"/>
        public static KerasTensor Divide(double a, KerasTensor b) => Binary("Divide", a, b);

        /// <inheritdoc cref="Ops.FloorDivide"/>
        public static KerasTensor FloorDivide(KerasTensor a, KerasTensor b) => Binary("FloorDivide", a, b);

        /// <inheritdoc cref="Ops.FloorDivide"/>
        public static KerasTensor FloorDivide(KerasTensor a, double b) => Binary("FloorDivide", a, b);

        /// <inheritdoc cref="Ops.FloorDivide"/>
        public static KerasTensor FloorDivide(double a, KerasTensor b) => Binary("FloorDivide", a, b);

        /// <inheritdoc cref="Ops.Mod"/>
        public static KerasTensor Mod(KerasTensor a, KerasTensor b) => Binary("Mod", a, b);

        /// <inheritdoc cref="Ops.Mod"/>
        public static KerasTensor Mod(KerasTensor a, double b) => Binary("Mod", a, b);

        /// <inheritdoc cref="Ops.Mod"/>
        public static KerasTensor Mod(double a, KerasTensor b) => Binary("Mod", a, b);

        /// <inheritdoc cref="Ops.Power"/>
        public static KerasTensor Power(KerasTensor a, KerasTensor b) => Binary("Power", a, b);

        /// <inheritdoc cref="Ops.Power"/>
        public static KerasTensor Power(KerasTensor a, double b) => Binary("Power", a, b);

        /// <inheritdoc cref="Ops.Power"/>
        public static KerasTensor Power(double a, KerasTensor b) => Binary("Power", a, b);

        /// <inheritdoc cref="Ops.Maximum"/>
        public static KerasTensor Maximum(KerasTensor a, KerasTensor b) => Binary("Maximum", a, b);

        /// <inheritdoc cref="Ops.Maximum"/>
        public static KerasTensor Maximum(KerasTensor a, double b) => Binary("Maximum", a, b);

        /// <inheritdoc cref="Ops.Maximum"/>
        public static KerasTensor Maximum(double a, KerasTensor b) => Binary("Maximum", a, b);

        /// <inheritdoc cref="Ops.Minimum"/>
        public static KerasTensor Minimum(KerasTensor a, KerasTensor b) => Binary("Minimum", a, b);

        /// <inheritdoc cref="Ops.Minimum"/>
        public static KerasTensor Minimum(KerasTensor a, double b) => Binary("Minimum", a, b);

        /// <inheritdoc cref="Ops.Minimum"/>
        public static KerasTensor Minimum(double a, KerasTensor b) => Binary("Minimum", a, b);

        /// <inheritdoc cref="Ops.Equal"/>
        public static KerasTensor Equal(KerasTensor a, KerasTensor b) => Binary("Equal", a, b);

        /// <inheritdoc cref="Ops.Equal"/>
        public static KerasTensor Equal(KerasTensor a, double b) => Binary("Equal", a, b);

        /// <inheritdoc cref="Ops.Equal"/>
        public static KerasTensor Equal(double a, KerasTensor b) => Binary("Equal", a, b);

        /// <inheritdoc cref="Ops.NotEqual"/>
        public static KerasTensor NotEqual(KerasTensor a, KerasTensor b) => Binary("NotEqual", a, b);

        /// <inheritdoc cref="Ops.NotEqual"/>
        public static KerasTensor NotEqual(KerasTensor a, double b) => Binary("NotEqual", a, b);

        /// <inheritdoc cref="Ops.NotEqual"/>
        public static KerasTensor NotEqual(double a, KerasTensor b) => Binary("NotEqual", a, b);

        /// <inheritdoc cref="Ops.Less"/>
        public static KerasTensor Less(KerasTensor a, KerasTensor b) => Binary("Less", a, b);

        /// <inheritdoc cref="Ops.Less"/>
        public static KerasTensor Less(KerasTensor a, double b) => Binary("Less", a, b);

        /// <inheritdoc cref="Ops.Less"/>
        public static KerasTensor Less(double a, KerasTensor b) => Binary("Less", a, b);

        /// <inheritdoc cref="Ops.LessEqual"/>
        public static KerasTensor LessEqual(KerasTensor a, KerasTensor b) => Binary("LessEqual", a, b);

        /// <inheritdoc cref="Ops.LessEqual"/>
        public static KerasTensor LessEqual(KerasTensor a, double b) => Binary("LessEqual", a, b);

        /// <inheritdoc cref="Ops.LessEqual"/>
        public static KerasTensor LessEqual(double a, KerasTensor b) => Binary("LessEqual", a, b);

        /// <inheritdoc cref="Ops.Greater"/>
        public static KerasTensor Greater(KerasTensor a, KerasTensor b) => Binary("Greater", a, b);

        /// <inheritdoc cref="Ops.Greater"/>
        public static KerasTensor Greater(KerasTensor a, double b) => Binary("Greater", a, b);

        /// <inheritdoc cref="Ops.Greater"/>
        public static KerasTensor Greater(double a, KerasTensor b) => Binary("Greater", a, b);

        /// <inheritdoc cref="Ops.GreaterEqual"/>
        public static KerasTensor GreaterEqual(KerasTensor a, KerasTensor b) => Binary("GreaterEqual", a, b);

        /// <inheritdoc cref="Ops.GreaterEqual"/>
        public static KerasTensor GreaterEqual(KerasTensor a, double b) => Binary("GreaterEqual", a, b);

        /// <inheritdoc cref="Ops.GreaterEqual"/>
        public static KerasTensor GreaterEqual(double a, KerasTensor b) => Binary("GreaterEqual", a, b);

        /// <inheritdoc cref="Ops.LogicalAnd"/>
        public static KerasTensor LogicalAnd(KerasTensor a, KerasTensor b) => Binary("LogicalAnd", a, b);

        /// <inheritdoc cref="Ops.LogicalOr"/>
        public static KerasTensor LogicalOr(KerasTensor a, KerasTensor b) => Binary("LogicalOr", a, b);

        /// <inheritdoc cref="Ops.MatMul"/>
        public static KerasTensor MatMul(KerasTensor a, KerasTensor b) => Binary("Matmul", a, b);

        /// <inheritdoc cref="Ops.Dot"/>
        public static KerasTensor Dot(KerasTensor a, KerasTensor b) => Binary("Dot", a, b);

        /// <inheritdoc cref="Ops.Negative"/>
        public static KerasTensor Negative(KerasTensor x) => OperationLayer.Apply("Negative", new(), x);

        /// <inheritdoc cref="Ops.Abs"/>
        public static KerasTensor Abs(KerasTensor x) => OperationLayer.Apply("Absolute", new(), x);

        /// <inheritdoc cref="Ops.Sign"/>
        public static KerasTensor Sign(KerasTensor x) => OperationLayer.Apply("Sign", new(), x);

        /// <inheritdoc cref="Ops.Square"/>
        public static KerasTensor Square(KerasTensor x) => OperationLayer.Apply("Square", new(), x);

        /// <inheritdoc cref="Ops.Sqrt"/>
        public static KerasTensor Sqrt(KerasTensor x) => OperationLayer.Apply("Sqrt", new(), x);

        /// <inheritdoc cref="Ops.Exp"/>
        public static KerasTensor Exp(KerasTensor x) => OperationLayer.Apply("Exp", new(), x);

        /// <inheritdoc cref="Ops.Log"/>
        public static KerasTensor Log(KerasTensor x) => OperationLayer.Apply("Log", new(), x);

        /// <inheritdoc cref="Ops.Log1P"/>
        public static KerasTensor Log1P(KerasTensor x) => OperationLayer.Apply("Log1p", new(), x);

        /// <inheritdoc cref="Ops.Sin"/>
        public static KerasTensor Sin(KerasTensor x) => OperationLayer.Apply("Sin", new(), x);

        /// <inheritdoc cref="Ops.Cos"/>
        public static KerasTensor Cos(KerasTensor x) => OperationLayer.Apply("Cos", new(), x);

        /// <inheritdoc cref="Ops.Tanh"/>
        public static KerasTensor Tanh(KerasTensor x) => OperationLayer.Apply("Tanh", new(), x);

        /// <inheritdoc cref="Ops.Floor"/>
        public static KerasTensor Floor(KerasTensor x) => OperationLayer.Apply("Floor", new(), x);

        /// <inheritdoc cref="Ops.Ceil"/>
        public static KerasTensor Ceil(KerasTensor x) => OperationLayer.Apply("Ceil", new(), x);

        /// <inheritdoc cref="Ops.Round"/>
        public static KerasTensor Round(KerasTensor x) => OperationLayer.Apply("Round", new(), x);

        /// <inheritdoc cref="Ops.Relu"/>
        public static KerasTensor Relu(KerasTensor x) => OperationLayer.Apply("Relu", new(), x);

        /// <inheritdoc cref="Ops.Relu6"/>
        public static KerasTensor Relu6(KerasTensor x) => OperationLayer.Apply("Relu6", new(), x);

        /// <inheritdoc cref="Ops.Selu"/>
        public static KerasTensor Selu(KerasTensor x) => OperationLayer.Apply("Selu", new(), x);

        /// <inheritdoc cref="Ops.Sigmoid"/>
        public static KerasTensor Sigmoid(KerasTensor x) => OperationLayer.Apply("Sigmoid", new(), x);

        /// <inheritdoc cref="Ops.HardSigmoid"/>
        public static KerasTensor HardSigmoid(KerasTensor x) => OperationLayer.Apply("HardSigmoid", new(), x);

        /// <inheritdoc cref="Ops.Silu"/>
        public static KerasTensor Silu(KerasTensor x) => OperationLayer.Apply("Silu", new(), x);

        /// <inheritdoc cref="Ops.Softplus"/>
        public static KerasTensor Softplus(KerasTensor x) => OperationLayer.Apply("Softplus", new(), x);

        /// <inheritdoc cref="Ops.Softsign"/>
        public static KerasTensor Softsign(KerasTensor x) => OperationLayer.Apply("Softsign", new(), x);

        /// <inheritdoc cref="Ops.LogicalNot"/>
        public static KerasTensor LogicalNot(KerasTensor x) => OperationLayer.Apply("LogicalNot", new(), x);

        /// <inheritdoc cref="Ops.StopGradient"/>
        public static KerasTensor StopGradient(KerasTensor x) => OperationLayer.Apply("StopGradient", new(), x);

        /// <inheritdoc cref="Ops.Clip"/>
        public static KerasTensor Clip(KerasTensor x, double xMin, double xMax) => OperationLayer.Apply("Clip", With(("x_min", xMin), ("x_max", xMax)), x);

        /// <inheritdoc cref="Ops.LeakyRelu"/>
        public static KerasTensor LeakyRelu(KerasTensor x, double negativeSlope = 0.2) => OperationLayer.Apply("LeakyRelu", With(("negative_slope", negativeSlope)), x);

        /// <inheritdoc cref="Ops.Elu"/>
        public static KerasTensor Elu(KerasTensor x, double alpha = 1) => OperationLayer.Apply("Elu", With(("alpha", alpha)), x);

        /// <inheritdoc cref="Ops.Softmax"/>
        public static KerasTensor Softmax(KerasTensor x, int axis = -1) => OperationLayer.Apply("Softmax", With(("axis", axis)), x);

        /// <inheritdoc cref="Ops.LogSoftmax"/>
        public static KerasTensor LogSoftmax(KerasTensor x, int axis = -1) => OperationLayer.Apply("LogSoftmax", With(("axis", axis)), x);

        /// <inheritdoc cref="Ops.GetItem"/>
        public static KerasTensor GetItem(KerasTensor x, params ReadOnlySpan<Slice> slices) => OperationLayer.Apply("GetItem", new() { Slices = slices.ToArray() }, x);

        /// <inheritdoc cref="Ops.Take"/>
        public static KerasTensor Take(KerasTensor x, KerasTensor indices, int axis = 0) => OperationLayer.Apply("Take", With(("axis", axis)), x, indices);

        /// <inheritdoc cref="Ops.OneHot"/>
        public static KerasTensor OneHot(KerasTensor x, int numClasses, DType? dtype = null) =>
            OperationLayer.Apply("OneHot", With(("num_classes", numClasses), ("axis", -1), ("dtype", (dtype ?? DType.Float32).Name)), x);

        /// <inheritdoc cref="Ops.Where"/>
        public static KerasTensor Where(KerasTensor condition, KerasTensor a, KerasTensor b) => OperationLayer.Apply("Where", new(), condition, a, b);

        /// <inheritdoc cref="Ops.Sum"/>
        public static KerasTensor Sum(KerasTensor x, Axes? axis = null, bool keepdims = false) => Reduction("Sum", x, axis, keepdims);

        /// <inheritdoc cref="Ops.Mean"/>
        public static KerasTensor Mean(KerasTensor x, Axes? axis = null, bool keepdims = false) => Reduction("Mean", x, axis, keepdims);

        /// <inheritdoc cref="Ops.Var"/>
        public static KerasTensor Var(KerasTensor x, Axes? axis = null, bool keepdims = false) => Reduction("Var", x, axis, keepdims);

        /// <inheritdoc cref="Ops.Std"/>
        public static KerasTensor Std(KerasTensor x, Axes? axis = null, bool keepdims = false) => Reduction("Std", x, axis, keepdims);

        /// <inheritdoc cref="Ops.Max"/>
        public static KerasTensor Max(KerasTensor x, Axes? axis = null, bool keepdims = false) => Reduction("Max", x, axis, keepdims);

        /// <inheritdoc cref="Ops.Min"/>
        public static KerasTensor Min(KerasTensor x, Axes? axis = null, bool keepdims = false) => Reduction("Min", x, axis, keepdims);

        /// <inheritdoc cref="Ops.Any"/>
        public static KerasTensor Any(KerasTensor x, Axes? axis = null, bool keepdims = false) => Reduction("Any", x, axis, keepdims);

        /// <inheritdoc cref="Ops.All"/>
        public static KerasTensor All(KerasTensor x, Axes? axis = null, bool keepdims = false) => Reduction("All", x, axis, keepdims);

        /// <inheritdoc cref="Ops.ArgMax"/>
        public static KerasTensor ArgMax(KerasTensor x, int? axis = null) => OperationLayer.Apply("Argmax", With(("axis", axis), ("keepdims", false)), x);

        /// <inheritdoc cref="Ops.ArgMin"/>
        public static KerasTensor ArgMin(KerasTensor x, int? axis = null) => OperationLayer.Apply("Argmin", With(("axis", axis), ("keepdims", false)), x);

        /// <inheritdoc cref="Ops.Reshape"/>
        public static KerasTensor Reshape(KerasTensor x, Shape newShape) => OperationLayer.Apply("Reshape", With(("newshape", newShape.ToArray())), x);

        /// <inheritdoc cref="Ops.Transpose"/>
        public static KerasTensor Transpose(KerasTensor x, Axes? axes = null) => OperationLayer.Apply("Transpose", With(("axes", Listed(axes))), x);

        /// <inheritdoc cref="Ops.ExpandDims"/>
        public static KerasTensor ExpandDims(KerasTensor x, int axis) => OperationLayer.Apply("ExpandDims", With(("axis", axis)), x);

        /// <inheritdoc cref="Ops.Squeeze"/>
        public static KerasTensor Squeeze(KerasTensor x, Axes? axis = null) => OperationLayer.Apply("Squeeze", With(("axis", Listed(axis))), x);

        /// <inheritdoc cref="Ops.Concatenate"/>
        public static KerasTensor Concatenate(IReadOnlyList<KerasTensor> tensors, int axis = 0) =>
            OperationLayer.Apply("Concatenate", With(("axis", axis)) with { TakesList = true }, [.. tensors]);

        /// <inheritdoc cref="Ops.Stack"/>
        public static KerasTensor Stack(IReadOnlyList<KerasTensor> tensors, int axis = 0) =>
            OperationLayer.Apply("Stack", With(("axis", axis)) with { TakesList = true }, [.. tensors]);

        /// <inheritdoc cref="Ops.Cast"/>
        public static KerasTensor Cast(KerasTensor x, DType dtype) => OperationLayer.Apply("Cast", With(("dtype", dtype.Name)), x);
    }

    internal static KerasTensor Binary(string className, KerasTensor a, KerasTensor b) => OperationLayer.Apply(className, new(), a, b);

    internal static KerasTensor Binary(string className, KerasTensor a, double b) => OperationLayer.Apply(className, new() { Numbers = [null, b] }, a);

    internal static KerasTensor Binary(string className, double a, KerasTensor b) => OperationLayer.Apply(className, new() { Numbers = [a, null] }, b);

    private static KerasTensor Reduction(string className, KerasTensor x, Axes? axis, bool keepdims) =>
        OperationLayer.Apply(className, With(("axis", Listed(axis)), ("keepdims", keepdims)), x);

    private static OperationArguments With(params (string Name, object? Value)[] settings) => new() { Settings = settings.ToDictionary(setting => setting.Name, setting => setting.Value) };

    /// <summary>One axis as a number, several as a list.</summary>
    private static object? Listed(Axes? axes)
    {
        if (axes is null)
        {
            return null;
        }

        var list = new List<int>();
        foreach (var axis in axes)
        {
            list.Add(axis);
        }

        return list.Count == 1 ? list[0] : list;
    }
}

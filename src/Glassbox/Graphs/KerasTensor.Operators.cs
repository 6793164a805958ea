namespace Glassbox;

/// <remarks>Arithmetic on symbolic tensors puts operations into the graph: <c>x * 2 + shortcut</c>.</remarks>
public sealed partial class KerasTensor
{
    /// <summary>A part of the tensor, the batch being its first axis: <c>x[.., 1..3]</c>, <c>x[.., ^1]</c>.</summary>
    /// <inheritdoc cref="Ops.GetItem"/>
    public KerasTensor this[params ReadOnlySpan<Slice> slices] => Ops.GetItem(this, slices);

    /// <inheritdoc cref="Ops.Add"/>
    public static KerasTensor operator +(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("Add", a, b);

    /// <inheritdoc cref="Ops.Add"/>
    public static KerasTensor operator +(KerasTensor a, double b) => SymbolicOps.Binary("Add", a, b);

    /// <inheritdoc cref="Ops.Add"/>
    public static KerasTensor operator +(double a, KerasTensor b) => SymbolicOps.Binary("Add", a, b);

    /// <inheritdoc cref="Ops.Subtract"/>
    public static KerasTensor operator -(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("Subtract", a, b);

    /// <inheritdoc cref="Ops.Subtract"/>
    public static KerasTensor operator -(KerasTensor a, double b) => SymbolicOps.Binary("Subtract", a, b);

    /// <inheritdoc cref="Ops.Subtract"/>
    public static KerasTensor operator -(double a, KerasTensor b) => SymbolicOps.Binary("Subtract", a, b);

    /// <inheritdoc cref="Ops.Multiply"/>
    public static KerasTensor operator *(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("Multiply", a, b);

    /// <inheritdoc cref="Ops.Multiply"/>
    public static KerasTensor operator *(KerasTensor a, double b) => SymbolicOps.Binary("Multiply", a, b);

    /// <inheritdoc cref="Ops.Multiply"/>
    public static KerasTensor operator *(double a, KerasTensor b) => SymbolicOps.Binary("Multiply", a, b);

    /// <inheritdoc cref="Ops.Divide"/>
    public static KerasTensor operator /(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("TrueDivide", a, b);

    /// <inheritdoc cref="Ops.Divide"/>
    public static KerasTensor operator /(KerasTensor a, double b) => SymbolicOps.Binary("TrueDivide", a, b);

    /// <inheritdoc cref="Ops.Divide"/>
    public static KerasTensor operator /(double a, KerasTensor b) => SymbolicOps.Binary("TrueDivide", a, b);

    /// <inheritdoc cref="Ops.Mod"/>
    public static KerasTensor operator %(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("Mod", a, b);

    /// <inheritdoc cref="Ops.Mod"/>
    public static KerasTensor operator %(KerasTensor a, double b) => SymbolicOps.Binary("Mod", a, b);

    /// <inheritdoc cref="Ops.Negative"/>
    public static KerasTensor operator -(KerasTensor x) => OperationLayer.Apply("Negative", new(), x);

    /// <inheritdoc cref="Ops.Less"/>
    public static KerasTensor operator <(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("Less", a, b);

    /// <inheritdoc cref="Ops.Less"/>
    public static KerasTensor operator <(KerasTensor a, double b) => SymbolicOps.Binary("Less", a, b);

    /// <inheritdoc cref="Ops.LessEqual"/>
    public static KerasTensor operator <=(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("LessEqual", a, b);

    /// <inheritdoc cref="Ops.LessEqual"/>
    public static KerasTensor operator <=(KerasTensor a, double b) => SymbolicOps.Binary("LessEqual", a, b);

    /// <inheritdoc cref="Ops.Greater"/>
    public static KerasTensor operator >(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("Greater", a, b);

    /// <inheritdoc cref="Ops.Greater"/>
    public static KerasTensor operator >(KerasTensor a, double b) => SymbolicOps.Binary("Greater", a, b);

    /// <inheritdoc cref="Ops.GreaterEqual"/>
    public static KerasTensor operator >=(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("GreaterEqual", a, b);

    /// <inheritdoc cref="Ops.GreaterEqual"/>
    public static KerasTensor operator >=(KerasTensor a, double b) => SymbolicOps.Binary("GreaterEqual", a, b);

    /// <inheritdoc cref="Ops.LogicalAnd"/>
    public static KerasTensor operator &(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("LogicalAnd", a, b);

    /// <inheritdoc cref="Ops.LogicalOr"/>
    public static KerasTensor operator |(KerasTensor a, KerasTensor b) => SymbolicOps.Binary("LogicalOr", a, b);

    /// <inheritdoc cref="Ops.LogicalNot"/>
    public static KerasTensor operator !(KerasTensor x) => OperationLayer.Apply("LogicalNot", new(), x);

    /// <summary>The same elements under another shape, that of the batch included: <c>x.Reshape(-1, 784)</c>.</summary>
    /// <exception cref="ArgumentException">The shape has another number of elements.</exception>
    public KerasTensor Reshape(params Shape newShape) => Ops.Reshape(this, newShape);
}

namespace Glassbox;

/// <remarks>C#'s operators and NumPy's methods, each an alias of the function of the same name in <see cref="Ops"/>.</remarks>
public partial class Tensor
{
    /// <summary>Indexing and slicing: <c>x[2, 5]</c>, <c>x[^1]</c>, <c>x[..100]</c>, <c>x[.., 0]</c>.</summary>
    /// <inheritdoc cref="Ops.GetItem"/>
    public Tensor this[params ReadOnlySpan<Slice> slices] => Ops.GetItem(this, slices);

    /// <summary>The entry at an index of the first axis, which is removed; a negative index counts from the end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public Tensor this[int position] => Ops.GetItem(this, position);

    /// <summary>Rows by index (integers) or by a boolean mask.</summary>
    /// <inheritdoc cref="Ops.Take"/>
    public Tensor this[Tensor indices] => Ops.Take(this, indices);

    /// <inheritdoc cref="Ops.Add"/>
    public static Tensor operator +(Tensor a, Tensor b) => Ops.Add(a, b);

    /// <inheritdoc cref="Ops.Subtract"/>
    public static Tensor operator -(Tensor a, Tensor b) => Ops.Subtract(a, b);

    /// <inheritdoc cref="Ops.Multiply"/>
    public static Tensor operator *(Tensor a, Tensor b) => Ops.Multiply(a, b);

    /// <inheritdoc cref="Ops.Divide"/>
    public static Tensor operator /(Tensor a, Tensor b) => Ops.Divide(a, b);

    /// <inheritdoc cref="Ops.Mod"/>
    public static Tensor operator %(Tensor a, Tensor b) => Ops.Mod(a, b);

    /// <inheritdoc cref="Ops.Negative"/>
    public static Tensor operator -(Tensor x) => Ops.Negative(x);

    /// <summary>
    /// a = b, element-wise, as in NumPy. To test for the same object or for null use <c>ReferenceEquals</c> and <c>is null</c>.
    /// </summary>
    public static Tensor operator ==(Tensor a, Tensor b) => Ops.Equal(a, b);

    /// <summary>a ≠ b, element-wise, as in NumPy.</summary>
    public static Tensor operator !=(Tensor a, Tensor b) => Ops.NotEqual(a, b);

    /// <inheritdoc cref="Ops.Less"/>
    public static Tensor operator <(Tensor a, Tensor b) => Ops.Less(a, b);

    /// <inheritdoc cref="Ops.LessEqual"/>
    public static Tensor operator <=(Tensor a, Tensor b) => Ops.LessEqual(a, b);

    /// <inheritdoc cref="Ops.Greater"/>
    public static Tensor operator >(Tensor a, Tensor b) => Ops.Greater(a, b);

    /// <inheritdoc cref="Ops.GreaterEqual"/>
    public static Tensor operator >=(Tensor a, Tensor b) => Ops.GreaterEqual(a, b);

    /// <inheritdoc cref="Ops.LogicalAnd"/>
    public static Tensor operator &(Tensor a, Tensor b) => Ops.LogicalAnd(a, b);

    /// <inheritdoc cref="Ops.LogicalOr"/>
    public static Tensor operator |(Tensor a, Tensor b) => Ops.LogicalOr(a, b);

    /// <inheritdoc cref="Ops.LogicalXor"/>
    public static Tensor operator ^(Tensor a, Tensor b) => Ops.LogicalXor(a, b);

    /// <inheritdoc cref="Ops.LogicalNot"/>
    public static Tensor operator !(Tensor x) => Ops.LogicalNot(x);

    /// <summary>The same elements with another shape: <c>x.Reshape(-1, 784)</c>.</summary>
    /// <inheritdoc cref="Ops.Reshape"/>
    public Tensor Reshape(params Shape newShape) => Ops.Reshape(this, newShape);

    /// <summary>Permutes the axes: <c>x.Transpose(0, 2, 1)</c>; reverses them if none are given.</summary>
    /// <inheritdoc cref="Ops.Transpose"/>
    public Tensor Transpose(params ReadOnlySpan<int> axes) => Ops.Transpose(this, axes.IsEmpty ? null : Axes.Create(axes));

    /// <summary>The tensor flattened to one axis in row-major order.</summary>
    public Tensor Flatten() => Ops.Reshape(this, [Size]);

    /// <inheritdoc cref="Ops.Squeeze"/>
    public Tensor Squeeze(Axes? axis = null) => Ops.Squeeze(this, axis);

    /// <inheritdoc cref="Ops.Cast"/>
    public Tensor Cast(DType dtype) => Ops.Cast(this, dtype);

    /// <inheritdoc cref="Ops.Dot"/>
    public Tensor Dot(Tensor other) => Ops.Dot(this, other);

    /// <inheritdoc cref="Ops.Clip"/>
    public Tensor Clip(double xMin, double xMax) => Ops.Clip(this, xMin, xMax);

    /// <inheritdoc cref="Ops.Sum"/>
    public Tensor Sum(Axes? axis = null, bool keepdims = false) => Ops.Sum(this, axis, keepdims);

    /// <inheritdoc cref="Ops.Mean"/>
    public Tensor Mean(Axes? axis = null, bool keepdims = false) => Ops.Mean(this, axis, keepdims);

    /// <inheritdoc cref="Ops.Std"/>
    public Tensor Std(Axes? axis = null, bool keepdims = false) => Ops.Std(this, axis, keepdims);

    /// <inheritdoc cref="Ops.Var"/>
    public Tensor Var(Axes? axis = null, bool keepdims = false) => Ops.Var(this, axis, keepdims);

    /// <inheritdoc cref="Ops.Min"/>
    public Tensor Min(Axes? axis = null, bool keepdims = false) => Ops.Min(this, axis, keepdims);

    /// <inheritdoc cref="Ops.Max"/>
    public Tensor Max(Axes? axis = null, bool keepdims = false) => Ops.Max(this, axis, keepdims);

    /// <inheritdoc cref="Ops.ArgMax"/>
    public Tensor ArgMax(int? axis = null) => Ops.ArgMax(this, axis);

    /// <inheritdoc cref="Ops.ArgMin"/>
    public Tensor ArgMin(int? axis = null) => Ops.ArgMin(this, axis);

    /// <summary>Reference equality; values are compared by <c>==</c>, element-wise, or as a whole by <see cref="Ops.AllClose"/>.</summary>
    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

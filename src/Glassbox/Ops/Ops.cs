namespace Glassbox;

/// <summary>
/// Functions on tensors, named as in <c>keras.ops</c> and NumPy. Each applies an <see cref="Operation"/> defined in the same file: on
/// tensors it is computed, on symbolic tensors it extends the graph. Those with floating-point results are differentiable by a
/// <see cref="GradientTape"/>.
/// </summary>
public static partial class Ops
{
    /// <summary>
    /// Type promotion. A weak type yields: a C# scalar next to a tensor adopts the tensor's type; a fractional scalar promotes integers to
    /// float32, as in Keras.
    /// </summary>
    internal static DType Promote(TensorSpec a, TensorSpec b)
    {
        if (a.IsWeak == b.IsWeak)
        {
            return DType.Promote(a.DType, b.DType);
        }

        var (weak, strong) = a.IsWeak ? (a.DType, b.DType) : (b.DType, a.DType);
        return strong.IsFloating ? strong
            : weak.IsFloating ? DType.Float32
            : strong == DType.Bool && weak != DType.Bool ? DType.Int64
            : strong;
    }

    /// <summary>float64 for integers and booleans, as for NumPy's functions with floating-point results.</summary>
    internal static DType FloatingType(DType dtype) => dtype.IsFloating ? dtype : DType.Float64;

    /// <summary>The gradient of a broadcast operand: the sum over the broadcast axes.</summary>
    internal static Tensor SumTo(Tensor gradient, Shape shape) => gradient.Shape == shape
        ? gradient
        : Reshape(Sum(gradient, Axes.Create(Broadcasting.RepeatedAxes(shape, gradient.Shape)), keepdims: true), shape);

    /// <summary>Applies an operation without attributes.</summary>
    internal static Tensor Run<TOperation>(params ReadOnlySpan<Tensor?> inputs)
        where TOperation : Operation, new() => Shared<TOperation>.Operation.Apply(inputs);

    /// <summary>Integral values as int64, whatever the type that holds them.</summary>
    /// <exception cref="ArgumentException">A value has a fraction, is NaN or infinite.</exception>
    internal static Tensor WholeNumbers(Tensor x, string owner, string argument)
    {
        var whole = x.To(DType.Int64);
        if (x.DType.IsFloating)
        {
            var isWhole = Equal(whole.To(x.DType), x);
            if (!(bool)All(isWhole))
            {
                throw new ArgumentException(
                    $"{owner} needs integers; received {x.Reshape(-1)[(int)ArgMax(!isWhole.Reshape(-1))]} in {argument} of shape "
                    + $"{x.Shape}, dtype {x.DType}.", argument);
            }
        }

        return whole;
    }

    private static Tensor Floating(Tensor x) => Cast(x, FloatingType(x.DType));

    private static class Shared<TOperation> where TOperation : Operation, new()
    {
        public static readonly TOperation Operation = new();
    }
}

namespace Glassbox;

/// <summary>
/// Functions on tensors, named as in <c>keras.ops</c> and NumPy. Each is the application of an <see cref="Operation"/>, whose definition
/// stands beside it: on tensors it is computed, on symbolic tensors it extends the graph. Those whose results are floats can be
/// differentiated by a <see cref="GradientTape"/>.
/// </summary>
public static partial class Ops
{
    /// <summary>
    /// The type that holds the values of both. A weak type gives way: a plain number beside a tensor takes the tensor's type; a fraction
    /// makes float32 of integers, as in Keras.
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

    /// <summary>Integers and truth values as float64, as NumPy's functions with fractional results take them.</summary>
    internal static DType FloatingType(DType dtype) => dtype.IsFloating ? dtype : DType.Float64;

    /// <summary>The gradient of an operand that was repeated: the sum over the repetitions.</summary>
    internal static Tensor SumTo(Tensor gradient, Shape shape) => gradient.Shape == shape
        ? gradient
        : Reshape(Sum(gradient, Axes.Create(Broadcasting.RepeatedAxes(shape, gradient.Shape)), keepdims: true), shape);

    /// <summary>Applies an operation without attributes.</summary>
    internal static Tensor Run<TOperation>(params ReadOnlySpan<Tensor?> inputs)
        where TOperation : Operation, new() => Shared<TOperation>.Operation.Apply(inputs);

    /// <summary>Numbers as int64, whatever the type that holds them.</summary>
    /// <exception cref="ArgumentException">One has a fraction, is NaN or infinite.</exception>
    internal static Tensor WholeNumbers(Tensor x, string owner, string argument)
    {
        var whole = x.To(DType.Int64);
        if (x.DType.IsFloating)
        {
            var isWhole = Equal(whole.To(x.DType), x);
            if (!(bool)All(isWhole))
            {
                throw new ArgumentException(
                    $"{owner} takes whole numbers; received {x.Reshape(-1)[(int)ArgMax(!isWhole.Reshape(-1))]} in {argument} of shape "
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

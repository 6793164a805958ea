using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// Functions on tensors, named as in <c>keras.ops</c> and NumPy. Those whose results are floats can be differentiated by a <see cref="GradientTape"/>:
/// formula, kernel and gradient of each stand together.
/// </summary>
public static partial class Ops
{
    /// <summary>Both tensors in the type that holds the values of both.</summary>
    private static (Tensor A, Tensor B) Promote(Tensor a, Tensor b)
    {
        var dtype = DType.Promote(a.DType, b.DType);
        return (Cast(a, dtype), Cast(b, dtype));
    }

    /// <summary>Integers and truth values as float64, as NumPy's functions with fractional results take them.</summary>
    private static Tensor Floating(Tensor x) => x.DType.IsFloating ? x : x.To(DType.Float64);

    /// <summary>A plain number beside a tensor takes the tensor's type; a fraction makes floats of integers.</summary>
    internal static Tensor Beside(Tensor x, double value) => Tensor.Number(value, x.DType.IsFloating ? x.DType : DType.Float64);

    internal static Tensor Beside(Tensor x, long value) => Tensor.Number(value, x.DType == DType.Bool ? DType.Int64 : x.DType);

    /// <summary>The gradient of an operand that was repeated: the sum over the repetitions.</summary>
    private static Tensor SumTo(Tensor gradient, Shape shape) => gradient.Shape == shape
        ? gradient
        : Reshape(Sum(gradient, Axes.Create(Broadcasting.RepeatedAxes(shape, gradient.Shape)), keepdims: true), shape);

    private static Tensor Record(string name, Tensor output, params ReadOnlySpan<(Tensor Input, Func<Tensor, Tensor> Gradient)> inputs) =>
        GradientTape.Record(name, output, inputs);

    /// <summary>A function that takes and gives numbers of any type, and has a gradient for floats.</summary>
    private static Tensor Unary(string name, UnaryOp op, Tensor x, Func<Tensor, Tensor, Tensor> gradient)
    {
        if (x.DType == DType.Bool)
        {
            throw new ArgumentException($"'{name}' needs numbers; received a bool tensor of shape {x.Shape}. Cast it first.", nameof(x));
        }

        var y = Kernels.Unary(op, x);
        return x.DType.IsFloating ? Record(name, y, (x, dy => gradient(dy, y))) : y;
    }
}

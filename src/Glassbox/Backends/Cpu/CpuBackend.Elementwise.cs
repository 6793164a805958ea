using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The managed backend: System.Numerics.Tensors for most element-wise work, hand-written kernels for the hot paths of deep learning.
/// </summary>
internal sealed partial class CpuBackend : IBackend
{
    public void Unary(UnaryOp op, Storage x, Storage y) => ElementwiseSplit.Run(op, x, y, static (op, x, y) => UnaryPart(op, x, y));

    public void Binary(BinaryOp op, Broadcast walk, Storage a, Storage b, Storage y) =>
        ElementwiseSplit.Run(op, walk, a, b, y, static (op, walk, a, b, y) => BinaryPart(op, walk, a, b, y));

    public void Compare(CompareOp op, Broadcast walk, Storage a, Storage b, Storage y) =>
        ElementwiseSplit.Run(op, walk, a, b, y, static (op, walk, a, b, y) => ComparePart(op, walk, a, b, y));

    public void Cast(Storage x, Storage y) => ElementwiseSplit.Run(0, x, y, static (_, x, y) => CastPart(x, y));

    public void Select(Storage condition, Storage a, Storage b, Storage y)
    {
        var choose = condition.Span<bool>();
        switch (y.DType.ItemSize)
        {
            case 1: Choose(choose, a.Bytes(), b.Bytes(), y.Bytes()); break;
            case 4: Choose(choose, As<int>(a), As<int>(b), As<int>(y)); break;
            default: Choose(choose, As<long>(a), As<long>(b), As<long>(y)); break;
        }
    }

    public void Fill(Storage y, double value)
    {
        switch (y.DType.Name)
        {
            case "float32": y.Span<float>().Fill((float)value); break;
            case "float64": y.Span<double>().Fill(value); break;
            case "int32": y.Span<int>().Fill((int)value); break;
            case "int64": y.Span<long>().Fill((long)value); break;
            case "bool": y.Span<bool>().Fill(value != 0); break;
            default: y.Span<byte>().Fill((byte)value); break;
        }
    }

    private static void UnaryPart(UnaryOp op, Storage x, Storage y)
    {
        switch (x.DType.Name)
        {
            case "float32": UnaryFloat(op, x.Span<float>(), y.Span<float>()); break;
            case "float64": UnaryFloat(op, x.Span<double>(), y.Span<double>()); break;
            case "int32": UnaryInteger(op, x.Span<int>(), y.Span<int>()); break;
            case "int64": UnaryInteger(op, x.Span<long>(), y.Span<long>()); break;
            default: UnaryInteger(op, x.Span<byte>(), y.Span<byte>()); break;
        }
    }

    private static void BinaryPart(BinaryOp op, Broadcast walk, Storage a, Storage b, Storage y)
    {
        switch (y.DType.Name)
        {
            case "float32": BinaryFloat(op, walk, a.Span<float>(), b.Span<float>(), y.Span<float>()); break;
            case "float64": BinaryFloat(op, walk, a.Span<double>(), b.Span<double>(), y.Span<double>()); break;
            case "int32": BinaryInteger(op, walk, a.Span<int>(), b.Span<int>(), y.Span<int>()); break;
            case "int64": BinaryInteger(op, walk, a.Span<long>(), b.Span<long>(), y.Span<long>()); break;
            case "bool": BinaryInteger(op, walk, Bits(a), Bits(b), Bits(y)); break;
            default: BinaryInteger(op, walk, a.Span<byte>(), b.Span<byte>(), y.Span<byte>()); break;
        }
    }

    private static void ComparePart(CompareOp op, Broadcast walk, Storage a, Storage b, Storage y)
    {
        var result = y.Span<bool>();
        switch (a.DType.Name)
        {
            case "float32": Compare(op, walk, a.Span<float>(), b.Span<float>(), result); break;
            case "float64": Compare(op, walk, a.Span<double>(), b.Span<double>(), result); break;
            case "int32": Compare(op, walk, a.Span<int>(), b.Span<int>(), result); break;
            case "int64": Compare(op, walk, a.Span<long>(), b.Span<long>(), result); break;
            case "bool": Compare(op, walk, Bits(a), Bits(b), result); break;
            default: Compare(op, walk, a.Span<byte>(), b.Span<byte>(), result); break;
        }
    }

    private static void CastPart(Storage x, Storage y)
    {
        switch (x.DType.Name)
        {
            case "float32": CastFrom(x.Span<float>(), y); break;
            case "float64": CastFrom(x.Span<double>(), y); break;
            case "int32": CastFrom(x.Span<int>(), y); break;
            case "int64": CastFrom(x.Span<long>(), y); break;
            default: CastFrom(x.Bytes(), y); break;
        }
    }

    private static void UnaryFloat<T>(UnaryOp op, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (op)
        {
            case UnaryOp.Negate: TensorPrimitives.Negate(x, y); break;
            case UnaryOp.Abs: TensorPrimitives.Abs(x, y); break;
            case UnaryOp.Sign: Sign(x, y); break;
            case UnaryOp.Square: TensorPrimitives.Multiply(x, x, y); break;
            case UnaryOp.Sqrt: TensorPrimitives.Sqrt(x, y); break;
            case UnaryOp.Exp: VectorFunction.Run<T, Exponential<T>>(x, y); break;
            case UnaryOp.Log: TensorPrimitives.Log(x, y); break;
            case UnaryOp.Log1P: VectorFunction.Run<T, LogarithmOnePlus<T>>(x, y); break;
            case UnaryOp.Sin: TensorPrimitives.Sin(x, y); break;
            case UnaryOp.Cos: TensorPrimitives.Cos(x, y); break;
            case UnaryOp.Tanh: VectorFunction.Run<T, HyperbolicTangent<T>>(x, y); break;
            case UnaryOp.Sigmoid: VectorFunction.Run<T, Sigmoid<T>>(x, y); break;
            case UnaryOp.Silu: VectorFunction.Run<T, Silu<T>>(x, y); break;
            case UnaryOp.Softplus: VectorFunction.Run<T, Softplus<T>>(x, y); break;
            case UnaryOp.Relu: Rectifier.Run(x, y); break;
            case UnaryOp.Erf: VectorFunction.Run<T, ErrorFunction<T>>(x, y); break;
            case UnaryOp.Gelu: VectorFunction.Run<T, Gelu<T>>(x, y); break;
            case UnaryOp.Relu6: VectorFunction.Run<T, Relu6<T>>(x, y); break;
            case UnaryOp.HardSigmoid: VectorFunction.Run<T, HardSigmoid<T>>(x, y); break;
            case UnaryOp.HardSilu: VectorFunction.Run<T, HardSilu<T>>(x, y); break;
            case UnaryOp.HardTanh: VectorFunction.Run<T, HardTanh<T>>(x, y); break;
            case UnaryOp.Floor: TensorPrimitives.Floor(x, y); break;
            case UnaryOp.Ceiling: TensorPrimitives.Ceiling(x, y); break;
            case UnaryOp.Round: TensorPrimitives.Round(x, MidpointRounding.ToEven, y); break;
            default: throw new NotSupportedException($"{op} of floats.");
        }
    }

    private static void UnaryInteger<T>(UnaryOp op, ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, IBinaryInteger<T>
    {
        switch (op)
        {
            case UnaryOp.Negate: TensorPrimitives.Subtract(T.Zero, x, y); break;
            case UnaryOp.Abs: WrappingAbs(x, y); break;
            case UnaryOp.Sign: Sign(x, y); break;
            case UnaryOp.Square: TensorPrimitives.Multiply(x, x, y); break;
            case UnaryOp.Relu: Rectifier.Run(x, y); break;
            case UnaryOp.Floor or UnaryOp.Ceiling or UnaryOp.Round: x.CopyTo(y); break;
            default: throw new NotSupportedException($"{op} of integers.");
        }
    }

    private static void BinaryFloat<T>(BinaryOp op, Broadcast walk, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (op)
        {
            case BinaryOp.FloorDivide: RowWalk.Binary<T, EachOf<T, FloorDivide<T>>>(walk, a, b, y); break;
            case BinaryOp.Remainder: RowWalk.Binary<T, EachOf<T, FloorRemainder<T>>>(walk, a, b, y); break;
            case BinaryOp.Power: RowWalk.Binary<T, Power<T>>(walk, a, b, y); break;
            case BinaryOp.Divide: RowWalk.Binary<T, Divide<T>>(walk, a, b, y); break;
            case BinaryOp.SigmoidGradient: RowWalk.Binary<T, EachVectorOf<T, GradientOf<T, SigmoidDerivative<T>>>>(walk, a, b, y); break;
            case BinaryOp.TanhGradient: RowWalk.Binary<T, EachVectorOf<T, GradientOf<T, TanhDerivative<T>>>>(walk, a, b, y); break;
            case BinaryOp.SoftplusGradient: RowWalk.Binary<T, EachVectorOf<T, GradientOf<T, Sigmoid<T>>>>(walk, a, b, y); break;
            case BinaryOp.SiluGradient: RowWalk.Binary<T, EachVectorOf<T, GradientOf<T, SiluDerivative<T>>>>(walk, a, b, y); break;
            case BinaryOp.GeluGradient: RowWalk.Binary<T, EachVectorOf<T, GradientOf<T, GeluDerivative<T>>>>(walk, a, b, y); break;
            case BinaryOp.Elu: RowWalk.Binary<T, EachVectorOf<T, Elu<T>>>(walk, a, b, y); break;
            case BinaryOp.LeakyRelu: RowWalk.Binary<T, EachVectorOf<T, LeakyRelu<T>>>(walk, a, b, y); break;
            case BinaryOp.LeakyReluDerivative: RowWalk.Binary<T, EachVectorOf<T, LeakyReluDerivative<T>>>(walk, a, b, y); break;
            case BinaryOp.WherePositive: RowWalk.Binary<T, EachVectorOf<T, WherePositive<T>>>(walk, a, b, y); break;
            case BinaryOp.EluDerivative: RowWalk.Binary<T, EachVectorOf<T, EluDerivative<T>>>(walk, a, b, y); break;
            case BinaryOp.Relu6Gradient: RowWalk.Binary<T, EachVectorOf<T, Relu6Gradient<T>>>(walk, a, b, y); break;
            case BinaryOp.HardSigmoidGradient: RowWalk.Binary<T, EachVectorOf<T, HardSigmoidGradient<T>>>(walk, a, b, y); break;
            case BinaryOp.HardSiluGradient: RowWalk.Binary<T, EachVectorOf<T, HardSiluGradient<T>>>(walk, a, b, y); break;
            case BinaryOp.HardTanhGradient: RowWalk.Binary<T, EachVectorOf<T, HardTanhGradient<T>>>(walk, a, b, y); break;
            case BinaryOp.HardShrink: RowWalk.Binary<T, EachVectorOf<T, HardShrink<T>>>(walk, a, b, y); break;
            case BinaryOp.SoftShrink: RowWalk.Binary<T, EachVectorOf<T, SoftShrink<T>>>(walk, a, b, y); break;
            case BinaryOp.ShrinkDerivative: RowWalk.Binary<T, EachVectorOf<T, ShrinkDerivative<T>>>(walk, a, b, y); break;
            default: BinaryNumber(op, walk, a, b, y); break;
        }
    }

    private static void BinaryInteger<T>(BinaryOp op, Broadcast walk, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : struct, IBinaryInteger<T>
    {
        switch (op)
        {
            case BinaryOp.FloorDivide: RowWalk.Binary<T, EachOf<T, IntegerFloorDivide<T>>>(walk, a, b, y); break;
            case BinaryOp.Remainder: RowWalk.Binary<T, EachOf<T, IntegerFloorRemainder<T>>>(walk, a, b, y); break;
            case BinaryOp.Power: RowWalk.Binary<T, EachOf<T, IntegerPower<T>>>(walk, a, b, y); break;
            default: BinaryNumber(op, walk, a, b, y); break;
        }
    }

    private static void BinaryNumber<T>(BinaryOp op, Broadcast walk, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
        where T : struct, INumber<T>
    {
        switch (op)
        {
            case BinaryOp.Add: RowWalk.Binary<T, Add<T>>(walk, a, b, y); break;
            case BinaryOp.Subtract: RowWalk.Binary<T, Subtract<T>>(walk, a, b, y); break;
            case BinaryOp.Multiply: RowWalk.Binary<T, Multiply<T>>(walk, a, b, y); break;
            case BinaryOp.Maximum: RowWalk.Binary<T, Maximum<T>>(walk, a, b, y); break;
            case BinaryOp.Minimum: RowWalk.Binary<T, Minimum<T>>(walk, a, b, y); break;
            case BinaryOp.WherePositive: RowWalk.Binary<T, EachOf<T, WhereGreaterThanZero<T>>>(walk, a, b, y); break;
            default: throw new NotSupportedException($"{op} of {typeof(T)}.");
        }
    }

    private static void Compare<T>(CompareOp op, Broadcast walk, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<bool> y)
        where T : struct, INumber<T>
    {
        switch (op)
        {
            case CompareOp.Equal: RowWalk.Compare<T, EqualTo<T>>(walk, a, b, y); break;
            case CompareOp.NotEqual: RowWalk.Compare<T, NotEqualTo<T>>(walk, a, b, y); break;
            case CompareOp.Less: RowWalk.Compare<T, LessThan<T>>(walk, a, b, y); break;
            case CompareOp.LessEqual: RowWalk.Compare<T, LessOrEqual<T>>(walk, a, b, y); break;
            case CompareOp.Greater: RowWalk.Compare<T, GreaterThan<T>>(walk, a, b, y); break;
            default: RowWalk.Compare<T, GreaterOrEqual<T>>(walk, a, b, y); break;
        }
    }

    private static void CastFrom<T>(ReadOnlySpan<T> x, Storage y) where T : struct, INumber<T>
    {
        switch (y.DType.Name)
        {
            case "float32": TensorPrimitives.ConvertTruncating(x, y.Span<float>()); break;
            case "float64": TensorPrimitives.ConvertTruncating(x, y.Span<double>()); break;
            case "int32": TensorPrimitives.ConvertTruncating(x, y.Span<int>()); break;
            case "int64": TensorPrimitives.ConvertTruncating(x, y.Span<long>()); break;
            case "bool": NotZero(x, y.Span<bool>()); break;
            default: TensorPrimitives.ConvertTruncating(x, y.Span<byte>()); break;
        }
    }

    private static void NotZero<T>(ReadOnlySpan<T> x, Span<bool> y) where T : struct, INumber<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = !T.IsZero(x[i]);
        }
    }

    private static void Sign<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, INumber<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            // NaN is neither above nor below zero and is returned unchanged.
            y[i] = x[i] > T.Zero ? T.One : x[i] < T.Zero ? T.Zero - T.One : x[i];
        }
    }

    private static void WrappingAbs<T>(ReadOnlySpan<T> x, Span<T> y) where T : struct, IBinaryInteger<T>
    {
        for (var i = 0; i < x.Length; i++)
        {
            // T.Abs throws for the minimum value, which NumPy returns unchanged.
            y[i] = T.IsNegative(x[i]) ? T.Zero - x[i] : x[i];
        }
    }

    private static void Choose<T>(ReadOnlySpan<bool> condition, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> y)
    {
        for (var i = 0; i < y.Length; i++)
        {
            y[i] = condition[i] ? a[i] : b[i];
        }
    }

    /// <summary>
    /// The elements reinterpreted as integers of equal size, for copies that do not interpret the values. (A byte span could not cover
    /// arrays beyond 2 GB.)
    /// </summary>
    private static Span<T> As<T>(Storage x) where T : struct => x.DType.Name switch
    {
        "float32" => MemoryMarshal.Cast<float, T>(x.Span<float>()),
        "float64" => MemoryMarshal.Cast<double, T>(x.Span<double>()),
        _ => x.Span<T>(),
    };

    /// <summary>Booleans as bytes 0 and 1.</summary>
    private static Span<byte> Bits(Storage x) => x.Bytes();
}

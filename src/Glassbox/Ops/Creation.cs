namespace Glassbox;

/// <remarks>The factories of <see cref="Tensor"/> under the names of <c>keras.ops</c>.</remarks>
public static partial class Ops
{
    /// <inheritdoc cref="Tensor.Zeros"/>
    public static Tensor Zeros(Shape shape, DType? dtype = null) => Tensor.Zeros(shape, dtype);

    /// <inheritdoc cref="Tensor.Ones"/>
    public static Tensor Ones(Shape shape, DType? dtype = null) => Tensor.Ones(shape, dtype);

    /// <inheritdoc cref="Tensor.Full(Shape, double, DType?)"/>
    public static Tensor Full(Shape shape, double fillValue, DType? dtype = null) => Tensor.Full(shape, fillValue, dtype);

    /// <inheritdoc cref="Tensor.Full(Shape, long, DType?)"/>
    public static Tensor Full(Shape shape, long fillValue, DType? dtype = null) => Tensor.Full(shape, fillValue, dtype);

    /// <inheritdoc cref="Tensor.Eye"/>
    public static Tensor Eye(int n, int? m = null, int k = 0, DType? dtype = null) => Tensor.Eye(n, m, k, dtype);

    /// <inheritdoc cref="Tensor.Arange(double, double, double, DType?)"/>
    public static Tensor Arange(double start, double stop, double step = 1, DType? dtype = null) => Tensor.Arange(start, stop, step, dtype);

    /// <inheritdoc cref="Tensor.Arange(long, long, long, DType?)"/>
    public static Tensor Arange(long start, long stop, long step = 1, DType? dtype = null) => Tensor.Arange(start, stop, step, dtype);

    /// <inheritdoc cref="Tensor.Arange(double)"/>
    public static Tensor Arange(double stop) => Tensor.Arange(stop);

    /// <inheritdoc cref="Tensor.Linspace"/>
    public static Tensor Linspace(double start, double stop, int num = 50, bool endpoint = true, DType? dtype = null) =>
        Tensor.Linspace(start, stop, num, endpoint, dtype);
}

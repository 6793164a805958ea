using System.Numerics;
using System.Numerics.Tensors;

namespace Glassbox.Backends.Cpu;

/// <summary>Row-wise functions: softmax, log-softmax and their gradients, each row while it is in the cache.</summary>
internal static class RowFunctions
{
    /// <summary>y = eˣ / Σ eˣ, with x shifted by its maximum to prevent overflow.</summary>
    public static void Softmax<T>(ReadOnlySpan<T> x, int columns, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shift(x, columns, y);
        VectorFunction.Run<T, Exponential<T>>(y, y);
        for (var start = 0; start < y.Length; start += columns)
        {
            var row = y.Slice(start, columns);
            TensorPrimitives.Divide(row, SumOf<T>.Of(row), row);
        }
    }

    /// <summary>y = x − log Σ eˣ, with x shifted as for softmax.</summary>
    public static void LogSoftmax<T>(ReadOnlySpan<T> x, int columns, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shift(x, columns, y);
        using var exponentials = new Scratch<T>(columns);
        for (var start = 0; start < y.Length; start += columns)
        {
            var row = y.Slice(start, columns);
            VectorFunction.Run<T, Exponential<T>>(row, exponentials.Span);
            TensorPrimitives.Subtract(row, T.Log(SumOf<T>.Of(exponentials.Span)), row);
        }
    }

    /// <summary>dx = y·(dy − Σ dy·y) for y = softmax(x).</summary>
    public static void SoftmaxGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> y, int columns, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Multiply(dy, y, dx);
        for (var start = 0; start < dx.Length; start += columns)
        {
            var row = dx.Slice(start, columns);
            TensorPrimitives.Subtract(dy.Slice(start, columns), SumOf<T>.Of(row), row);
        }

        TensorPrimitives.Multiply(y, dx, dx);
    }

    /// <summary>dx = dy − eʸ·Σ dy for y = log(softmax(x)).</summary>
    public static void LogSoftmaxGradient<T>(ReadOnlySpan<T> dy, ReadOnlySpan<T> y, int columns, Span<T> dx)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        VectorFunction.Run<T, Exponential<T>>(y, dx);
        for (var start = 0; start < dx.Length; start += columns)
        {
            var row = dx.Slice(start, columns);
            var gradient = dy.Slice(start, columns);
            TensorPrimitives.Multiply(row, SumOf<T>.Of(gradient), row);
            TensorPrimitives.Subtract(gradient, row, row);
        }
    }

    private static void Shift<T>(ReadOnlySpan<T> x, int columns, Span<T> y) where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (var start = 0; start < x.Length; start += columns)
        {
            var row = x.Slice(start, columns);
            TensorPrimitives.Subtract(row, TensorPrimitives.Max(row), y.Slice(start, columns));
        }
    }
}

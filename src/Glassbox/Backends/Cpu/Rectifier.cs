using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>max(x, 0), where NaN stays NaN: for the operation relu, and for the last pass of a matrix product. Both go through the same vectors, so their bits are the same.</summary>
internal static unsafe class Rectifier
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        fixed (T* source = x, target = y)
        {
            Row(source, target, x.Length);
        }
    }

    /// <summary>A tile of rows of <paramref name="columns"/> elements, <paramref name="stride"/> apart, in place.</summary>
    public static void Tile<T>(T* tile, int rows, int columns, nint stride) where T : unmanaged, INumber<T>
    {
        for (; rows > 0; rows--, tile += stride)
        {
            Row(tile, tile, columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<T>(T* x, T* y, int length) where T : unmanaged, INumber<T>
    {
        var i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector.Max(Vector.Load(x + i), Vector<T>.Zero).Store(y + i);
        }

        for (; i < length; i++)
        {
            y[i] = T.Max(x[i], T.Zero);
        }
    }
}

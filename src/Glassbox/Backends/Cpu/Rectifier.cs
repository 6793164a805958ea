using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// max(x, 0) with NaN propagated: for the relu operation and for the epilogue of GEMM. Both use the same vector code and are bit-identical.
/// </summary>
internal static unsafe class Rectifier
{
    public static void Run<T>(ReadOnlySpan<T> x, Span<T> y) where T : unmanaged, INumber<T>
    {
        fixed (T* source = x, target = y)
        {
            Rows(source, target, 1, x.Length, 0, Memory.IsNonTemporal(target, x.Length));
        }
    }

    /// <summary>Applies relu in place to a tile with rows of <paramref name="columns"/> elements at <paramref name="stride"/>.</summary>
    public static void Tile<T>(T* tile, int rows, int columns, nint stride)
        where T : unmanaged, INumber<T> => Rows(tile, tile, rows, columns, stride, past: false);

    [MethodImpl(KernelCompilation.Options)]
    private static void Rows<T>(T* x, T* y, int rows, int columns, nint stride, bool past) where T : unmanaged, INumber<T>
    {
        for (; rows > 0; rows--, x += stride, y += stride)
        {
            var i = 0;
            if (past)
            {
                for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
                {
                    Vector.Max(Vector.Load(x + i), Vector<T>.Zero).StoreAlignedNonTemporal(y + i);
                }

                Memory.Fence();
            }

            for (; i <= columns - Vector<T>.Count; i += Vector<T>.Count)
            {
                Vector.Max(Vector.Load(x + i), Vector<T>.Zero).Store(y + i);
            }

            for (; i < columns; i++)
            {
                y[i] = T.Max(x[i], T.Zero);
            }
        }
    }
}

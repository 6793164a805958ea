using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// The matrix product, in pure C#. The entry point turns transposition into strides and picks the way by element type, shape and the width of
/// the processor's vectors; the shape alone decides the order in which an element's terms are added, never threads or alignment.
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <summary>Up to this many multiplications the plain loops are done before the tiled product has set itself up.</summary>
    private const long PlainLimit = 128;

    /// <summary>
    /// c[m,n] = op(a)·op(b), plus the bias of length n on every row if it is not empty; with relu, negative elements become zero in the same pass. All matrices are dense and row-major: a is [m,k], or [k,m]
    /// if <paramref name="transposeA"/>; b is [k,n], or [n,k] if <paramref name="transposeB"/>; c overlaps neither.
    /// </summary>
    public static void Multiply<T>(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> bias, Span<T> c, bool relu = false)
        where T : unmanaged, INumber<T>
    {
        // Behind this line are pointers.
        ArgumentOutOfRangeException.ThrowIfLessThan(a.Length, (long)m * k, nameof(a));
        ArgumentOutOfRangeException.ThrowIfLessThan(b.Length, (long)k * n, nameof(b));
        ArgumentOutOfRangeException.ThrowIfLessThan(c.Length, (long)m * n, nameof(c));
        ArgumentOutOfRangeException.ThrowIfLessThan(bias.Length, bias.IsEmpty ? 0 : n, nameof(bias));
        if (m == 0 || n == 0)
        {
            return;
        }

        fixed (T* pinnedA = a, pinnedB = b, pinnedBias = bias, pinnedC = c)
        {
            var viewA = MatrixView<T>.Dense(pinnedA, transposeA ? m : k, transposeA);
            var viewB = MatrixView<T>.Dense(pinnedB, transposeB ? k : n, transposeB);
            if ((typeof(T) != typeof(float) && typeof(T) != typeof(double)) || (long)m * n * k <= PlainLimit)
            {
                PlainProduct.Multiply(m, n, k, viewA, viewB, pinnedBias, pinnedC);
                Finish(m * n, pinnedC, relu);
            }
            else if (n == 1)
            {
                MatrixVectorProduct.Multiply(m, k, viewA, pinnedB, pinnedBias, 0, pinnedC);
                Finish(m, pinnedC, relu);
            }
            else if (m == 1)
            {
                MatrixVectorProduct.Multiply(n, k, viewB.Transposed(), pinnedA, pinnedBias, 1, pinnedC);
                Finish(n, pinnedC, relu);
            }
            else if (VectorWidth.Bits == 512)
            {
                TiledProduct<T, Kernel512<T>>.Multiply(m, n, k, viewA, viewB, pinnedBias, pinnedC, relu);
            }
            else if (VectorWidth.Bits == 256)
            {
                TiledProduct<T, Kernel256<T>>.Multiply(m, n, k, viewA, viewB, pinnedBias, pinnedC, relu);
            }
            else
            {
                TiledProduct<T, Kernel128<T>>.Multiply(m, n, k, viewA, viewB, pinnedBias, pinnedC, relu);
            }
        }
    }

    private static void Finish<T>(int length, T* c, bool relu) where T : unmanaged, INumber<T>
    {
        if (relu)
        {
            Rectifier.Tile(c, 1, length, 0);
        }
    }
}

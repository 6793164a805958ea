using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// GEMM in pure C#. The entry point turns transposition into strides and selects the algorithm by element type, shape and vector width; the
/// summation order depends on the shape alone, never on threads or alignment.
/// </summary>
internal static unsafe class MatrixProduct
{
    /// <summary>The number of multiplications up to which plain loops beat the setup of the tiled product.</summary>
    private const long PlainLimit = 128;

    /// <summary>
    /// The granularity at which the result is partitioned among threads: a multiple of every kernel's tile size, so that partitioning adds
    /// no partial tiles.
    /// </summary>
    private const int PartRows = 12;
    private const int PartColumns = 32;

    /// <summary>
    /// c[m,n] = op(a)·op(b), plus the bias of length n on every row if it is not empty; with relu as epilogue. With
    /// <paramref name="skipsZeros"/>, rows of b multiplied by zero may be skipped, which is exact as long as they are finite. All matrices
    /// are dense and row-major: a is [m,k], or [k,m] if <paramref name="transposeA"/>; b is [k,n], or [n,k] if
    /// <paramref name="transposeB"/>; c overlaps neither.
    /// </summary>
    public static void Multiply<T>(bool transposeA, bool transposeB, int m, int n, int k, ReadOnlySpan<T> a, ReadOnlySpan<T> b,
        ReadOnlySpan<T> bias, Span<T> c, bool relu = false, bool skipsZeros = false)
        where T : unmanaged, INumber<T>
    {
        // Bounds checks before the switch to pointers.
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
                MatrixVectorProduct.Multiply(n, k, viewB.Transposed(), pinnedA, pinnedBias, 1, pinnedC, skipsZeros);
                Finish(n, pinnedC, relu);
            }
            else
            {
                Tiled(m, n, k, viewA, viewB, pinnedBias, pinnedC, relu);
            }
        }
    }

    /// <summary>
    /// Partitions the result along its longer side among threads. Panels common to several tasks are packed by each of them, which is
    /// cheaper than synchronization.
    /// </summary>
    private static void Tiled<T>(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* bias, T* c, bool relu)
        where T : unmanaged, INumber<T>
    {
        var parts = WorkSplit.Parts((long)m * n * k);
        if (parts == 1)
        {
            Part(m, n, k, a, b, bias, new(c, n, 1), relu);
        }
        else
        {
            Split(parts, m, n, k, a, b, bias, c, relu);
        }
    }

    private static void Split<T>(int parts, int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* bias, T* c, bool relu)
        where T : unmanaged, INumber<T>
    {
        var (side, tile) = m >= n ? (m, PartRows) : (n, PartColumns);
        var tiles = (side + tile - 1) / tile;
        parts = Math.Min(parts, tiles);
        WorkSplit.For(parts, part =>
        {
            var first = (int)((long)tiles * part / parts) * tile;
            var count = Math.Min((int)((long)tiles * (part + 1) / parts) * tile, side) - first;
            if (m >= n)
            {
                Part(count, n, k, a.From(first, 0), b, bias, new(c + ((nint)first * n), n, 1), relu);
            }
            else
            {
                Part(m, count, k, a, b.From(0, first), bias == null ? null : bias + first, new(c + first, n, 1), relu);
            }
        });
    }

    private static void Part<T>(int m, int n, int k, MatrixView<T> a, MatrixView<T> b, T* bias, MatrixView<T> c, bool relu)
        where T : unmanaged, INumber<T>
    {
        switch (VectorWidth.Bits)
        {
            case 512: TiledProduct<T, MicroKernel<ProductVector512<T>, T>>.Multiply(m, n, k, a, b, bias, c, relu); break;
            case 256: TiledProduct<T, MicroKernel<ProductVector256<T>, T>>.Multiply(m, n, k, a, b, bias, c, relu); break;
            default: TiledProduct<T, MicroKernel<ProductVector128<T>, T>>.Multiply(m, n, k, a, b, bias, c, relu); break;
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

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Packs strips of a matrix into panels: for each of k steps, the strip's <c>width</c> elements are contiguous, in the order in which the
/// microkernel reads them. The strip at the edge may have fewer elements and a narrower panel, which is zero-padded.
/// </summary>
internal static unsafe class Packing
{
    /// <summary>The number of tiles that 512-bit vectors transpose at once.</summary>
    private const int TilesAtOnce = 4;

    /// <summary>
    /// Packs <paramref name="length"/> elements into consecutive panels; a partial last panel has the width <paramref name="edgeWidth"/>.
    /// The matrix's Row stride runs along the panel width and its Column stride along k; one of them is 1.
    /// </summary>
    public static void Pack<T>(MatrixView<T> matrix, int length, int k, int width, int edgeWidth, T* panels) where T : unmanaged
    {
        var full = length / width;
        if (matrix.Row == 1)
        {
            PackRows(matrix.Start, matrix.Column, full * width, k, width, panels);
        }
        else
        {
            for (var panel = 0; panel < full; panel++)
            {
                PackColumns(matrix.From((nint)panel * width, 0), width, k, width, panels + ((nint)panel * width * k));
            }
        }

        if (full * width < length)
        {
            PackEdge(matrix.From((nint)full * width, 0), length - (full * width), k, edgeWidth, panels + ((nint)full * width * k));
        }
    }

    private static void PackEdge<T>(MatrixView<T> strip, int count, int k, int width, T* panel) where T : unmanaged
    {
        if (count < width)
        {
            new Span<T>(panel, width * k).Clear();
        }

        if (strip.Row == 1)
        {
            NarrowRows.Copy(strip.Transposed(), new(panel, width, 1), k, count);
        }
        else
        {
            PackColumns(strip, count, k, width, panel);
        }
    }

    /// <summary>
    /// The elements of one step are contiguous in memory. All panels copy their part of a step before the next step, so that memory is read
    /// in the longest possible runs.
    /// </summary>
    [MethodImpl(KernelCompilation.Options)]
    private static void PackRows<T>(T* source, nint step, int length, int k, int width, T* panels) where T : unmanaged
    {
        var panelLength = (nint)width * k;
        var wide = Vector512.IsHardwareAccelerated && width % Vector512<T>.Count == 0;
        for (; k > 0; k--, source += step, panels += width)
        {
            var from = source;
            var to = panels;
            for (var left = length; left > 0; left -= width, from += width, to += panelLength)
            {
                if (wide)
                {
                    for (var i = 0; i < width; i += Vector512<T>.Count)
                    {
                        Vector512.Load(from + i).Store(to + i);
                    }

                    continue;
                }

                // The last vector may overlap the previous one, which is cheaper than a scalar remainder.
                for (var i = 0; i < width - Vector128<T>.Count; i += Vector128<T>.Count)
                {
                    Vector128.Load(from + i).Store(to + i);
                }

                Vector128.Load(from + width - Vector128<T>.Count).Store(to + width - Vector128<T>.Count);
            }
        }
    }

    /// <summary>
    /// Contiguous elements belong to successive steps: square tiles are transposed in registers, the remainder is copied element by
    /// element.
    /// </summary>
    [MethodImpl(KernelCompilation.Options)]
    private static void PackColumns<T>(MatrixView<T> strip, int count, int k, int width, T* panel) where T : unmanaged
    {
        var side = Vector128<T>.Count;
        var wide = Avx512F.IsSupported && sizeof(T) == sizeof(float);
        var source = strip.Start;
        var row = strip.Row;
        while (count > 0)
        {
            var p = 0;
            var rows = 1;
            if (wide && count >= TilesAtOnce * side)
            {
                rows = TilesAtOnce * side;
                for (; p <= k - side; p += side)
                {
                    TransposeTiles((float*)(source + p), row, (float*)(panel + ((nint)p * width)), width);
                }
            }
            else if (count >= side)
            {
                rows = side;
                for (; p <= k - side; p += side)
                {
                    TransposeTile(source + p, row, panel + ((nint)p * width), width);
                }
            }

            for (; p < k; p++)
            {
                for (var i = 0; i < rows; i++)
                {
                    panel[((nint)p * width) + i] = source[(i * row) + p];
                }
            }

            count -= rows;
            source += rows * row;
            panel += rows;
        }
    }

    /// <summary>Transposes one square tile of the size of a 128-bit vector: 4×4 elements of four bytes, or 2×2 of eight.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTile<T>(T* source, nint sourceRow, T* target, nint targetRow) where T : unmanaged
    {
        if (sizeof(T) == sizeof(float))
        {
            TransposeTile((float*)source, sourceRow, (float*)target, targetRow);
        }
        else
        {
            TransposeTile((double*)source, sourceRow, (double*)target, targetRow);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTile(float* source, nint sourceRow, float* target, nint targetRow)
    {
        var r0 = Vector128.Load(source);
        var r1 = Vector128.Load(source + sourceRow);
        var r2 = Vector128.Load(source + (2 * sourceRow));
        var r3 = Vector128.Load(source + (3 * sourceRow));
        var even0 = InterleavedVector.Low(r0, r2);
        var odd0 = InterleavedVector.Low(r1, r3);
        var even1 = InterleavedVector.High(r0, r2);
        var odd1 = InterleavedVector.High(r1, r3);
        InterleavedVector.Low(even0, odd0).Store(target);
        InterleavedVector.High(even0, odd0).Store(target + targetRow);
        InterleavedVector.Low(even1, odd1).Store(target + (2 * targetRow));
        InterleavedVector.High(even1, odd1).Store(target + (3 * targetRow));
    }

    /// <summary>Transposes four vertically stacked tiles at once: the 128-bit lanes of a vector are rows of different tiles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTiles(float* source, nint sourceRow, float* target, nint targetRow)
    {
        var r0 = Quarters(source, sourceRow);
        var r1 = Quarters(source + sourceRow, sourceRow);
        var r2 = Quarters(source + (2 * sourceRow), sourceRow);
        var r3 = Quarters(source + (3 * sourceRow), sourceRow);
        var even0 = Avx512F.UnpackLow(r0, r2);
        var odd0 = Avx512F.UnpackLow(r1, r3);
        var even1 = Avx512F.UnpackHigh(r0, r2);
        var odd1 = Avx512F.UnpackHigh(r1, r3);
        Avx512F.UnpackLow(even0, odd0).Store(target);
        Avx512F.UnpackHigh(even0, odd0).Store(target + targetRow);
        Avx512F.UnpackLow(even1, odd1).Store(target + (2 * targetRow));
        Avx512F.UnpackHigh(even1, odd1).Store(target + (3 * targetRow));

        static Vector512<float> Quarters(float* source, nint row) => Vector512.Create(
            Vector256.Create(Vector128.Load(source), Vector128.Load(source + (4 * row))),
            Vector256.Create(Vector128.Load(source + (8 * row)), Vector128.Load(source + (12 * row))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTile(double* source, nint sourceRow, double* target, nint targetRow)
    {
        var r0 = Vector128.Load(source);
        var r1 = Vector128.Load(source + sourceRow);
        InterleavedVector.Low(r0, r1).Store(target);
        InterleavedVector.High(r0, r1).Store(target + targetRow);
    }
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Copies a strip of a matrix into a panel: for each of k steps the strip's <c>width</c> elements side by side, in the order in which the
/// microkernel reads them. A strip at the matrix's edge has fewer elements; the rest of its panel is zero.
/// </summary>
internal static unsafe class Packing
{
    /// <summary>Packs <paramref name="strip"/>, whose Row stride leads along the strip's width and whose Column stride leads along k.</summary>
    public static void Pack<T>(MatrixView<T> strip, int count, int k, int width, T* panel) where T : unmanaged
    {
        if (count < width)
        {
            new Span<T>(panel, k * width).Clear();
        }

        if (strip.Row == 1)
        {
            PackRows(strip.Start, strip.Column, count, k, width, panel);
        }
        else
        {
            PackColumns(strip.Start, strip.Row, strip.Column, count, k, width, panel);
        }
    }

    /// <summary>Each step's elements are neighbours already: a copy, vector by vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackRows<T>(T* source, nint step, int count, int k, int width, T* panel) where T : unmanaged
    {
        for (; k > 0; k--)
        {
            var i = 0;
            for (; i <= count - Vector128<T>.Count; i += Vector128<T>.Count)
            {
                Vector128.Load(source + i).Store(panel + i);
            }

            for (; i < count; i++)
            {
                panel[i] = source[i];
            }

            source += step;
            panel += width;
        }
    }

    /// <summary>Neighbours in memory belong to successive steps: square tiles are transposed in registers, the remainder goes one by one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void PackColumns<T>(T* source, nint row, nint step, int count, int k, int width, T* panel) where T : unmanaged
    {
        var side = Vector128<T>.Count;
        var i = 0;
        for (; step == 1 && i <= count - side; i += side)
        {
            var p = 0;
            for (; p <= k - side; p += side)
            {
                TransposeTile(source + (i * row) + p, row, panel + ((nint)p * width) + i, width);
            }

            for (; p < k; p++)
            {
                for (var j = i; j < i + side; j++)
                {
                    panel[((nint)p * width) + j] = source[(j * row) + p];
                }
            }
        }

        for (; i < count; i++)
        {
            for (var p = 0; p < k; p++)
            {
                panel[((nint)p * width) + i] = source[(i * row) + (p * step)];
            }
        }
    }

    /// <summary>Transposes one tile of as many rows as a 128-bit vector has elements: 4×4 of four bytes each, or 2×2 of eight.</summary>
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeTile(double* source, nint sourceRow, double* target, nint targetRow)
    {
        var r0 = Vector128.Load(source);
        var r1 = Vector128.Load(source + sourceRow);
        InterleavedVector.Low(r0, r1).Store(target);
        InterleavedVector.High(r0, r1).Store(target + targetRow);
    }
}

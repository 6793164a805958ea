using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Matrix-vector product (GEMV): every element of the matrix is used once, so it is memory-bound; the matrix is read in order and not
/// packed.
/// </summary>
internal static unsafe class MatrixVectorProduct
{
    /// <summary>The cost of reading one element, in multiplications of a GEMM.</summary>
    private const int MultiplicationsPerElement = 16;

    /// <summary>The number of columns scanned for zeros at a time, and the prefetch distance in columns.</summary>
    private const int MostSteps = 256;
    private const int Ahead = 4;

    /// <summary>
    /// The granularity at which the outputs are partitioned among threads: whole vectors, so that the outputs of the scalar remainder are
    /// the same in every partition.
    /// </summary>
    private const int PartOutputs = 64;

    /// <summary>The number of terms per partial sum, which bounds the rounding error of long sums.</summary>
    private const int Stretch = 16384;

    /// <summary>
    /// y[i] = addend + Σ matrix[i,p]·x[p] for all <paramref name="outputs"/> i. The addend is absent if null, and common to all if its
    /// stride is 0. With <paramref name="skipsZeros"/>, columns of the matrix with x = 0 are not read: the majority for an image of a
    /// digit, nearly all for bag-of-words counts.
    /// </summary>
    public static void Multiply<T>(int outputs, int k, MatrixView<T> matrix, T* x, T* addend, int addendStep, T* y, bool skipsZeros = false)
        where T : unmanaged, INumber<T>
    {
        var parts = Math.Min(WorkSplit.Parts((long)outputs * k * MultiplicationsPerElement), (outputs + PartOutputs - 1) / PartOutputs);
        if (parts <= 1)
        {
            Run(outputs, k, matrix, x, addend, addendStep, y, skipsZeros);
        }
        else
        {
            Split(parts, outputs, k, matrix, x, addend, addendStep, y, skipsZeros);
        }
    }

    private static void Split<T>(int parts, int outputs, int k, MatrixView<T> matrix, T* x, T* addend, int addendStep, T* y,
        bool skipsZeros) where T : unmanaged, INumber<T>
    {
        var steps = (outputs + PartOutputs - 1) / PartOutputs;
        WorkSplit.For(parts, part =>
        {
            var first = (int)((long)steps * part / parts) * PartOutputs;
            var count = Math.Min((int)((long)steps * (part + 1) / parts) * PartOutputs, outputs) - first;
            Run(count, k, matrix.From(first, 0), x, addend == null ? null : addend + (first * addendStep), addendStep, y + first,
                skipsZeros);
        });
    }

    private static void Run<T>(int outputs, int k, MatrixView<T> matrix, T* x, T* addend, int addendStep, T* y, bool skipsZeros)
        where T : unmanaged, INumber<T>
    {
        for (var i = 0; i < outputs; i++)
        {
            y[i] = addend == null ? T.Zero : addend[i * addendStep];
        }

        if (matrix.Column == 1)
        {
            for (nint p = 0; p < k; p += Stretch)
            {
                AddDots(outputs, (int)Math.Min(Stretch, k - p), matrix.Start + p, matrix.Row, x + p, y);
            }
        }
        else if (k <= Stretch)
        {
            AddRows(outputs, k, matrix.Start, matrix.Column, x, y, skipsZeros);
        }
        else
        {
            AddStretches(outputs, k, matrix, x, y, skipsZeros);
        }
    }

    private static void AddStretches<T>(int outputs, int k, MatrixView<T> matrix, T* x, T* y, bool skipsZeros)
        where T : unmanaged, INumber<T>
    {
        using var scratch = new Scratch<T>(outputs);
        fixed (T* sums = scratch.Span)
        {
            for (nint p = 0; p < k; p += Stretch)
            {
                scratch.Span.Clear();
                AddRows(outputs, (int)Math.Min(Stretch, k - p), matrix.Start + (p * matrix.Column), matrix.Column, x + p, sums, skipsZeros);
                for (var i = 0; i < outputs; i++)
                {
                    y[i] += sums[i];
                }
            }
        }
    }

    /// <summary>Contiguous rows: one dot product per row, four at a time so that x is loaded once for all.</summary>
    [MethodImpl(KernelCompilation.Options)]
    private static void AddDots<T>(int outputs, int k, T* matrix, nint stride, T* x, T* y) where T : unmanaged, INumber<T>
    {
        var i = 0;
        for (; i <= outputs - 4; i += 4, matrix += 4 * stride)
        {
            T* row1 = matrix + stride, row2 = row1 + stride, row3 = row2 + stride;
            Vector<T> sum0 = Vector<T>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
            var p = 0;
            for (; p <= k - Vector<T>.Count; p += Vector<T>.Count)
            {
                var factor = Vector.Load(x + p);
                sum0 = FusedVector.MultiplyAdd(Vector.Load(matrix + p), factor, sum0);
                sum1 = FusedVector.MultiplyAdd(Vector.Load(row1 + p), factor, sum1);
                sum2 = FusedVector.MultiplyAdd(Vector.Load(row2 + p), factor, sum2);
                sum3 = FusedVector.MultiplyAdd(Vector.Load(row3 + p), factor, sum3);
            }

            y[i] += Vector.Sum(sum0) + PlainDot(matrix + p, x + p, k - p);
            y[i + 1] += Vector.Sum(sum1) + PlainDot(row1 + p, x + p, k - p);
            y[i + 2] += Vector.Sum(sum2) + PlainDot(row2 + p, x + p, k - p);
            y[i + 3] += Vector.Sum(sum3) + PlainDot(row3 + p, x + p, k - p);
        }

        for (; i < outputs; i++, matrix += stride)
        {
            var sum = Vector<T>.Zero;
            var p = 0;
            for (; p <= k - Vector<T>.Count; p += Vector<T>.Count)
            {
                sum = FusedVector.MultiplyAdd(Vector.Load(matrix + p), Vector.Load(x + p), sum);
            }

            y[i] += Vector.Sum(sum) + PlainDot(matrix + p, x + p, k - p);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T PlainDot<T>(T* row, T* x, int count) where T : unmanaged, INumber<T>
    {
        var sum = T.Zero;
        for (var p = 0; p < count; p++)
        {
            sum += row[p] * x[p];
        }

        return sum;
    }

    /// <summary>Contiguous columns: their sum weighted by x (axpy).</summary>
    [SkipLocalsInit]
    private static void AddRows<T>(int outputs, int k, T* matrix, nint stride, T* x, T* y, bool skipsZeros) where T : unmanaged, INumber<T>
    {
        var steps = stackalloc int[MostSteps + Ahead];
        for (var first = 0; first < k; first += MostSteps)
        {
            var count = 0;
            for (var p = first; p < Math.Min(k, first + MostSteps); p++)
            {
                steps[count] = p;
                count += skipsZeros && x[p] == T.Zero ? 0 : 1;
            }

            // The prefetches of the last columns repeat the last column.
            new Span<int>(steps + count, Ahead).Fill(count > 0 ? steps[count - 1] : 0);
            AddRows(outputs, count, steps, matrix, stride, x, y);
        }
    }

    /// <summary>Four columns per pass, to reduce loads and stores of y.</summary>
    [MethodImpl(KernelCompilation.Options)]
    private static void AddRows<T>(int outputs, int count, int* steps, T* matrix, nint stride, T* x, T* y) where T : unmanaged, INumber<T>
    {
        for (; count >= 4; count -= 4, steps += 4)
        {
            T* row0 = matrix + (steps[0] * stride), row1 = matrix + (steps[1] * stride), row2 = matrix + (steps[2] * stride),
                row3 = matrix + (steps[3] * stride);
            T* next0 = matrix + (steps[4] * stride), next1 = matrix + (steps[5] * stride), next2 = matrix + (steps[6] * stride),
                next3 = matrix + (steps[7] * stride);
            Vector<T> x0 = Vector.Create(x[steps[0]]), x1 = Vector.Create(x[steps[1]]), x2 = Vector.Create(x[steps[2]]),
                x3 = Vector.Create(x[steps[3]]);
            var i = 0;
            for (; i <= outputs - Vector<T>.Count; i += Vector<T>.Count)
            {
                // A column is too short for the hardware prefetcher to anticipate the next ones.
                Memory.Prefetch(next0 + i);
                Memory.Prefetch(next1 + i);
                Memory.Prefetch(next2 + i);
                Memory.Prefetch(next3 + i);
                var sum = FusedVector.MultiplyAdd(Vector.Load(row0 + i), x0, Vector.Load(y + i));
                sum = FusedVector.MultiplyAdd(Vector.Load(row1 + i), x1, sum);
                sum = FusedVector.MultiplyAdd(Vector.Load(row2 + i), x2, sum);
                FusedVector.MultiplyAdd(Vector.Load(row3 + i), x3, sum).Store(y + i);
            }

            for (; i < outputs; i++)
            {
                var sum = T.MultiplyAddEstimate(row0[i], x[steps[0]], y[i]);
                sum = T.MultiplyAddEstimate(row1[i], x[steps[1]], sum);
                sum = T.MultiplyAddEstimate(row2[i], x[steps[2]], sum);
                y[i] = T.MultiplyAddEstimate(row3[i], x[steps[3]], sum);
            }
        }

        for (; count > 0; count--, steps++)
        {
            var row = matrix + (*steps * stride);
            var factor = Vector.Create(x[*steps]);
            var i = 0;
            for (; i <= outputs - Vector<T>.Count; i += Vector<T>.Count)
            {
                FusedVector.MultiplyAdd(Vector.Load(row + i), factor, Vector.Load(y + i)).Store(y + i);
            }

            for (; i < outputs; i++)
            {
                y[i] = T.MultiplyAddEstimate(row[i], x[*steps], y[i]);
            }
        }
    }
}

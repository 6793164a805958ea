using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Matrix times vector: every element of the matrix is used once, so the product is as fast as memory if it is read in order and nothing is
/// copied first.
/// </summary>
internal static unsafe class MatrixVectorProduct
{
    /// <summary>An element is read once, which takes as long as so many multiplications of a product.</summary>
    private const int MultiplicationsPerElement = 16;

    /// <summary>As many columns of the matrix as are looked through for zeros at a time, and those that are fetched ahead.</summary>
    private const int MostSteps = 256;
    private const int Ahead = 4;

    /// <summary>
    /// The smallest steps in which the outputs are cut for the threads: whole vectors, so that an output that is computed by itself, behind
    /// the last vector, is so in every cut.
    /// </summary>
    private const int PartOutputs = 64;

    /// <summary>
    /// So many terms are summed before their sum joins those before them: a sum that has grown over millions of terms takes no more small
    /// ones in.
    /// </summary>
    private const int Stretch = 16384;

    /// <summary>
    /// y[i] = addend + Σ matrix[i,p]·x[p] for all <paramref name="outputs"/> i. The addend is absent if null, and one for all if its step
    /// is 0. Columns of the matrix whose x is zero need not be read if
    /// <paramref name="skipsZeros"/>: of an image of a digit that is most of them, of words that are counted nearly all.
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

    /// <summary>The matrix's rows are contiguous: one dot product each, four at a time so that x is loaded once for all.</summary>
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

    /// <summary>The matrix's columns are contiguous: their sum weighted by x.</summary>
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

            // What is fetched ahead of the last ones is one of them.
            new Span<int>(steps + count, Ahead).Fill(count > 0 ? steps[count - 1] : 0);
            AddRows(outputs, count, steps, matrix, stride, x, y);
        }
    }

    /// <summary>Four columns per pass, so that y is loaded and stored less often.</summary>
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
                // A row is too short for the processor to see that the next ones will be read.
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

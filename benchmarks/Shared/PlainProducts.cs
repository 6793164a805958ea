using System.Numerics.Tensors;

namespace Glassbox.Benchmarks;

/// <summary>The matrix product as a .NET user would write it: c = op(a)·op(b), dense and row by row.</summary>
internal static class PlainProducts
{
    /// <summary>Three loops, in the order that walks along memory.</summary>
    public static void Loops(bool transposeA, bool transposeB, int m, int n, int k, float[] a, float[] b, float[] c)
    {
        if (transposeB)
        {
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    var sum = 0f;
                    for (var p = 0; p < k; p++)
                    {
                        sum += a[transposeA ? (p * m) + i : (i * k) + p] * b[(j * k) + p];
                    }

                    c[(i * n) + j] = sum;
                }
            }

            return;
        }

        Array.Clear(c);
        for (var i = 0; i < m; i++)
        {
            for (var p = 0; p < k; p++)
            {
                var factor = a[transposeA ? (p * m) + i : (i * k) + p];
                for (var j = 0; j < n; j++)
                {
                    c[(i * n) + j] += factor * b[(p * n) + j];
                }
            }
        }
    }

    /// <summary>
    /// A row at a time with the platform's vectorized functions: Dot where the rows of b are what is multiplied, else MultiplyAdd.
    /// </summary>
    public static void Primitives(bool transposeA, bool transposeB, int m, int n, int k, float[] a, float[] b, float[] c)
    {
        if (transposeB && !transposeA)
        {
            for (var i = 0; i < m; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    c[(i * n) + j] = TensorPrimitives.Dot<float>(a.AsSpan(i * k, k), b.AsSpan(j * k, k));
                }
            }

            return;
        }

        if (transposeB)
        {
            throw new NotSupportedException("Both operands transposed.");
        }

        Array.Clear(c);
        for (var i = 0; i < m; i++)
        {
            var row = c.AsSpan(i * n, n);
            for (var p = 0; p < k; p++)
            {
                TensorPrimitives.MultiplyAdd(b.AsSpan(p * n, n), a[transposeA ? (p * m) + i : (i * k) + p], row, row);
            }
        }
    }
}

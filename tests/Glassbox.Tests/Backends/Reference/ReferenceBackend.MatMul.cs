using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <remarks>The matrix product.</remarks>
internal sealed partial class ReferenceBackend
{
    public void MatMul(
        bool transposeA, bool transposeB, int count, int m, int n, int k, Storage a, Storage b, Storage? bias, Storage c, bool relu)
    {
        ReferenceValues.CheckApart(c, a, b, bias);
        for (var i = 0; i < count; i++)
        {
            MatMul(
                transposeA, transposeB, m, n, k, a.Window(i * m * k, m * k), b.Window(i * k * n, k * n), bias, c.Window(i * m * n, m * n),
                relu);
        }
    }

    private static void MatMul(
        bool transposeA, bool transposeB, int m, int n, int k, Storage a, Storage b, Storage? bias, Storage c, bool relu)
    {
        if (c.DType.IsFloating)
        {
            c.Put(Product(transposeA, transposeB, m, n, k, a.Reals(), b.Reals(), bias?.Reals(), relu));
        }
        else
        {
            c.Put(Product(transposeA, transposeB, m, n, k, a.Wholes(), b.Wholes(), bias?.Wholes()));
        }
    }

    private static double[] Product(
        bool transposeA, bool transposeB, int m, int n, int k, double[] a, double[] b, double[]? bias, bool relu)
    {
        var c = new double[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = bias is null ? 0 : bias[j];
                for (var p = 0; p < k; p++)
                {
                    sum += a[transposeA ? (p * m) + i : (i * k) + p] * b[transposeB ? (j * k) + p : (p * n) + j];
                }

                c[(i * n) + j] = relu ? Math.Max(sum, 0) : sum;
            }
        }

        return c;
    }

    /// <summary>Of whole numbers, which wrap around.</summary>
    private static long[] Product(bool transposeA, bool transposeB, int m, int n, int k, long[] a, long[] b, long[]? bias)
    {
        var c = new long[m * n];
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var sum = bias is null ? 0 : bias[j];
                for (var p = 0; p < k; p++)
                {
                    sum = unchecked(sum + (a[transposeA ? (p * m) + i : (i * k) + p] * b[transposeB ? (j * k) + p : (p * n) + j]));
                }

                c[(i * n) + j] = sum;
            }
        }

        return c;
    }
}

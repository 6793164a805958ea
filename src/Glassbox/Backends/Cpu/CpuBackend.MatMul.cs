namespace Glassbox.Backends.Cpu;

internal sealed partial class CpuBackend
{
    /// <summary>The number of multiplications from which a single product is parallelized.</summary>
    private const long LargeProduct = 1 << 18;

    public void MatMul(bool transposeA, bool transposeB, int count, int m, int n, int k, Storage a, Storage b, Storage? bias, Storage c,
        bool relu)
    {
        if (count == 1)
        {
            MatMul(transposeA, transposeB, m, n, k, a, b, bias, c, relu);
            return;
        }

        // Small products of a batch run in parallel, large ones in sequence, each on all threads.
        if ((long)m * n * k < LargeProduct)
        {
            WorkSplit.For(count, One);
            return;
        }

        for (var i = 0; i < count; i++)
        {
            One(i);
        }

        void One(int i) => MatMul(
            transposeA, transposeB, m, n, k, a.Window(i * m * k, m * k), b.Window(i * k * n, k * n), bias, c.Window(i * m * n, m * n),
            relu);
    }

    private static void MatMul(bool transposeA, bool transposeB, int m, int n, int k, Storage a, Storage b, Storage? bias, Storage c,
        bool relu)
    {
        switch (c.DType.Name)
        {
            case "float32": MatMul<float>(transposeA, transposeB, m, n, k, a, b, bias, c, relu); break;
            case "float64": MatMul<double>(transposeA, transposeB, m, n, k, a, b, bias, c, relu); break;
            case "int32": MatMul<int>(transposeA, transposeB, m, n, k, a, b, bias, c, relu); break;
            case "int64": MatMul<long>(transposeA, transposeB, m, n, k, a, b, bias, c, relu); break;
            default: throw new NotSupportedException($"Matrix product of {c.DType}.");
        }
    }

    private static void MatMul<T>(bool transposeA, bool transposeB, int m, int n, int k, Storage a, Storage b, Storage? bias, Storage c,
        bool relu)
        where T : unmanaged, System.Numerics.INumber<T> =>
        MatrixProduct.Multiply(transposeA, transposeB, m, n, k, a.Span<T>(), b.Span<T>(),
            bias is null ? default(ReadOnlySpan<T>) : bias.Span<T>(), c.Span<T>(), relu,
            skipsZeros: m == 1 && !transposeB && b.IsKnownFinite());
}

namespace Glassbox.Backends.Cpu;

internal sealed partial class CpuBackend
{
    public void MatMul(bool transposeA, bool transposeB, int m, int n, int k, Storage a, Storage b, Storage? bias, Storage c, bool relu = false)
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

    private static void MatMul<T>(bool transposeA, bool transposeB, int m, int n, int k, Storage a, Storage b, Storage? bias, Storage c, bool relu)
        where T : unmanaged, System.Numerics.INumber<T> =>
        MatrixProduct.Multiply(transposeA, transposeB, m, n, k, a.Span<T>(), b.Span<T>(), bias is null ? default(ReadOnlySpan<T>) : bias.Span<T>(), c.Span<T>(), relu,
            skipsZeros: m == 1 && !transposeB && b.IsKnownFinite());
}

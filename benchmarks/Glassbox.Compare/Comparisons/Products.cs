using Glassbox.Backends.Cpu;
using Glassbox.Benchmarks;

namespace Glassbox.Compare;

/// <summary>Matrix products against OpenBLAS, and against what a .NET user would write.</summary>
internal static unsafe class Products
{
    private static IEnumerable<ProductShape> Few =>
        ProductShape.All.Where(shape => shape.Name is "128x784x784" or "128x784xT784" or "1x784x784");

    /// <summary>OpenBLAS.</summary>
    public static IEnumerable<Func<Comparison>> All(int threads) => ProductShape.All.Select(shape => (Func<Comparison>)(() => Against(
        "product", shape, threads, OpenBlas.IsAvailable ? Blas : null)));

    /// <summary>Loops, as a .NET user would write them, on one thread.</summary>
    public static IEnumerable<Func<Comparison>> Naive() =>
        Few.Select(shape => (Func<Comparison>)(() => Against("naive", shape, 1, PlainProducts.Loops)));

    /// <summary>The platform's vectorized functions a row at a time, on one thread.</summary>
    public static IEnumerable<Func<Comparison>> Primitives() =>
        Few.Select(shape => (Func<Comparison>)(() => Against("primitives", shape, 1, PlainProducts.Primitives)));

    private static Comparison Against(string family, ProductShape shape, int threads,
        Action<bool, bool, int, int, int, float[], float[], float[]>? peer)
    {
        var (_, transposeA, transposeB, m, n, k) = shape;
        var (a, b, c) = shape.Operands();
        var theirs = Samples.Numbers(m * n, 4);
        return new Comparison(
            $"{family}/{shape.Name}", threads,
            () => MatrixProduct.Multiply<float>(transposeA, transposeB, m, n, k, a, b, default, c),
            peer is null ? null : () => peer(transposeA, transposeB, m, n, k, a, b, theirs))
        {
            FloatingPointOperations = shape.FloatingPointOperations,
        };
    }

    private static void Blas(bool transposeA, bool transposeB, int m, int n, int k, float[] a, float[] b, float[] c)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            OpenBlas.Multiply(transposeA, transposeB, m, n, k, pa, pb, pc);
        }
    }
}

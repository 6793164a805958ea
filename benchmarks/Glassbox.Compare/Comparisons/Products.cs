using Glassbox.Backends.Cpu;

namespace Glassbox.Compare;

/// <summary>
/// Matrix products against OpenBLAS: those of a training step of the MNIST classifier, square ones, and a single row. A <c>T</c> marks a transposed operand.
/// </summary>
internal static unsafe class Products
{
    private static readonly (string Name, bool TransposeA, bool TransposeB, int M, int N, int K)[] Shapes =
    [
        ("128x784x784", false, false, 128, 784, 784),
        ("T784x128x784", true, false, 784, 784, 128),
        ("128x784xT784", false, true, 128, 784, 784),
        ("128x784x10", false, false, 128, 10, 784),
        ("32x784x512", false, false, 32, 512, 784),
        ("512x512x512", false, false, 512, 512, 512),
        ("1024x1024x1024", false, false, 1024, 1024, 1024),
        ("1x784x784", false, false, 1, 784, 784),
    ];

    public static IEnumerable<Func<Comparison>> All(int threads)
    {
        foreach (var (name, transposeA, transposeB, m, n, k) in Shapes)
        {
            yield return () =>
            {
                var (a, b, c, theirs) = (Numbers(m * k, 1), Numbers(k * n, 2), new float[m * n], Numbers(m * n, 3));
                return new Comparison(
                    $"product/{name}", threads,
                    () => MatrixProduct.Multiply<float>(transposeA, transposeB, m, n, k, a, b, default, c),
                    OpenBlas.IsAvailable ? () => Blas(transposeA, transposeB, m, n, k, a, b, theirs) : null)
                {
                    FloatingPointOperations = 2.0 * m * n * k,
                };
            };
        }
    }

    private static void Blas(bool transposeA, bool transposeB, int m, int n, int k, float[] a, float[] b, float[] c)
    {
        fixed (float* pa = a, pb = b, pc = c)
        {
            OpenBlas.Multiply(transposeA, transposeB, m, n, k, pa, pb, pc);
        }
    }

    private static float[] Numbers(int length, int seed)
    {
        var random = new Random(seed);
        var numbers = GC.AllocateUninitializedArray<float>(length, pinned: true);
        for (var i = 0; i < length; i++)
        {
            numbers[i] = random.NextSingle() - 0.5f;
        }

        return numbers;
    }
}

using System.Runtime.InteropServices;

namespace Glassbox.Compare;

/// <summary>The matrix product of OpenBLAS, called directly: <c>cblas_sgemm</c> of the system's <c>libopenblas.so.0</c>.</summary>
internal static unsafe partial class OpenBlas
{
    private const string Library = "libopenblas.so.0";
    private const int RowMajor = 101;
    private const int Plain = 111;
    private const int Transposed = 112;

    public static bool IsAvailable { get; } = NativeLibrary.TryLoad(Library, out _);

    public static void SetThreads(int threads)
    {
        if (IsAvailable)
        {
            openblas_set_num_threads(threads);
        }
    }

    /// <summary>c = op(a)·op(b), all dense and row by row.</summary>
    public static void Multiply(bool transposeA, bool transposeB, int m, int n, int k, float* a, float* b, float* c) => cblas_sgemm(
        RowMajor, transposeA ? Transposed : Plain, transposeB ? Transposed : Plain, m, n, k, 1, a, transposeA ? m : k, b,
        transposeB ? k : n, 0, c, n);

    [LibraryImport(Library)]
    private static partial void openblas_set_num_threads(int threads);

    [LibraryImport(Library)]
    private static partial void cblas_sgemm(
        int layout, int transposeA, int transposeB, int m, int n, int k, float alpha, float* a, int lda, float* b, int ldb, float beta,
        float* c, int ldc);
}

using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>The matrix product: plain loops, a matrix with a vector, and tiles, of one thread and of several.</summary>
internal static class ProductRows
{
    private static readonly Gen<(int M, int N, int K)> Matrices = Gen.Frequency(
        (150, SmallMatrices),
        (1, Numbers.OneOf([(301, 211, 203), (1, 4001, 2003), (4001, 1, 2003), (1, 1, 1_000_003), (1_000_003, 2, 1)])));

    private static Gen<(int M, int N, int K)> SmallMatrices => Gen.Select(MatrixExtent, MatrixExtent, MatrixExtent);

    private static Gen<int> MatrixExtent => Gen.OneOf(Gen.Const(1), Gen.Int[0, 7], Numbers.Extent);

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.MatMul)] = new(300,
            from count in Gen.Frequency((3, Gen.Const(1)), (1, Gen.Int[0, 5]))
            from extents in count == 1 ? Matrices : SmallMatrices
            from transposeA in Gen.Bool
            from transposeB in Gen.Bool
            from withBias in Gen.Bool
            from relu in Gen.Bool
            from dtype in Numbers.OneOf([DType.Int32, DType.Int64, DType.Float32, DType.Float64])
            from seed in Numbers.Seed
            select new OracleCase($"{dtype} {count} of {extents} transposed {(transposeA, transposeB)} bias {withBias} relu {relu}", seed,
                both =>
            {
                var (m, n, k) = extents;
                var (a, b, bias) = (Operand(count * m * k, seed), Operand(count * k * n, seed + 1), withBias ? Operand(n, seed + 2) : null);
                var c = both.Output(dtype, count * m * n);
                void Call(IBackend backend, Side side) => backend.MatMul(
                    transposeA, transposeB, count, m, n, k, side.Of(a), side.Of(b), side.Of(bias), side.Of(c), relu && dtype.IsFloating);
                both.Run(Call);
                if (dtype.IsFloating)
                {
                    both.AssertNear(c, 16, Magnitudes.Of(c, Call));
                }
                else
                {
                    both.AssertSame(c);
                }

                Pair Operand(int size, int start) =>
                    dtype.IsFloating ? both.Input(dtype, Values.Mostly(dtype, size, start)) : both.Any(dtype, size, start);
            })),
    };
}

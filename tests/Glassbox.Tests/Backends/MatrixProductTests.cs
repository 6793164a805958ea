using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Tests.Backends.Oracle;
using Glassbox.Tests.Backends.Reference;

namespace Glassbox.Tests.Backends;

/// <summary>The tiled matrix product against the reference backend, for each width of vectors, with guards around every buffer.</summary>
public class MatrixProductTests
{
    private static readonly Gen<(bool TransposeA, bool TransposeB, bool WithBias, bool Relu)> Ways =
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool);

    public static TheoryData<int> Widths => [.. new[] { 128, 256, 512 }.Where(bits => bits <= VectorWidth.Widest)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_tiled_product_is_that_of_the_reference_backend_and_touches_nothing_else(int bits) =>
        Gen.Select(Numbers.Extent, Numbers.Extent, Numbers.Extent, Ways, Numbers.Seed)
        .Sample((m, n, k, way, seed) =>
        {
            CheckTiled<float>(bits, m, n, k, way, seed);
            CheckTiled<double>(bits, m, n, k, way, seed);
        }, iter: 100);

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_product_deeper_wider_and_taller_than_all_blocks_is_right(int bits)
    {
        CheckTiled<float>(bits, 2051, 5, 33, (false, true, true, true), 1);
        CheckTiled<float>(bits, 5, 2053, 33, (true, false, true, false), 2);
        CheckTiled<float>(bits, 7, 9, 4099, (false, false, true, true), 3);
        CheckTiled<double>(bits, 7, 1031, 517, (true, true, true, true), 4);
        CheckTiled<float>(bits, 1051, 21, 700, (true, false, false, true), 5);
    }

    /// <summary>
    /// They push each other out of the caches and are packed, those of a if enough columns meet them, those of b if enough rows do.
    /// </summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void A_product_whose_rows_lie_a_multiple_of_4096_bytes_apart_is_right(int bits)
    {
        CheckTiled<float>(bits, 250, 70, 1024, (false, false, true, false), 1);
        CheckTiled<float>(bits, 160, 1024, 9, (false, false, false, true), 2);
        CheckTiled<float>(bits, 1024, 50, 131, (true, true, true, true), 3);
        CheckTiled<double>(bits, 145, 512, 512, (false, true, false, false), 4);
    }

    /// <summary>
    /// Results are cut into blocks, for the caches, and into parts, for the threads. The shapes: many blocks of rows; more columns than are
    /// packed at a time; k too long for keeping all of b packed.
    /// </summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void An_element_has_the_same_bits_in_whichever_part_of_a_product_it_is_computed(int bits)
    {
        foreach (var (m, n, k) in new[] { (300, 70, 600), (150, 70_001, 31), (150, 33, 66_001), (31, 300_001, 7) })
        {
            var (a, b) = (Numbers.Tame<float>(m * k, 1), Numbers.Tame<float>(k * n, 2));
            var whole = new float[m * n];
            Tiled<float>(bits, false, false, m, n, k, a, b, default, whole, relu: false);

            // The last rows and columns, which no first block holds.
            var (rows, columns) = (5, 9);
            var corner = new float[k * columns];
            for (var p = 0; p < k; p++)
            {
                b.AsSpan((p * n) + n - columns, columns).CopyTo(corner.AsSpan(p * columns));
            }

            var part = new float[rows * columns];
            Tiled<float>(bits, false, false, rows, columns, k, a.AsSpan((m - rows) * k), corner, default, part, relu: false);
            for (var i = 0; i < rows; i++)
            {
                Assert.Equal(part.AsSpan(i * columns, columns), whole.AsSpan(((m - rows + i) * n) + n - columns, columns));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void NaN_and_infinity_go_where_they_belong(int bits)
    {
        Check<float>();
        Check<double>();

        void Check<T>() where T : unmanaged, IFloatingPointIeee754<T>
        {
            var (m, n, k) = (30, 70, 150);
            var (a, b) = (Numbers.Tame<T>(m * k, 1), Numbers.Tame<T>(k * n, 2));
            a[(3 * k) + 5] = T.NaN;
            a[(4 * k) + 5] = T.PositiveInfinity;
            var c = new T[m * n];
            Tiled<T>(bits, false, false, m, n, k, a, b, default, c, relu: false);
            for (var j = 0; j < n; j++)
            {
                Assert.True(T.IsNaN(c[(3 * n) + j]));
                Assert.Equal(b[(5 * n) + j] > T.Zero ? T.PositiveInfinity : T.NegativeInfinity, c[(4 * n) + j]);
                Assert.True(T.IsFinite(c[(5 * n) + j]));
            }
        }
    }

    private static unsafe void Tiled<T>(int bits, bool transposeA, bool transposeB, int m, int n, int k, Span<T> a, Span<T> b, Span<T> bias,
        Span<T> c, bool relu)
        where T : unmanaged, INumber<T>
    {
        fixed (T* pa = a, pb = b, pBias = bias, pc = c)
        {
            var viewA = MatrixView<T>.Dense(pa, transposeA ? m : k, transposeA);
            var viewB = MatrixView<T>.Dense(pb, transposeB ? k : n, transposeB);
            switch (bits)
            {
                case 128:
                    TiledProduct<T, MicroKernel<ProductVector128<T>,
                    T>>.Multiply(m, n, k, viewA, viewB, pBias, new(pc, n, 1), relu); break;
                case 256:
                    TiledProduct<T, MicroKernel<ProductVector256<T>,
                    T>>.Multiply(m, n, k, viewA, viewB, pBias, new(pc, n, 1), relu); break;
                default:
                    TiledProduct<T, MicroKernel<ProductVector512<T>,
                    T>>.Multiply(m, n, k, viewA, viewB, pBias, new(pc, n, 1), relu); break;
            }
        }
    }

    private static void CheckTiled<T>(int bits, int m, int n, int k, (bool TransposeA, bool TransposeB, bool WithBias, bool Relu) way,
        int seed)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Nothing to add up, and single rows and columns, are done elsewhere.
        if (m <= 1 || n <= 1 || k == 0)
        {
            return;
        }

        var both = new BothBackends($"{bits} bits, [{m},{k}]·[{k},{n}] {way}", seed);
        var (a, b) = (Operand(m * k, seed), Operand(k * n, seed + 1));
        var (bias, c) = (way.WithBias ? Operand(n, seed + 2) : null, both.Output(DType.Of<T>(), m * n));
        both.Run(Multiply);
        both.AssertNear(c, 16, Magnitudes.Of(c, Multiply));

        Pair Operand(int length, int start) => both.Input(DType.Of<T>(), Values.Tame(DType.Of<T>(), length, start));

        void Multiply(IBackend backend, Side side)
        {
            if (backend is ReferenceBackend)
            {
                backend.MatMul(way.TransposeA, way.TransposeB, 1, m, n, k, side.Of(a), side.Of(b), side.Of(bias), side.Of(c), way.Relu);
                return;
            }

            var start = bias is null ? default : side.Of(bias).Span<T>();
            Tiled(bits, way.TransposeA, way.TransposeB, m, n, k, side.Of(a).Span<T>(), side.Of(b).Span<T>(), start, side.Of(c).Span<T>(),
                way.Relu);
        }
    }
}

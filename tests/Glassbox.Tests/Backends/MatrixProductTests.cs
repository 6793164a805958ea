using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>The matrix product against plain loops in double precision, for each width of vectors and each element type, with guards around every buffer.</summary>
public class MatrixProductTests
{
    private static readonly Gen<(bool TransposeA, bool TransposeB, bool WithBias, bool Relu)> Ways = Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool);

    public static TheoryData<int> Widths => [.. new[] { 128, 256, 512 }.Where(bits => bits <= VectorWidth.Widest)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_tiled_product_equals_plain_loops_in_double_precision_and_touches_nothing_else(int bits) => Gen.Select(Numbers.Extent, Numbers.Extent, Numbers.Extent, Ways, Numbers.Seed)
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

    /// <summary>They push each other out of the caches and are packed, those of a if enough columns meet them, those of b if enough rows do.</summary>
    [Theory]
    [MemberData(nameof(Widths))]
    public void A_product_whose_rows_lie_a_multiple_of_4096_bytes_apart_is_right(int bits)
    {
        CheckTiled<float>(bits, 250, 70, 1024, (false, false, true, false), 1);
        CheckTiled<float>(bits, 160, 1024, 9, (false, false, false, true), 2);
        CheckTiled<float>(bits, 1024, 50, 131, (true, true, true, true), 3);
        CheckTiled<double>(bits, 145, 512, 512, (false, true, false, false), 4);
    }

    /// <summary>The backend chooses among plain loops, a matrix with a vector, and tiles.</summary>
    [Fact]
    public void A_product_of_any_shape_and_type_equals_plain_loops()
    {
        var extent = Gen.OneOf(Gen.Const(1), Gen.Int[0, 7], Numbers.Extent);
        Gen.Select(extent, extent, extent, Ways, Numbers.Seed).Sample((m, n, k, way, seed) =>
        {
            Check<float>(m, n, k, way, seed);
            Check<double>(m, n, k, way, seed);
            CheckWhole<int>(m, n, k, way, seed);
            CheckWhole<long>(m, n, k, way, seed);
        }, iter: 150);
    }

    [Fact]
    public void A_product_large_enough_for_several_threads_equals_plain_loops()
    {
        foreach (var transpose in new[] { false, true })
        {
            Check<float>(301, 211, 203, (transpose, !transpose, true, true), 1);
            Check<float>(211, 301, 203, (transpose, transpose, true, false), 2);
            Check<float>(1, 4001, 2003, (false, transpose, true, true), 3);
        }

        Check<float>(4001, 1, 2003, (true, false, true, true), 4);
        Check<float>(1, 1, 1_000_003, (false, false, false, false), 5);
        Check<float>(1_000_003, 2, 1, (false, false, true, true), 6);
    }

    /// <summary>
    /// Results are cut into blocks, for the caches, and into parts, for the threads. The shapes: many blocks of rows; more columns than are packed at a time; k too long for keeping all of b packed.
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

    private static unsafe void Tiled<T>(int bits, bool transposeA, bool transposeB, int m, int n, int k, Span<T> a, Span<T> b, Span<T> bias, Span<T> c, bool relu)
        where T : unmanaged, INumber<T>
    {
        fixed (T* pa = a, pb = b, pBias = bias, pc = c)
        {
            var viewA = MatrixView<T>.Dense(pa, transposeA ? m : k, transposeA);
            var viewB = MatrixView<T>.Dense(pb, transposeB ? k : n, transposeB);
            switch (bits)
            {
                case 128: TiledProduct<T, Kernel128<T>>.Multiply(m, n, k, viewA, viewB, pBias, new(pc, n, 1), relu); break;
                case 256: TiledProduct<T, Kernel256<T>>.Multiply(m, n, k, viewA, viewB, pBias, new(pc, n, 1), relu); break;
                default: TiledProduct<T, Kernel512<T>>.Multiply(m, n, k, viewA, viewB, pBias, new(pc, n, 1), relu); break;
            }
        }
    }

    private static void CheckTiled<T>(int bits, int m, int n, int k, (bool TransposeA, bool TransposeB, bool WithBias, bool Relu) way, int seed)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        // Nothing to add up, and single rows and columns, are done elsewhere.
        if (m > 1 && n > 1 && k > 0)
        {
            Check<T>(m, n, k, way, seed, (a, b, bias, c) =>
                Tiled(bits, way.TransposeA, way.TransposeB, m, n, k, a.Span<T>(), b.Span<T>(), bias is null ? default : bias.Span<T>(), c.Span<T>(), way.Relu));
        }
    }

    private static void Check<T>(int m, int n, int k, (bool TransposeA, bool TransposeB, bool WithBias, bool Relu) way, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
        Check<T>(m, n, k, way, seed, (a, b, bias, c) => Device.Current.MatMul(way.TransposeA, way.TransposeB, 1, m, n, k, a, b, bias, c, way.Relu));

    private static void Check<T>(
        int m, int n, int k, (bool TransposeA, bool TransposeB, bool WithBias, bool Relu) way, int seed, Action<Storage, Storage, Storage?, Storage> multiply)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (a, b, bias) = (Numbers.Tame<T>(m * k, seed), Numbers.Tame<T>(k * n, seed + 1), Numbers.Tame<T>(n, seed + 2));
        var memory = new GuardedMemory(seed);
        var c = memory.Output<T>(m * n);
        multiply(memory.Input<T>(a), memory.Input<T>(b), way.WithBias ? memory.Input<T>(bias) : null, c);
        memory.AssertIntact();
        var (exactA, exactB, exactBias) = (Numbers.Exactly<T>(a), Numbers.Exactly<T>(b), Numbers.Exactly<T>(bias));
        var (expected, sizes) = (new double[m * n], new double[m * n]);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var (sum, size) = (way.WithBias ? exactBias[j] : 0.0, 1.0);
                for (var p = 0; p < k; p++)
                {
                    var term = exactA[way.TransposeA ? (p * m) + i : (i * k) + p] * exactB[way.TransposeB ? (j * k) + p : (p * n) + j];
                    (sum, size) = (sum + term, size + Math.Abs(term));
                }

                expected[(i * n) + j] = way.Relu ? Math.Max(sum, 0) : sum;
                sizes[(i * n) + j] = size;
            }
        }

        Near.AssertEqual<T>(expected, c, 16, sizes, $"[{m},{k}]·[{k},{n}] {way}");
    }

    /// <summary>Whole numbers wrap around.</summary>
    private static void CheckWhole<T>(int m, int n, int k, (bool TransposeA, bool TransposeB, bool WithBias, bool Relu) way, int seed) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        var (a, b, bias) = (Numbers.Whole<T>(m * k, seed), Numbers.Whole<T>(k * n, seed + 1), Numbers.Whole<T>(n, seed + 2));
        var memory = new GuardedMemory(seed);
        var c = memory.Output<T>(m * n);
        Device.Current.MatMul(way.TransposeA, way.TransposeB, 1, m, n, k, memory.Input<T>(a), memory.Input<T>(b), way.WithBias ? memory.Input<T>(bias) : null, c, relu: false);
        memory.AssertIntact();
        var expected = new T[m * n];
        for (var i = 0; i < expected.Length; i++)
        {
            expected[i] = way.WithBias ? bias[i % n] : T.Zero;
            for (var p = 0; p < k; p++)
            {
                expected[i] += a[way.TransposeA ? (p * m) + (i / n) : (i / n * k) + p] * b[way.TransposeB ? (i % n * k) + p : (p * n) + (i % n)];
            }
        }

        Assert.Equal(expected, c.Span<T>().ToArray());
    }
}

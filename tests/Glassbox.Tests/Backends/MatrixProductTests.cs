using CsCheck;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>The matrix product against plain loops in double precision, for each width of vectors, with canaries around every buffer.</summary>
public class MatrixProductTests
{
    private const int Margin = 37;
    private const float Canary = 1.25e30f;

    private static readonly Gen<int> Extent = Gen.OneOf(Gen.Int[0, 3], Gen.Int[1, 40], Gen.OneOf(Gen.Const(64), Gen.Const(97), Gen.Const(127), Gen.Const(128), Gen.Const(257)));

    public static TheoryData<int> Widths => [.. new[] { 128, 256, 512 }.Where(bits => bits <= VectorWidth.Widest)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_product_equals_plain_loops_in_double_precision_and_touches_nothing_else(int bits) => Gen.Select(Extent, Extent, Extent, Gen.Bool, Gen.Bool, Gen.Bool, Gen.Bool)
        .Sample((m, n, k, transposeA, transposeB, withBias, relu) => Check(bits, m, n, k, transposeA, transposeB, withBias, relu), iter: 150);

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_product_deeper_wider_and_taller_than_all_blocks_is_right(int bits)
    {
        Check(bits, 2051, 5, 33, false, true, true, true);
        Check(bits, 5, 2053, 33, true, false, true, false);
        Check(bits, 7, 9, 4099, false, false, true, true);
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
            var (a, b) = (Numbers(m * k, 1), Numbers(k * n, 2));
            var whole = new float[m * n];
            Multiply(bits, false, false, m, n, k, a, b, default, whole, relu: false);

            // The last rows and columns, which no first block holds.
            var (rows, columns) = (5, 9);
            var corner = new float[k * columns];
            for (var p = 0; p < k; p++)
            {
                b.AsSpan((p * n) + n - columns, columns).CopyTo(corner.AsSpan(p * columns));
            }

            var part = new float[rows * columns];
            Multiply(bits, false, false, rows, columns, k, a.AsSpan((m - rows) * k), corner, default, part, relu: false);
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
        var (m, n, k) = (30, 70, 150);
        var (a, b) = (Numbers(m * k, 1), Numbers(k * n, 2));
        a[(3 * k) + 5] = float.NaN;
        a[(4 * k) + 5] = float.PositiveInfinity;
        var c = new float[m * n];
        Multiply(bits, false, false, m, n, k, a, b, default, c, relu: false);
        for (var j = 0; j < n; j++)
        {
            Assert.True(float.IsNaN(c[(3 * n) + j]));
            Assert.Equal(b[(5 * n) + j] > 0 ? float.PositiveInfinity : float.NegativeInfinity, c[(4 * n) + j]);
            Assert.True(float.IsFinite(c[(5 * n) + j]));
        }
    }

    private static unsafe void Multiply(int bits, bool transposeA, bool transposeB, int m, int n, int k, Span<float> a, Span<float> b, Span<float> bias, Span<float> c, bool relu)
    {
        if (m == 0 || n == 0 || k == 0 || m == 1 || n == 1)
        {
            MatrixProduct.Multiply<float>(transposeA, transposeB, m, n, k, a, b, bias, c, relu);
            return;
        }

        fixed (float* pa = a, pb = b, pBias = bias, pc = c)
        {
            var viewA = MatrixView<float>.Dense(pa, transposeA ? m : k, transposeA);
            var viewB = MatrixView<float>.Dense(pb, transposeB ? k : n, transposeB);
            switch (bits)
            {
                case 128: TiledProduct<float, Kernel128<float>>.Multiply(m, n, k, viewA, viewB, pBias, new(pc, n, 1), relu); break;
                case 256: TiledProduct<float, Kernel256<float>>.Multiply(m, n, k, viewA, viewB, pBias, new(pc, n, 1), relu); break;
                default: TiledProduct<float, Kernel512<float>>.Multiply(m, n, k, viewA, viewB, pBias, new(pc, n, 1), relu); break;
            }
        }
    }

    private static void Check(int bits, int m, int n, int k, bool transposeA, bool transposeB, bool withBias, bool relu)
    {
        var (a, b, bias, c) = (Guarded(m * k, 1), Guarded(k * n, 2), Guarded(n, 3), Guarded(m * n, 4));
        var addend = withBias ? Inner(bias) : default;
        Multiply(bits, transposeA, transposeB, m, n, k, Inner(a), Inner(b), addend, Inner(c), relu);
        for (var i = 0; i < m; i++)
        {
            for (var j = 0; j < n; j++)
            {
                var (sum, size) = (addend.IsEmpty ? 0.0 : addend[j], 1.0);
                for (var p = 0; p < k; p++)
                {
                    var term = (double)Inner(a)[transposeA ? (p * m) + i : (i * k) + p] * Inner(b)[transposeB ? (j * k) + p : (p * n) + j];
                    (sum, size) = (sum + term, size + Math.Abs(term));
                }

                var expected = relu ? Math.Max(sum, 0) : sum;
                Assert.True(Math.Abs(expected - Inner(c)[(i * n) + j]) <= 1e-6 * size, $"[{m},{k}]·[{k},{n}] at ({i}, {j}): {Inner(c)[(i * n) + j]} instead of {expected}");
            }
        }

        foreach (var buffer in new[] { a, b, bias, c })
        {
            Assert.All(buffer[..Margin].Concat(buffer[^Margin..]), value => Assert.Equal(Canary, value));
        }
    }

    private static Span<float> Inner(float[] guarded) => guarded.AsSpan(Margin..^Margin);

    private static float[] Guarded(int length, int seed)
    {
        var buffer = new float[length + (2 * Margin)];
        buffer.AsSpan().Fill(Canary);
        Numbers(length, seed).CopyTo(buffer, Margin);
        return buffer;
    }

    private static float[] Numbers(int length, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[length];
        for (var i = 0; i < length; i++)
        {
            numbers[i] = (random.NextSingle() * 2) - 1;
        }

        return numbers;
    }
}

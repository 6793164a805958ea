using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Normalization of what no cache holds, and of what is no number.</summary>
public class NormalizationKernelTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(96)]
    public void Columns_of_arrays_that_no_cache_holds_are_what_they_are_piece_by_piece(int columns)
    {
        const int Piece = 1_000;
        var rows = ((int)(Memory.NonTemporalByteThreshold / sizeof(float)) / columns) + 77;
        var memory = new GuardedMemory(1, isAligned: true);
        var (x, dy, gamma, beta) = (memory.Output<float>(rows * columns), memory.Output<float>(rows * columns),
            memory.Input<float>(Numbers.Tame<float>(columns, 1)), memory.Input<float>(Numbers.Tame<float>(columns, 2)));
        for (var i = 0; i < x.Length; i++)
        {
            (x.Span<float>()[i], dy.Span<float>()[i]) = ((i % 1_003) - 500, (i % 997) - 490);
        }

        var (mean, deviation, sums, products) = (memory.Input<float>(Numbers.Tame<float>(columns, 3)), memory.Output<float>(columns),
            memory.Input<float>(Numbers.Tame<float>(columns, 4)), memory.Input<float>(Numbers.Tame<float>(columns, 5)));
        deviation.Span<float>().Fill(1.7f);
        var (y, piece) = (memory.Output<float>(rows * columns), memory.Output<float>(Piece * columns));
        Device.Current.NormalizeColumns(x, mean, deviation, gamma, beta, y);
        for (var first = 0; first + Piece <= rows; first += Piece)
        {
            Device.Current.NormalizeColumns(x.Window(first * columns, piece.Length), mean, deviation, gamma, beta, piece);
            Assert.True(y.Span<float>().Slice(first * columns, piece.Length).SequenceEqual(piece.Span<float>()), $"rows from {first}");
        }

        Device.Current.NormalizeColumnsGradient(dy, x, mean, deviation, gamma, products, sums, y);
        memory.AssertIntact();
        for (var i = rows * columns - 1; i >= 0; i -= 10_007)
        {
            var c = i % columns;
            var (n, gradient, centered) = ((double)rows, dy.Span<float>()[i], x.Span<float>()[i] - mean.Span<float>()[c]);
            var expected = (gradient - (sums.Span<float>()[c] / n) - (centered * products.Span<float>()[c] / (n * 1.7)))
                * gamma.Span<float>()[c] / 1.7;
            Assert.Equal(expected, y.Span<float>()[i], Math.Abs(expected * 1e-4) + 1e-4);
        }
    }

    [Fact]
    public void What_is_no_number_stays_in_its_column_or_row()
    {
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            var x = Numbers.Tame<float>(100 * 40, 1);
            x[(31 * 40) + 7] = bad;
            var y = Ops.NormalizeLast(Tensor.FromSpan<float>(x).Reshape(100, 40), 1, true, null, null, 1e-3);
            Assert.Equal([31], Enumerable.Range(0, 100).Where(row => !float.IsFinite(y[row].ToArray<float>().Sum())));
            var (middle, variance) = Ops.ColumnMoments(Tensor.FromSpan<float>(x).Reshape(100, 40));
            Assert.Equal([7], Enumerable.Range(0, 40).Where(column => !float.IsFinite(middle.ToArray<float>()[column])));
            Assert.Equal([7], Enumerable.Range(0, 40).Where(column => float.IsNaN(variance.ToArray<float>()[column])));
        }
    }
}

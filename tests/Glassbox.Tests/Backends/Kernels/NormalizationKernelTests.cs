using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Normalization of columns and of rows, and its gradients, against the formulas in double precision.</summary>
public class NormalizationKernelTests
{
    private static readonly Gen<int> Few = Gen.OneOf(Gen.Int[1, 9], Gen.Const(16), Gen.Const(31), Gen.Const(64), Gen.Const(257));
    private static readonly Gen<int> Many = Gen.OneOf(Gen.Int[1, 40], Gen.Const(97), Gen.Const(1031), Gen.Const(4099));

    [Fact]
    public void Columns() => Gen.Select(Many, Few, Gen.Bool, Numbers.Seed).Sample((rows, columns, weights, seed) =>
    {
        CheckColumns<float>(rows, columns, weights, seed);
        CheckColumns<double>(rows, columns, weights, seed);
    }, iter: 20);

    [Fact]
    public void Few_columns_of_many_rows_are_as_exact_as_many() => CheckColumns<float>(4099, 2, weights: true, seed: 906469);

    [Theory]
    [InlineData(32)]
    [InlineData(96)]
    public void Columns_of_arrays_that_no_cache_holds_are_what_they_are_piece_by_piece(int columns)
    {
        const int Piece = 1_000;
        var rows = ((int)(Memory.CachedBytes / sizeof(float)) / columns) + 77;
        var memory = new GuardedMemory(1, isAligned: true);
        var (x, dy, gamma, beta) = (memory.Output<float>(rows * columns), memory.Output<float>(rows * columns), memory.Input<float>(Numbers.Tame<float>(columns, 1)), memory.Input<float>(Numbers.Tame<float>(columns, 2)));
        for (var i = 0; i < x.Length; i++)
        {
            (x.Span<float>()[i], dy.Span<float>()[i]) = ((i % 1_003) - 500, (i % 997) - 490);
        }

        var (mean, deviation, sums, products) = (memory.Input<float>(Numbers.Tame<float>(columns, 3)), memory.Output<float>(columns), memory.Input<float>(Numbers.Tame<float>(columns, 4)), memory.Input<float>(Numbers.Tame<float>(columns, 5)));
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
            var expected = (gradient - (sums.Span<float>()[c] / n) - (centered * products.Span<float>()[c] / (n * 1.7))) * gamma.Span<float>()[c] / 1.7;
            Assert.Equal(expected, y.Span<float>()[i], Math.Abs(expected * 1e-4) + 1e-4);
        }
    }

    [Fact]
    public void Rows() => Gen.Select(Few, Many, Gen.Bool, Gen.Bool, Numbers.Seed).Sample((rows, columns, weights, centered, seed) =>
    {
        CheckRows<float>(rows, columns, weights, centered, seed);
        CheckRows<double>(rows, columns, weights, centered, seed);
    }, iter: 20);

    [Fact]
    public void Groups_of_columns() => Gen.Select(Gen.Int[1, 5], Gen.OneOf(Gen.Int[1, 40], Gen.Const(1031)), Gen.Int[1, 4], Gen.Int[1, 9], Gen.Bool, Numbers.Seed).Sample((samples, rows, groups, members, weights, seed) =>
    {
        CheckGroups<float>(samples, rows, groups, members, weights, seed);
        CheckGroups<double>(samples, rows, groups, members, weights, seed);
    }, iter: 30);

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

    private static void CheckColumns<T>(int rows, int columns, bool weights, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (x, dy, gamma, beta) = (Numbers.Tame<T>(rows * columns, seed), Numbers.Tame<T>(rows * columns, seed + 1), Numbers.Tame<T>(columns, seed + 2), Numbers.Tame<T>(columns, seed + 3));
        var memory = new GuardedMemory(seed);
        var (from, gradient) = (memory.Input<T>(x), memory.Input<T>(dy));
        var (factor, offset) = weights ? (memory.Input<T>(gamma), memory.Input<T>(beta)) : (null, (Storage?)null);
        var (mean, variance, deviation) = (memory.Output<T>(columns), memory.Output<T>(columns), memory.Output<T>(columns));
        var (y, dx, dgamma, dbeta) = (memory.Output<T>(x.Length), memory.Output<T>(x.Length), memory.Output<T>(columns), memory.Output<T>(columns));
        Device.Current.ColumnMoments(from, mean, variance);
        for (var c = 0; c < columns; c++)
        {
            deviation.Span<T>()[c] = T.Sqrt(variance.Span<T>()[c] + T.CreateTruncating(0.01));
        }

        Device.Current.NormalizeColumns(from, mean, deviation, factor, offset, y);
        Device.Current.NormalizeColumnsSums(gradient, from, mean, deviation, dgamma, dbeta);
        Device.Current.NormalizeColumnsGradient(gradient, from, mean, deviation, factor, dgamma, dbeta, dx);
        memory.AssertIntact();

        var (means, variances, ys, dxs, dgammas, dbetas) = (new double[columns], new double[columns], new double[x.Length], new double[x.Length], new double[columns], new double[columns]);
        for (var c = 0; c < columns; c++)
        {
            int[] at = [.. Enumerable.Range(0, rows).Select(row => (row * columns) + c)];
            var one = Formula(at, x, dy, _ => weights ? gamma[c] : T.One, true);
            (means[c], variances[c]) = (one.Mean, one.Variance);
            for (var i = 0; i < rows; i++)
            {
                ys[at[i]] = (one.N[i] * (weights ? double.CreateTruncating(gamma[c]) : 1)) + (weights ? double.CreateTruncating(beta[c]) : 0);
                dxs[at[i]] = one.Dx[i];
                dgammas[c] += double.CreateTruncating(dy[at[i]]) * one.N[i];
                dbetas[c] += double.CreateTruncating(dy[at[i]]);
            }
        }

        AssertNear<T>(means, mean, 10);
        AssertNear<T>(variances, variance, 10);
        AssertNear<T>(ys, y, 100);
        AssertNear<T>(dxs, dx, 1000);
        AssertNear<T>(dgammas, dgamma, 20 * rows);
        AssertNear<T>(dbetas, dbeta, 10 * rows);
    }

    private static void CheckRows<T>(int rows, int columns, bool weights, bool centered, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (x, dy, gamma, beta) = (Numbers.Tame<T>(rows * columns, seed), Numbers.Tame<T>(rows * columns, seed + 1), Numbers.Tame<T>(columns, seed + 2), Numbers.Tame<T>(columns, seed + 3));
        var memory = new GuardedMemory(seed);
        var (from, gradient) = (memory.Input<T>(x), memory.Input<T>(dy));
        var (factor, offset) = weights ? (memory.Input<T>(gamma), memory.Input<T>(beta)) : (null, (Storage?)null);
        var (mean, deviation) = (memory.Output<T>(rows), memory.Output<T>(rows));
        var (y, dx, dgamma, dbeta) = (memory.Output<T>(x.Length), memory.Output<T>(x.Length), memory.Output<T>(columns), memory.Output<T>(columns));
        Device.Current.NormalizeRows(centered, from, factor, offset, 0.01, mean, deviation, y);
        Device.Current.NormalizeRowsGradient(centered, gradient, from, mean, deviation, factor, dx, dgamma, dbeta);
        memory.AssertIntact();

        var (means, deviations, ys, dxs, dgammas, dbetas) = (new double[rows], new double[rows], new double[x.Length], new double[x.Length], new double[columns], new double[columns]);
        for (var row = 0; row < rows; row++)
        {
            int[] at = [.. Enumerable.Range(row * columns, columns)];
            var one = Formula(at, x, dy, i => weights ? gamma[i] : T.One, centered);
            (means[row], deviations[row]) = (one.Mean, Math.Sqrt(one.Variance + 0.01));
            for (var i = 0; i < columns; i++)
            {
                ys[at[i]] = (one.N[i] * (weights ? double.CreateTruncating(gamma[i]) : 1)) + (weights ? double.CreateTruncating(beta[i]) : 0);
                dxs[at[i]] = one.Dx[i];
                dgammas[i] += double.CreateTruncating(dy[at[i]]) * one.N[i];
                dbetas[i] += double.CreateTruncating(dy[at[i]]);
            }
        }

        AssertNear<T>(means, mean, 10);
        AssertNear<T>(deviations, deviation, 10);
        AssertNear<T>(ys, y, 100);
        AssertNear<T>(dxs, dx, 1000);
        AssertNear<T>(dgammas, dgamma, 20 * rows);
        AssertNear<T>(dbetas, dbeta, 10 * rows);
    }

    private static void CheckGroups<T>(int samples, int rows, int groups, int members, bool weights, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var columns = groups * members;
        var length = samples * rows * columns;
        var (x, dy, gamma, beta) = (Numbers.Tame<T>(length, seed), Numbers.Tame<T>(length, seed + 1), Numbers.Tame<T>(columns, seed + 2), Numbers.Tame<T>(columns, seed + 3));
        var memory = new GuardedMemory(seed);
        var (from, gradient) = (memory.Input<T>(x), memory.Input<T>(dy));
        var (factor, offset) = weights ? (memory.Input<T>(gamma), memory.Input<T>(beta)) : (null, (Storage?)null);
        var (mean, variance, deviation) = (memory.Output<T>(samples * groups), memory.Output<T>(samples * groups), memory.Output<T>(samples * groups));
        var (y, dx, dgamma, dbeta) = (memory.Output<T>(length), memory.Output<T>(length), memory.Output<T>(columns), memory.Output<T>(columns));
        Device.Current.NormalizeGroups(samples, columns, from, factor, offset, 0.01, mean, deviation, y);
        var normalized = mean.Span<T>().ToArray();
        Device.Current.GroupMoments(samples, columns, from, mean, variance);
        Assert.Equal(mean.Span<T>().ToArray(), normalized);
        Assert.Equal(Array.ConvertAll(variance.Span<T>().ToArray(), value => T.Sqrt(value + T.CreateTruncating(0.01))), deviation.Span<T>().ToArray());
        Device.Current.NormalizeGroupsGradient(samples, columns, gradient, from, mean, deviation, factor, dx, dgamma, dbeta);
        memory.AssertIntact();

        var (means, variances, ys, dxs, dgammas, dbetas) = (new double[mean.Length], new double[mean.Length], new double[length], new double[length], new double[columns], new double[columns]);
        for (var group = 0; group < mean.Length; group++)
        {
            var first = (group / groups * rows * columns) + (group % groups * members);
            int[] at = [.. Enumerable.Range(0, rows * members).Select(i => first + (i / members * columns) + (i % members))];
            var one = Formula(at, x, dy, i => weights ? gamma[at[i] % columns] : T.One, centered: true);
            (means[group], variances[group]) = (one.Mean, one.Variance);
            for (var i = 0; i < at.Length; i++)
            {
                var column = at[i] % columns;
                ys[at[i]] = (one.N[i] * (weights ? double.CreateTruncating(gamma[column]) : 1)) + (weights ? double.CreateTruncating(beta[column]) : 0);
                dxs[at[i]] = one.Dx[i];
                dgammas[column] += double.CreateTruncating(dy[at[i]]) * one.N[i];
                dbetas[column] += double.CreateTruncating(dy[at[i]]);
            }
        }

        AssertNear<T>(means, mean, 10);
        AssertNear<T>(variances, variance, 10);
        AssertNear<T>(ys, y, 100);
        AssertNear<T>(dxs, dx, 1000);
        AssertNear<T>(dgammas, dgamma, 20 * rows * samples);
        AssertNear<T>(dbetas, dbeta, 10 * rows * samples);
    }

    /// <summary>What is normalized together: its mean and variance, the normalized values, and the gradient.</summary>
    private static (double Mean, double Variance, double[] N, double[] Dx) Formula<T>(int[] at, T[] x, T[] dy, Func<int, T> gamma, bool centered) where T : INumber<T>
    {
        var values = Array.ConvertAll(at, i => double.CreateTruncating(x[i]));
        var mean = centered ? values.Average() : 0;
        var variance = values.Average(value => (value - mean) * (value - mean));
        var deviation = Math.Sqrt(variance + 0.01);
        var n = Array.ConvertAll(values, value => (value - mean) / deviation);
        double[] g = [.. at.Select((place, i) => double.CreateTruncating(dy[place]) * double.CreateTruncating(gamma(i)))];
        var (average, slope) = (centered ? g.Average() : 0, g.Zip(n, (a, b) => a * b).Average());
        return (mean, variance, n, [.. g.Select((value, i) => (value - average - (n[i] * slope)) / deviation)]);
    }

    private static void AssertNear<T>(double[] expected, Storage actual, double roundings) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T> =>
        Near.AssertEqual<T>(expected, actual, roundings, Array.ConvertAll(expected, value => Math.Max(1, Math.Abs(value))));
}

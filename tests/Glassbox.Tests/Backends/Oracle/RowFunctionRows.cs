using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>
/// Softmax and crossentropies of rows. The sizes count the terms that a formula adds up, and what a rounding of an exponent makes of its
/// power.
/// </summary>
internal static class RowFunctionRows
{
    private const double Epsilon = 1e-7;

    private static readonly Gen<(int Rows, int Columns, DType Type, int Seed)> Matrix =
        Gen.Select(Gen.Int[0, 9], Gen.OneOf(Gen.Int[1, 40], Gen.Const(97), Numbers.OneOf([1031, 5003])), Values.Floats, Numbers.Seed);

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.Softmax)] = new(80,
            from of in Matrix
            from logarithm in Gen.Bool
            select new OracleCase($"softmax of {of}, logarithm {logarithm}", of.Seed, both =>
            {
                var (x, y) = (both.Input(of.Type, Logits(of)), both.Output(of.Type, of.Rows * of.Columns));
                both.Run((backend, side) => backend.Softmax(logarithm, side.Of(x), of.Columns, side.Of(y)));

                // x − max and the logarithm of the sum are rounded, and both are as large as the result's logarithm, but for that of the
                // columns.
                both.AssertNear(y, 16, Array.ConvertAll(y.Figures, p => logarithm
                    ? Math.Abs(p) + Math.Log(of.Columns) + 1
                    : p * (1 - Math.Log(Math.Max(p, double.Epsilon)))));
            })),

        [nameof(IBackend.SoftmaxGradient)] = new(80,
            from of in Matrix
            from logarithm in Gen.Bool
            select new OracleCase($"gradient of softmax of {of}, logarithm {logarithm}", of.Seed, both =>
            {
                var size = of.Rows * of.Columns;
                var dy = both.Input(of.Type, Values.Mostly(of.Type, size, of.Seed));
                var results = Array.ConvertAll(Values.Tame(of.Type, size, of.Seed + 1), Math.Abs);
                var y = both.Input(of.Type, logarithm ? Array.ConvertAll(results, value => -5 * value) : results);
                var dx = both.Output(of.Type, size);
                both.Run((backend, side) => backend.SoftmaxGradient(logarithm, side.Of(dy), side.Of(y), of.Columns, side.Of(dx)));
                both.AssertNear(dx, 16, EachOfRows(of, (d, p) =>
                {
                    var sum = d.Zip(p, (a, b) => Math.Abs(logarithm ? a : a * b)).Sum();
                    return d.Zip(p, (a, b) => logarithm ? Math.Abs(a) + (Math.Exp(b) * sum) : b * (Math.Abs(a) + sum));
                }, dy.Before, y.Before));
            })),

        [nameof(IBackend.Crossentropy)] = new(80,
            from of in Matrix
            select new OracleCase($"crossentropy of {of}", of.Seed, both =>
            {
                var (t, p, y) = (both.Input(of.Type, Targets(of)), both.Input(of.Type, Probabilities(of)), both.Output(of.Type, of.Rows));
                both.Run((backend, side) => backend.Crossentropy(side.Of(t), side.Of(p), of.Columns, Epsilon, side.Of(y)));
                both.AssertNear(y, 16, EachOfRows(of, (targets, row) =>
                {
                    var sum = row.Sum();
                    return [targets.Zip(row, (a, b) => Math.Abs(a) * (1 - Math.Log(Math.Clamp(b / sum, Epsilon, 1 - Epsilon)))).Sum()];
                }, t.Before, p.Before));
            })),

        [nameof(IBackend.CrossentropyGradient)] = new(80,
            from of in Matrix
            select new OracleCase($"gradient of crossentropy of {of}", of.Seed, both =>
            {
                var (t, p) = (both.Input(of.Type, Targets(of)), both.Input(of.Type, Probabilities(of)));
                var dy = both.Input(of.Type, Values.Mostly(of.Type, of.Rows, of.Seed + 2));
                var dp = both.Output(of.Type, of.Rows * of.Columns);
                both.Run((backend, side) =>
                    backend.CrossentropyGradient(side.Of(dy), side.Of(t), side.Of(p), of.Columns, Epsilon, side.Of(dp)));
                var r = 0;
                both.AssertNear(dp, 24, EachOfRows(of, (targets, row) =>
                {
                    var (d, sum, size) = (Math.Abs(dy.Before[r++]), row.Sum(), targets.Sum(Math.Abs));
                    return targets.Zip(row, (a, b) => d / sum * ((b / sum < Epsilon / 2 ? 0 : Math.Abs(a) * sum / b) + size));
                }, t.Before, p.Before));
            })),

        [nameof(IBackend.SoftmaxCrossentropy)] = new(80,
            from of in Matrix
            select new OracleCase($"crossentropy of logits {of}", of.Seed, both =>
            {
                var (t, x, y) = (both.Input(of.Type, Targets(of)), both.Input(of.Type, Logits(of)), both.Output(of.Type, of.Rows));
                both.Run((backend, side) => backend.SoftmaxCrossentropy(side.Of(t), side.Of(x), of.Columns, side.Of(y)));
                both.AssertNear(y, 16, EachOfRows(of, (targets, row) =>
                {
                    var largest = row.Max();
                    return [targets.Zip(row, (a, b) => Math.Abs(a) * (largest - b + (2 * Math.Log(of.Columns)) + 1)).Sum()];
                }, t.Before, x.Before));
            })),

        [nameof(IBackend.SoftmaxCrossentropyGradient)] = new(80,
            from of in Matrix
            select new OracleCase($"gradient of crossentropy of logits {of}", of.Seed, both =>
            {
                var (t, x) = (both.Input(of.Type, Targets(of)), both.Input(of.Type, Logits(of)));
                var dy = both.Input(of.Type, Values.Mostly(of.Type, of.Rows, of.Seed + 2));
                var dx = both.Output(of.Type, of.Rows * of.Columns);
                both.Run((backend, side) =>
                    backend.SoftmaxCrossentropyGradient(side.Of(dy), side.Of(t), side.Of(x), of.Columns, side.Of(dx)));
                var r = 0;
                both.AssertNear(dx, 16, EachOfRows(of, (targets, row) =>
                {
                    var (d, largest, size) = (Math.Abs(dy.Before[r++]), row.Max(), targets.Sum(Math.Abs));
                    var sum = row.Sum(value => Math.Exp(value - largest));
                    return targets.Zip(row, (a, b) => d * ((Math.Exp(b - largest) / sum * (1 + largest - b) * size) + Math.Abs(a)));
                }, t.Before, x.Before));
            })),
    };

    /// <summary>Figures of both operands' rows, one behind the other.</summary>
    private static double[] EachOfRows(
        (int Rows, int Columns, DType, int) of, Func<double[], double[], IEnumerable<double>> figures, double[] a, double[] b)
    {
        return [.. Enumerable.Range(0, of.Rows).SelectMany(row => figures(Row(a, row), Row(b, row)))];

        double[] Row(double[] matrix, int row) => matrix[(row * of.Columns)..((row + 1) * of.Columns)];
    }

    /// <summary>Half of them zero, as most of a classification are.</summary>
    private static double[] Targets((int Rows, int Columns, DType Type, int Seed) of) =>
        [.. Values.Tame(of.Type, of.Rows * of.Columns, of.Seed).Select((value, i) => int.IsEvenInteger(of.Seed + i) ? 0 : value)];

    /// <summary>Some of them zero, in some rows some that are no numbers; their sum is not 1.</summary>
    private static double[] Probabilities((int Rows, int Columns, DType Type, int Seed) of) =>
        Array.ConvertAll(Values.Mostly(of.Type, of.Rows * of.Columns, of.Seed + 1), value => Math.Abs(value) < 0.05 ? 0 : Math.Abs(value));

    /// <summary>Some rows are far from zero, where exponentials overflow.</summary>
    private static double[] Logits((int Rows, int Columns, DType Type, int Seed) of) => of.Seed % 3 == 0
        ? Values.Spotted(of.Type, of.Rows * of.Columns, of.Seed)
        : Array.ConvertAll(Values.Tame(of.Type, of.Rows * of.Columns, of.Seed), value => (value * 30) + (of.Seed % 700));
}

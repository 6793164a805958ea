using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>Normalization of columns, rows and groups.</summary>
internal static class NormalizationRows
{
    private const double VarianceEpsilon = 0.01;

    private static readonly Gen<int> Few = Gen.Frequency((8, Gen.Int[1, 9]), (1, Numbers.OneOf([16, 31, 64, 257])));
    private static readonly Gen<int> Many = Gen.Frequency((8, Gen.Int[0, 40]), (1, Numbers.OneOf([97, 1031, 4099])));

    private static readonly Gen<Normalized> NormalizedColumns = Gen.Select(Many, Few, Values.Floats, Gen.Bool, Numbers.Seed,
        (rows, columns, dtype, weights, seed) =>
            new Normalized($"[{rows}, {columns}]", rows * columns, columns, columns, dtype, weights, seed));

    private static readonly Gen<Normalized> NormalizedRows = Gen.Select(Few, Many, Values.Floats, Gen.Bool, Numbers.Seed,
        (rows, columns, dtype, weights, seed) =>
            new Normalized($"[{rows}, {columns}]", rows * columns, rows, columns, dtype, weights, seed));

    private static readonly Gen<(Normalized Of, int Samples)> NormalizedGroups =
        from samples in Gen.Int[1, 5]
        from rows in Gen.Frequency((8, Gen.Int[1, 40]), (1, Gen.Const(1031)))
        from groups in Gen.Int[1, 4]
        from members in Gen.Int[1, 9]
        from dtype in Values.Floats
        from weights in Gen.Bool
        from seed in Numbers.Seed
        let columns = groups * members
        let what = $"[{samples}, {rows}, {groups} of {members}]"
        select (new Normalized(what, samples * rows * columns, samples * groups, columns, dtype, weights, seed), samples);

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.ColumnMoments)] = new(60, NormalizedColumns.Select(of => of.Case(both =>
        {
            var (x, mean, variance) = (of.X(both), both.Output(of.Type, of.Parts), both.Output(of.Type, of.Parts));
            both.Run((backend, side) => backend.ColumnMoments(side.Of(x), side.Of(mean), side.Of(variance)));
            Normalized.AssertMoments(both, mean, variance);
        }))),

        [nameof(IBackend.NormalizeColumns)] = new(60, NormalizedColumns.Select(of => of.Case(both =>
        {
            var (x, mean, deviation, gamma, beta) = (of.X(both), of.Mean(both), of.Deviation(both), of.Gamma(both), of.Beta(both));
            var y = both.Output(of.Type, of.Length);
            both.Run((backend, side) => backend.NormalizeColumns(
                side.Of(x), side.Of(mean), side.Of(deviation), side.Of(gamma), side.Of(beta), side.Of(y)));
            Normalized.AssertElements(both, y);
        }))),

        [nameof(IBackend.NormalizeColumnsSums)] = new(60, NormalizedColumns.Select(of => of.Case(both =>
        {
            var (dy, x, mean, deviation) = (of.Dy(both), of.X(both), of.Mean(both), of.Deviation(both));
            var (dgamma, dbeta) = (both.Output(of.Type, of.Columns), both.Output(of.Type, of.Columns));
            both.Run((backend, side) => backend.NormalizeColumnsSums(
                side.Of(dy), side.Of(x), side.Of(mean), side.Of(deviation), side.Of(dgamma), side.Of(dbeta)));
            of.AssertSums(both, dgamma, dbeta);
        }))),

        [nameof(IBackend.NormalizeColumnsGradient)] = new(60, NormalizedColumns.Select(of => of.Case(both =>
        {
            var (dy, x, mean, deviation, gamma) = (of.Dy(both), of.X(both), of.Mean(both), of.Deviation(both), of.Gamma(both));
            var dgamma = both.Input(of.Type, Array.ConvertAll(Values.Tame(of.Type, of.Columns, of.Seed + 6), value => value * of.Rows));
            var dbeta = both.Input(of.Type, Array.ConvertAll(Values.Tame(of.Type, of.Columns, of.Seed + 7), value => value * of.Rows));
            var dx = both.Output(of.Type, of.Length);
            both.Run((backend, side) => backend.NormalizeColumnsGradient(
                side.Of(dy), side.Of(x), side.Of(mean), side.Of(deviation), side.Of(gamma), side.Of(dgamma), side.Of(dbeta), side.Of(dx)));
            Normalized.AssertGradient(both, dx);
        }))),

        [nameof(IBackend.NormalizeRows)] = new(60, Gen.Select(NormalizedRows, Gen.Bool, (of, centered) => of.Case(both =>
        {
            var (x, gamma, beta, y) = (of.X(both), of.Gamma(both), of.Beta(both), both.Output(of.Type, of.Length));
            var (mean, deviation) = (both.Output(of.Type, of.Parts), both.Output(of.Type, of.Parts));
            both.Run((backend, side) => backend.NormalizeRows(
                centered, side.Of(x), side.Of(gamma), side.Of(beta), VarianceEpsilon, side.Of(mean), side.Of(deviation), side.Of(y)));
            Normalized.AssertMoments(both, mean, deviation);
            Normalized.AssertElements(both, y);
        }))),

        [nameof(IBackend.NormalizeRowsGradient)] = new(60, Gen.Select(NormalizedRows, Gen.Bool, (of, centered) => of.Case(both =>
        {
            var (dy, x, mean, deviation, gamma) = (of.Dy(both), of.X(both), of.Mean(both, centered), of.Deviation(both), of.Gamma(both));
            var (dx, dgamma, dbeta) = (both.Output(of.Type, of.Length), both.Output(of.Type, of.Columns), both.Output(of.Type, of.Columns));
            both.Run((backend, side) => backend.NormalizeRowsGradient(
                centered, side.Of(dy), side.Of(x), side.Of(mean), side.Of(deviation), side.Of(gamma),
                side.Of(dx), side.Of(dgamma), side.Of(dbeta)));
            Normalized.AssertGradient(both, dx);
            of.AssertSums(both, dgamma, dbeta);
        }))),

        [nameof(IBackend.GroupMoments)] = new(60, NormalizedGroups.Select((of, samples) => of.Case(both =>
        {
            var (x, mean, variance) = (of.X(both), both.Output(of.Type, of.Parts), both.Output(of.Type, of.Parts));
            both.Run((backend, side) => backend.GroupMoments(samples, of.Columns, side.Of(x), side.Of(mean), side.Of(variance)));
            Normalized.AssertMoments(both, mean, variance);
        }))),

        [nameof(IBackend.NormalizeGroups)] = new(60, NormalizedGroups.Select((of, samples) => of.Case(both =>
        {
            var (x, gamma, beta, y) = (of.X(both), of.Gamma(both), of.Beta(both), both.Output(of.Type, of.Length));
            var (mean, deviation) = (both.Output(of.Type, of.Parts), both.Output(of.Type, of.Parts));
            both.Run((backend, side) => backend.NormalizeGroups(
                samples, of.Columns, side.Of(x), side.Of(gamma), side.Of(beta), VarianceEpsilon,
                side.Of(mean), side.Of(deviation), side.Of(y)));
            Normalized.AssertMoments(both, mean, deviation);
            Normalized.AssertElements(both, y);
        }))),

        [nameof(IBackend.NormalizeGroupsGradient)] = new(60, NormalizedGroups.Select((of, samples) => of.Case(both =>
        {
            var (dy, x, mean, deviation, gamma) = (of.Dy(both), of.X(both), of.Mean(both), of.Deviation(both), of.Gamma(both));
            var (dx, dgamma, dbeta) = (both.Output(of.Type, of.Length), both.Output(of.Type, of.Columns), both.Output(of.Type, of.Columns));
            both.Run((backend, side) => backend.NormalizeGroupsGradient(
                samples, of.Columns, side.Of(dy), side.Of(x), side.Of(mean), side.Of(deviation), side.Of(gamma),
                side.Of(dx), side.Of(dgamma), side.Of(dbeta)));
            Normalized.AssertGradient(both, dx);
            of.AssertSums(both, dgamma, dbeta);
        }))),
    };
}

using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>Random numbers: the same draws, to the bit where a rounding is all that is made of them.</summary>
internal static class RandomRows
{
    private static readonly Gen<(int Length, ulong Key, DType Type, int Seed)> Drawn =
        Gen.Select(Values.Length, Gen.ULong, Values.Floats, Numbers.Seed);

    private static readonly Gen<double> Rate = Gen.Double[0, 0.99];

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.Uniform)] = new(100,
            from of in Drawn
            from range in Numbers.OneOf([(0.0, 1.0), (-2.0, 5.0), (0.1, 0.1), (1.0, -1.0), (-1e30, 1e30), (1.0, 1 + 1e-7)])
            select new OracleCase($"{of} in {range}", of.Seed, both =>
            {
                var y = both.Output(of.Type, of.Length);
                both.Run((backend, side) => backend.Uniform(of.Key, range.Item1, range.Item2, side.Of(y)));
                both.AssertBytes(y);
            })),

        [nameof(IBackend.Normal)] = new(60,
            from of in Drawn
            from cut in Numbers.OneOf([double.PositiveInfinity, 2, 0.3])
            select new OracleCase($"{of} cut at {cut}", of.Seed, both =>
            {
                var y = both.Output(of.Type, of.Length);
                both.Run((backend, side) => backend.Normal(of.Key, 3, 0.5, cut, side.Of(y)));
                both.AssertBytes(y);
            })),

        [nameof(IBackend.Dropped)] = new(60,
            from of in Drawn
            from rate in Rate
            select new OracleCase($"{of} at {rate}", of.Seed, both =>
            {
                var y = both.Output(of.Type, of.Length);
                both.Run((backend, side) => backend.Dropped(of.Key, rate, side.Of(y)));
                both.AssertNear(y, 2 / (1 - rate));
            })),

        [nameof(IBackend.Dropout)] = new(60,
            from of in Drawn
            from rate in Rate
            select new OracleCase($"{of} at {rate}", of.Seed, both =>
            {
                var x = both.Input(of.Type, Values.Tame(of.Type, of.Length, of.Seed));
                var (kept, y) = (both.Output(DType.UInt8, (of.Length + 7) / 8), both.Output(of.Type, of.Length));
                both.Run((backend, side) => backend.Dropout(of.Key, rate, side.Of(x), side.Of(kept), side.Of(y)));
                both.AssertNear(y, 3 / (1 - rate));
                Assert.Equal(Kept(kept.Reference, of.Length), Kept(kept.Managed, of.Length));
            })),

        [nameof(IBackend.DropoutGradient)] = new(60,
            from of in Drawn
            from rate in Rate
            select new OracleCase($"{of} at {rate}", of.Seed, both =>
            {
                var dy = both.Input(of.Type, Values.Tame(of.Type, of.Length, of.Seed));
                var (kept, dx) = (both.Any(DType.UInt8, (of.Length + 7) / 8, of.Seed), both.Output(of.Type, of.Length));
                both.Run((backend, side) => backend.DropoutGradient(rate, side.Of(dy), side.Of(kept), side.Of(dx)));
                both.AssertNear(dx, 3 / (1 - rate));
            })),
    };

    /// <summary>The bits of so many elements; what is behind them in the last byte says nothing.</summary>
    private static bool[] Kept(Storage kept, int length)
    {
        var bytes = kept.ToArray<byte>();
        return [.. Enumerable.Range(0, length).Select(i => ((bytes[i / 8] >> (i % 8)) & 1) != 0)];
    }
}

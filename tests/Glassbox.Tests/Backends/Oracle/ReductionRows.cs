using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>Many numbers to one.</summary>
internal static class ReductionRows
{
    /// <summary>[outer, reduced, inner], some of so many elements that several threads work on them.</summary>
    private static readonly Gen<(int Outer, int Reduced, int Inner)> Reduced = Gen.Frequency(
        (20, Gen.Select(Gen.Int[0, 5], Gen.Int[0, 40], Gen.OneOf(Gen.Const(1), Gen.Int[0, 40], Gen.Const(131)))),
        (20, Gen.Select(Gen.Int[1, 3], Numbers.OneOf([1023, 1025, 2053, 5003]), Numbers.OneOf([1, 3]))),
        (1, Numbers.OneOf([(1, 200_003, 1), (1, 20_011, 11), (20_011, 11, 1), (3, 200, 401), (2, 130_003, 1)])));

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.Reduce)] = new(300, Gen.OneOf(
            from op in Gen.Enum<ReduceOp>()
            from dtype in Gen.OneOf(Values.Floats, Values.Integers)
            from shape in Reduced
            from seed in Numbers.Seed
            select ReduceCase(op, dtype, dtype, shape, seed),
            from op in Numbers.OneOf([ReduceOp.Max, ReduceOp.Min])
            from shape in Reduced
            from seed in Numbers.Seed
            select ReduceCase(op, DType.Bool, DType.Bool, shape, seed),
            from op in Numbers.OneOf([ReduceOp.Sum, ReduceOp.Product])
            from source in Gen.OneOf(Values.Integers, Gen.Const(DType.Bool))
            from target in Numbers.OneOf([DType.Int64, DType.Float64])
            from shape in Reduced
            from seed in Numbers.Seed
            select ReduceCase(op, source, target, shape, seed))),

        [nameof(IBackend.ArgExtreme)] = new(200,
            from largest in Gen.Bool
            from dtype in Values.Types
            from shape in Reduced.Where(shape => shape.Reduced > 0)
            from seed in Numbers.Seed
            select new OracleCase($"{(largest ? "largest" : "smallest")} {dtype} of {shape}", seed, both =>
            {
                var (outer, reduced, inner) = shape;
                var size = outer * reduced * inner;

                // Few different numbers, so that the first of several counts, and no NaN in some.
                var x = dtype.IsFloating && seed % 2 == 0
                    ? both.Input(dtype, Array.ConvertAll(Values.Wild(dtype, size, seed), value => double.IsNaN(value) ? 1 : value))
                    : both.Any(dtype, size, seed);
                var y = both.Output(DType.Int64, outer * inner);
                both.Run((backend, side) => backend.ArgExtreme(largest, side.Of(x), outer, reduced, inner, side.Of(y)));
                both.AssertBytes(y);
            })),
    };

    private static OracleCase ReduceCase(ReduceOp op, DType source, DType target, (int Outer, int Reduced, int Inner) shape, int seed) =>
        new($"{op} of {source} {shape} as {target}", seed, both =>
        {
            var (outer, reduced, inner) = shape;
            var isExtreme = op is ReduceOp.Max or ReduceOp.Min;
            reduced = isExtreme ? Math.Max(1, reduced) : reduced;
            var size = outer * reduced * inner;
            var x = source.IsFloating && !isExtreme
                ? both.Input(source, Values.Mostly(source, size, seed))
                : !source.IsFloating && target.IsFloating
                    ? both.Input(source, Array.ConvertAll(Numbers.Tame<double>(size, seed), value => (long)Math.Abs(value * 3)))
                    : both.Any(source, size, seed);
            var y = both.Output(target, outer * inner);
            void Call(IBackend backend, Side side) => backend.Reduce(op, side.Of(x), outer, reduced, inner, side.Of(y));
            both.Run(Call);
            if (isExtreme || !target.IsFloating)
            {
                both.AssertSame(y);
            }
            else if (op == ReduceOp.Sum)
            {
                // Pairwise along a row, one after the other where rows are added.
                both.AssertNear(y, inner == 1 ? 12 : Math.Max(12, reduced), Magnitudes.Of(y, Call));
            }
            else
            {
                both.AssertNear(y, 12, Array.ConvertAll(y.Figures, total => Math.Abs(total) * reduced));
            }
        });
}

using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>Functions of each element, and of each two.</summary>
internal static class ElementwiseRows
{
    /// <summary>The roundings that a function may be off by, and the size below which these count in absolute terms.</summary>
    internal static readonly Dictionary<UnaryOp, (double Roundings, double Smallest)> UnaryPrecision = new()
    {
        [UnaryOp.Negate] = (0, 0),
        [UnaryOp.Abs] = (0, 0),
        [UnaryOp.Sign] = (0, 0),
        [UnaryOp.Square] = (0, 0),
        [UnaryOp.Sqrt] = (0, 0),
        [UnaryOp.Exp] = (4, 1e-30),
        [UnaryOp.Log] = (4, 0),
        [UnaryOp.Log1P] = (6, 0),
        [UnaryOp.Sin] = (4, 1e-3),
        [UnaryOp.Cos] = (4, 1e-3),
        [UnaryOp.Tanh] = (6, 0),
        [UnaryOp.Sigmoid] = (8, 1e-30),
        [UnaryOp.Softplus] = (8, 1e-30),
        [UnaryOp.Relu] = (0, 0),
        [UnaryOp.Floor] = (0, 0),
        [UnaryOp.Ceiling] = (0, 0),
        [UnaryOp.Round] = (0, 0),
        [UnaryOp.Erf] = (8, 0),
        [UnaryOp.Gelu] = (8, 6),
        [UnaryOp.Silu] = (12, 1e-30),
        [UnaryOp.Relu6] = (0, 0),
        [UnaryOp.HardSigmoid] = (2, 1),
        [UnaryOp.HardSilu] = (2, 3),
        [UnaryOp.HardTanh] = (0, 0),
    };

    /// <summary>The roundings of arithmetic; of the others the terms are counted, which may cancel.</summary>
    private static readonly Dictionary<BinaryOp, double> ArithmeticRoundings = new()
    {
        [BinaryOp.Add] = 0,
        [BinaryOp.Subtract] = 0,
        [BinaryOp.Multiply] = 0,
        [BinaryOp.Divide] = 0,
        [BinaryOp.FloorDivide] = 4,
        [BinaryOp.Remainder] = 0,
        [BinaryOp.Power] = 4,
        [BinaryOp.Maximum] = 0,
        [BinaryOp.Minimum] = 0,
        [BinaryOp.WherePositive] = 0,
    };

    private static readonly UnaryOp[] WholeUnary =
        [UnaryOp.Negate, UnaryOp.Abs, UnaryOp.Sign, UnaryOp.Square, UnaryOp.Relu, UnaryOp.Floor, UnaryOp.Ceiling, UnaryOp.Round];

    /// <summary>
    /// Shapes of up to four axes; each operand has an axis of the result, or 1 instead, and may lack the first ones. Some are of many
    /// elements.
    /// </summary>
    private static readonly Gen<(int[] A, int[] B)> Broadcasts = Gen.Frequency(
        (20, from extents in Gen.OneOf(Gen.Int[0, 6].Array[0, 4], Numbers.OneOf([1, 3, 67, 131]).Array[0, 2])
             from kinds in Gen.Int[0, 3].Array[extents.Length]
             from lacking in Gen.Int[0, extents.Length]
             from swap in Gen.Bool
             let a = extents.Select((extent, axis) => kinds[axis] == 1 ? 1 : extent).ToArray()
             let b = extents.Select((extent, axis) => kinds[axis] == 2 ? 1 : extent).Skip(lacking).ToArray()
             select swap ? (b, a) : (a, b)),
        (10, from length in Values.Length
             from alone in Gen.Int[0, 2]
             select (alone == 1 ? Array.Empty<int>() : [length], alone == 2 ? Array.Empty<int>() : [length])),
        (1, Numbers.OneOf([(new[] { 1009, 211 }, new[] { 211 }), ([211, 1], [211, 1009]), ([7, 101, 307], [101, 1])])));

    public static Dictionary<string, OracleRow> All => new()
    {
        [nameof(IBackend.Unary)] = new(300, Gen.OneOf(
            from op in Gen.Enum<UnaryOp>()
            from dtype in Values.Floats
            from length in Values.Length
            from seed in Numbers.Seed
            select UnaryCase(op, dtype, length, seed),
            from op in Numbers.OneOf(WholeUnary)
            from dtype in Values.Integers
            from length in Values.Length
            from seed in Numbers.Seed
            select UnaryCase(op, dtype, length, seed))),

        [nameof(IBackend.Binary)] = new(500, Gen.OneOf(
            from op in Gen.Enum<BinaryOp>()
            from dtype in Values.Floats
            from shapes in Broadcasts
            from seed in Numbers.Seed
            select BinaryCase(op, dtype, shapes, seed),
            from op in Numbers.OneOf(ArithmeticRoundings.Keys.Where(op => op != BinaryOp.Divide))
            from dtype in Values.Integers
            from shapes in Broadcasts
            from seed in Numbers.Seed
            select BinaryCase(op, dtype, shapes, seed),
            from op in Numbers.OneOf([BinaryOp.Maximum, BinaryOp.Minimum])
            from shapes in Broadcasts
            from seed in Numbers.Seed
            select BinaryCase(op, DType.Bool, shapes, seed))),

        [nameof(IBackend.Compare)] = new(200,
            from op in Gen.Enum<CompareOp>()
            from dtype in Values.Types
            from shapes in Broadcasts
            from seed in Numbers.Seed
            select new OracleCase($"{op} of {dtype} {Values.Text(shapes.A)} and {Values.Text(shapes.B)}", seed, both =>
            {
                var (result, walk) = Broadcasting.Plan([.. shapes.A], [.. shapes.B]);
                var (a, b) = (both.Any(dtype, Size(shapes.A), seed), both.Any(dtype, Size(shapes.B), seed + 1));
                var y = both.Output(DType.Bool, result.Size);
                both.Run((backend, side) => backend.Compare(op, walk, side.Of(a), side.Of(b), side.Of(y)));
                both.AssertBytes(y);
            })),

        [nameof(IBackend.Select)] = new(60,
            from dtype in Values.Types
            from length in Values.Length
            from seed in Numbers.Seed
            select new OracleCase($"choice of {length} {dtype}", seed, both =>
            {
                var condition = both.Any(DType.Bool, length, seed);
                var (a, b, y) = (both.Any(dtype, length, seed + 1), both.Any(dtype, length, seed + 2), both.Output(dtype, length));
                both.Run((backend, side) => backend.Select(side.Of(condition), side.Of(a), side.Of(b), side.Of(y)));
                both.AssertBytes(y);
            })),

        [nameof(IBackend.Cast)] = new(300,
            from source in Values.Types
            from target in Values.Types
            from length in Values.Length
            from seed in Numbers.Seed
            select new OracleCase($"{length} {source} to {target}", seed, both =>
            {
                var (x, y) = (both.Any(source, length, seed), both.Output(target, length));
                both.Run((backend, side) => backend.Cast(side.Of(x), side.Of(y)));
                both.AssertSame(y);
            })),

        [nameof(IBackend.Fill)] = new(60,
            from dtype in Values.Types
            from length in Values.Length
            from value in Gen.Double[0, 255]
            from seed in Numbers.Seed
            select new OracleCase($"{length} {dtype} filled with {value}", seed, both =>
            {
                var y = both.Output(dtype, length);
                both.Run((backend, side) => backend.Fill(side.Of(y), value));
                both.AssertBytes(y);
            })),
    };

    private static OracleCase UnaryCase(UnaryOp op, DType dtype, int length, int seed) => new($"{op} of {length} {dtype}", seed, both =>
    {
        var (x, y) = (both.Any(dtype, length, seed), both.Output(dtype, length));
        both.Run((backend, side) => backend.Unary(op, side.Of(x), side.Of(y)));
        if (!dtype.IsFloating || UnaryPrecision[op].Roundings == 0)
        {
            both.AssertSame(y);
        }
        else
        {
            both.AssertNear(y, UnaryPrecision[op].Roundings, smallest: UnaryPrecision[op].Smallest);
        }
    });

    private static OracleCase BinaryCase(BinaryOp op, DType dtype, (int[] A, int[] B) shapes, int seed) =>
        new($"{op} of {dtype} {Values.Text(shapes.A)} and {Values.Text(shapes.B)}", seed, both =>
        {
            var (result, walk) = Broadcasting.Plan([.. shapes.A], [.. shapes.B]);
            var (a, b) = (Operand(Size(shapes.A), seed), Operand(Size(shapes.B), seed + 1));
            var y = both.Output(dtype, result.Size);
            both.Run((backend, side) => backend.Binary(op, walk, side.Of(a), side.Of(b), side.Of(y)));
            if (!dtype.IsFloating || ArithmeticRoundings.GetValueOrDefault(op, 8) == 0)
            {
                both.AssertSame(y);
            }
            else if (ArithmeticRoundings.TryGetValue(op, out var roundings))
            {
                both.AssertNear(y, roundings);
            }
            else
            {
                // Activations and their gradients: a product with the square of the second is the largest term.
                var (left, right) = (Spread(a, walk.StridesA), Spread(b, walk.StridesB));
                both.AssertNear(y, 8, [.. left.Zip(right, (l, r) => Math.Max(1, Math.Abs(l)) * Math.Max(1, r * r))]);
            }

            Pair Operand(int size, int start) => (dtype.IsFloating, op) switch
            {
                (true, _) when !ArithmeticRoundings.ContainsKey(op) =>
                    both.Input(dtype, Array.ConvertAll(Values.Spotted(dtype, size, start), value => value * 5)),

                // Powers of integers with negative exponents are refused before.
                (false, BinaryOp.Power) =>
                    both.Input(dtype, Array.ConvertAll(Numbers.Tame<double>(size, start), value => (long)Math.Abs(value * 9))),
                _ => both.Any(dtype, size, start),
            };

            IEnumerable<double> Spread(Pair operand, int[] strides)
            {
                var spread = new Reference.ReferenceStorage(DType.Float64, result.Size);
                var values = new Reference.ReferenceStorage(DType.Float64, operand.Length);
                values.Upload<double>(operand.Before);
                new Reference.ReferenceBackend().Read(values, new Window(0, walk.Extents, strides), spread);
                return spread.ToArray<double>();
            }
        });

    private static int Size(int[] shape) => shape.Aggregate(1, (product, extent) => product * extent);
}

using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Functions and comparisons of two operands that are repeated along some of their axes, against plain formulas.</summary>
public class BroadcastTests
{
    private static readonly Dictionary<BinaryOp, (Func<double, double, double> Formula, double Roundings)> Formulas = new()
    {
        [BinaryOp.Add] = ((a, b) => a + b, 0),
        [BinaryOp.Subtract] = ((a, b) => a - b, 0),
        [BinaryOp.Multiply] = ((a, b) => a * b, 0),
        [BinaryOp.Divide] = ((a, b) => a / b, 0),
        [BinaryOp.FloorDivide] = (FloorDivide, 4),
        [BinaryOp.Remainder] = (FloorRemainder, 0),
        [BinaryOp.Power] = (Math.Pow, 4),
        [BinaryOp.Maximum] = (Math.Max, 0),
        [BinaryOp.Minimum] = (Math.Min, 0),
        [BinaryOp.WherePositive] = ((a, b) => b > 0 ? a : 0, 0),
    };

    private static readonly Dictionary<BinaryOp, Func<BigInteger, BigInteger, BigInteger>> WholeFormulas = new()
    {
        [BinaryOp.Add] = (a, b) => a + b,
        [BinaryOp.Subtract] = (a, b) => a - b,
        [BinaryOp.Multiply] = (a, b) => a * b,
        [BinaryOp.FloorDivide] = (a, b) => b.IsZero ? 0 : (a - FloorRemainder(a, b)) / b,
        [BinaryOp.Remainder] = (a, b) => b.IsZero ? 0 : FloorRemainder(a, b),
        [BinaryOp.Power] = (a, b) => BigInteger.ModPow(a, BigInteger.Abs(b), BigInteger.One << 64),
        [BinaryOp.Maximum] = BigInteger.Max,
        [BinaryOp.Minimum] = BigInteger.Min,
        [BinaryOp.WherePositive] = (a, b) => b.Sign > 0 ? a : 0,
    };

    private static readonly Dictionary<CompareOp, Func<int, bool>> Answers = new()
    {
        [CompareOp.Equal] = sign => sign == 0,
        [CompareOp.NotEqual] = sign => sign != 0,
        [CompareOp.Less] = sign => sign < 0,
        [CompareOp.LessEqual] = sign => sign <= 0,
        [CompareOp.Greater] = sign => sign > 0,
        [CompareOp.GreaterEqual] = sign => sign >= 0,
    };

    /// <summary>Shapes of up to four axes; each operand has an axis of the result, or 1 instead, and may lack the first ones.</summary>
    private static readonly Gen<(int[] A, int[] B)> Shapes =
        from extents in Gen.OneOf(Gen.Int[0, 6].Array[0, 4], Gen.OneOf(Gen.Const(1), Gen.Const(3), Gen.Const(67), Gen.Const(131)).Array[0, 2])
        from kinds in Gen.Int[0, 3].Array[extents.Length]
        from lacking in Gen.Int[0, extents.Length]
        from swap in Gen.Bool
        let a = extents.Select((extent, axis) => kinds[axis] == 1 ? 1 : extent).ToArray()
        let b = extents.Select((extent, axis) => kinds[axis] == 2 ? 1 : extent).Skip(lacking).ToArray()
        select swap ? (b, a) : (a, b);

    [Fact]
    public void A_function_of_two_floats_equals_its_formula() => Gen.Select(Numbers.OneOf(Formulas.Keys), Shapes, Numbers.Seed).Sample((op, shapes, seed) =>
    {
        Check<float>(op, shapes.A, shapes.B, seed);
        Check<double>(op, shapes.A, shapes.B, seed);

        static void Check<T>(BinaryOp op, int[] shapeA, int[] shapeB, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var (y, a, b, pairs) = Run<T, T>(shapeA, shapeB, seed, Numbers.Wild<T>, (walk, a, b, y) => Device.Current.Binary(op, walk, a, b, y));
            var (formula, roundings) = Formulas[op];
            double[] expected = [.. pairs.Select(pair => formula(double.CreateTruncating(a[pair.A]), double.CreateTruncating(b[pair.B])))];
            Near.AssertEqual<T>(expected, y, roundings, what: $"{op} of ({string.Join(", ", shapeA)}) and ({string.Join(", ", shapeB)})");
        }
    }, iter: 300);

    [Fact]
    public void A_function_of_two_whole_numbers_wraps_around() => Gen.Select(Numbers.OneOf(WholeFormulas.Keys), Shapes, Numbers.Seed).Sample((op, shapes, seed) =>
    {
        Check<int>(op, shapes.A, shapes.B, seed);
        Check<long>(op, shapes.A, shapes.B, seed);
        Check<byte>(op, shapes.A, shapes.B, seed);

        static void Check<T>(BinaryOp op, int[] shapeA, int[] shapeB, int seed) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        {
            // Powers of integers with negative exponents are refused before.
            Func<int, int, T[]> values = op == BinaryOp.Power ? (length, start) => Array.ConvertAll(Numbers.Tame<double>(length, start), value => T.CreateTruncating(Math.Abs(value) * 9)) : Numbers.Whole<T>;
            var (y, a, b, pairs) = Run<T, T>(shapeA, shapeB, seed, values, (walk, a, b, y) => Device.Current.Binary(op, walk, a, b, y));
            T[] expected = [.. pairs.Select(pair => T.CreateTruncating(WholeFormulas[op](BigInteger.CreateTruncating(a[pair.A]), BigInteger.CreateTruncating(b[pair.B]))))];
            Assert.Equal(expected, y.Span<T>());
        }
    }, iter: 200);

    [Fact]
    public void A_comparison_is_true_where_it_holds_and_never_for_NaN_but_for_inequality() => Gen.Select(Numbers.OneOf(Answers.Keys), Shapes, Numbers.Seed).Sample((op, shapes, seed) =>
    {
        Check(Numbers.Wild<float>);
        Check(Numbers.Wild<double>);
        Check(Numbers.Whole<int>);
        Check(Numbers.Whole<long>);
        Check(Numbers.Whole<byte>);

        void Check<T>(Func<int, int, T[]> values) where T : unmanaged, INumber<T>
        {
            var (y, a, b, pairs) = Run<T, bool>(shapes.A, shapes.B, seed, values, (walk, a, b, y) => Device.Current.Compare(op, walk, a, b, y));
            bool[] expected = [.. pairs.Select(pair =>
                T.IsNaN(a[pair.A]) || T.IsNaN(b[pair.B]) ? op == CompareOp.NotEqual : Answers[op](a[pair.A] == b[pair.B] ? 0 : a[pair.A].CompareTo(b[pair.B])))];
            Assert.Equal(expected, y.Span<bool>());
        }
    }, iter: 100);

    /// <summary>Runs a kernel on values of two shapes. Gives its result, the values, and for each element of the result which of either operand belong to it.</summary>
    private static (Storage Y, T[] A, T[] B, (int A, int B)[] Pairs) Run<T, TResult>(
        int[] shapeA, int[] shapeB, int seed, Func<int, int, T[]> values, Action<Broadcast, Storage, Storage, Storage> kernel)
        where T : unmanaged
        where TResult : unmanaged
    {
        var (result, walk) = Broadcasting.Plan([.. shapeA], [.. shapeB]);
        int[] extents = [.. result];
        var (valuesA, valuesB) = (values(Size(shapeA), seed), values(Size(shapeB), seed + 1));
        var memory = new GuardedMemory(seed);
        var (a, b, y) = (memory.Input<T>(valuesA), memory.Input<T>(valuesB), memory.Output<TResult>(Size(extents)));
        kernel(walk, a, b, y);
        memory.AssertIntact();
        return (y, valuesA, valuesB, [.. Enumerable.Range(0, Size(extents)).Select(i => (Place(i, extents, shapeA), Place(i, extents, shapeB)))]);
    }

    private static int Size(int[] shape) => shape.Aggregate(1, (product, extent) => product * extent);

    /// <summary>Which element of an operand belongs to element i of the result.</summary>
    private static int Place(int i, int[] result, int[] operand)
    {
        var (place, step) = (0, 1);
        for (var axis = 1; axis <= operand.Length; i /= result[^axis], step *= operand[^axis], axis++)
        {
            place += operand[^axis] == 1 ? 0 : i % result[^axis] * step;
        }

        return place;
    }

    /// <summary>As NumPy's, which fits the remainder: (a − a mod b) / b, a whole number.</summary>
    private static double FloorDivide(double a, double b)
    {
        var remainder = a % b;
        return b == 0 ? a / b : Math.Round((a - remainder) / b) - (remainder != 0 && (remainder < 0) != (b < 0) ? 1 : 0);
    }

    private static double FloorRemainder(double a, double b)
    {
        var remainder = a % b;
        return remainder != 0 && (remainder < 0) != (b < 0) ? remainder + b : remainder;
    }

    private static BigInteger FloorRemainder(BigInteger a, BigInteger b)
    {
        var remainder = BigInteger.Remainder(a, b);
        return !remainder.IsZero && remainder.Sign != b.Sign ? remainder + b : remainder;
    }
}

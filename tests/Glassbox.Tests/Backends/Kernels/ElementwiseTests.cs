using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Functions of one element, conversions and choices, against plain formulas in double precision.</summary>
public class ElementwiseTests
{
    /// <summary>The formula, the roundings that it may be off by, and the size below which these count in absolute terms.</summary>
    internal static readonly Dictionary<UnaryOp, (Func<double, double> Formula, double Roundings, double SmallestSize)> Formulas = new()
    {
        [UnaryOp.Negate] = (x => -x, 0, 0),
        [UnaryOp.Abs] = (Math.Abs, 0, 0),
        [UnaryOp.Sign] = (x => double.IsNaN(x) ? x : Math.Sign(x), 0, 0),
        [UnaryOp.Square] = (x => x * x, 0, 0),
        [UnaryOp.Sqrt] = (Math.Sqrt, 0, 0),
        [UnaryOp.Exp] = (Math.Exp, 4, 1e-30),
        [UnaryOp.Log] = (Math.Log, 4, 0),
        [UnaryOp.Log1P] = (Log1P, 6, 0),
        [UnaryOp.Sin] = (Math.Sin, 4, 1e-3),
        [UnaryOp.Cos] = (Math.Cos, 4, 1e-3),
        [UnaryOp.Tanh] = (Math.Tanh, 6, 0),
        [UnaryOp.Sigmoid] = (x => 1 / (1 + Math.Exp(-x)), 8, 1e-30),
        [UnaryOp.Softplus] = (x => double.IsNaN(x) ? x : Math.Max(x, 0) + Log1P(Math.Exp(-Math.Abs(x))), 8, 1e-30),
        [UnaryOp.Relu] = (x => x < 0 ? 0 : x, 0, 0),
        [UnaryOp.Floor] = (Math.Floor, 0, 0),
        [UnaryOp.Ceiling] = (Math.Ceiling, 0, 0),
        [UnaryOp.Round] = (x => Math.Round(x, MidpointRounding.ToEven), 0, 0),
        [UnaryOp.Erf] = (Erf, 8, 0),
        [UnaryOp.Gelu] = (x => x * 0.5 * (1 + Erf(x / Math.Sqrt(2))), 8, 6),
        [UnaryOp.Silu] = (x => x * Sigmoid(x), 12, 1e-30),
        [UnaryOp.Relu6] = (x => Math.Min(Math.Max(x, 0), 6), 0, 0),
        [UnaryOp.HardSigmoid] = (x => Math.Min(Math.Max(x + 3, 0), 6) / 6, 2, 1),
        [UnaryOp.HardSilu] = (x => x * (Math.Min(Math.Max(x + 3, 0), 6) / 6), 2, 3),
        [UnaryOp.HardTanh] = (x => Math.Min(Math.Max(x, -1), 1), 0, 0),
    };

    /// <summary>Of two numbers; the second size counts the terms of the formula, which may cancel.</summary>
    private static readonly Dictionary<BinaryOp, Func<double, double, double>> FormulasOfTwo = new()
    {
        [BinaryOp.SigmoidGradient] = (a, y) => a * (y * (1 - y)),
        [BinaryOp.TanhGradient] = (a, y) => a * (1 - (y * y)),
        [BinaryOp.SoftplusGradient] = (a, x) => a * Sigmoid(x),
        [BinaryOp.SiluGradient] = (a, x) => a * (Sigmoid(x) + (x * Sigmoid(x) * (1 - Sigmoid(x)))),
        [BinaryOp.GeluGradient] = (a, x) => a * (((1 + Erf(x / Math.Sqrt(2))) * 0.5) + (x * Math.Exp(x * x * -0.5) / Math.Sqrt(2 * Math.PI))),
        [BinaryOp.Elu] = (x, alpha) => x > 0 ? x : alpha * (Math.Exp(x) - 1),
        [BinaryOp.LeakyRelu] = (x, slope) => x > 0 ? x : slope * x,
        [BinaryOp.LeakyReluDerivative] = (x, slope) => x > 0 ? 1 : slope,
        [BinaryOp.EluDerivative] = (x, alpha) => x > 0 ? 1 : alpha * Math.Exp(x),
        [BinaryOp.Relu6Gradient] = (a, x) => x > 0 && x < 6 ? a : 0,
        [BinaryOp.HardSigmoidGradient] = (a, x) => x > -3 && x < 3 ? a / 6 : 0,
        [BinaryOp.HardSiluGradient] = (a, x) => a * (x < -3 ? 0 : x < 3 ? (x / 3) + 0.5 : 1),
        [BinaryOp.HardTanhGradient] = (a, x) => x > -1 && x < 1 ? a : 0,
        [BinaryOp.HardShrink] = (x, limit) => Math.Abs(x) > limit ? x : 0,
        [BinaryOp.SoftShrink] = (x, limit) => x > limit ? x - limit : x < -limit ? x + limit : 0,
        [BinaryOp.ShrinkDerivative] = (x, limit) => Math.Abs(x) > limit ? 1 : 0,
    };

    private static readonly Dictionary<UnaryOp, Func<long, long>> WholeFormulas = new()
    {
        [UnaryOp.Negate] = x => unchecked(-x),
        [UnaryOp.Abs] = x => x < 0 ? unchecked(-x) : x,
        [UnaryOp.Sign] = x => Math.Sign(x),
        [UnaryOp.Square] = x => unchecked(x * x),
        [UnaryOp.Relu] = x => Math.Max(x, 0),
        [UnaryOp.Floor] = x => x,
        [UnaryOp.Ceiling] = x => x,
        [UnaryOp.Round] = x => x,
    };

    [Fact]
    public void A_function_of_each_float_equals_its_formula()
    {
        Assert.Equal(Enum.GetValues<UnaryOp>(), Formulas.Keys.Order());
        Gen.Select(Numbers.OneOf(Formulas.Keys), Numbers.Length, Numbers.Seed).Sample((op, length, seed) =>
        {
            Check<float>(op, length, seed);
            Check<double>(op, length, seed);
        }, iter: 200);

        static void Check<T>(UnaryOp op, int length, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var (formula, roundings, smallestSize) = Formulas[op];
            var (memory, values) = (new GuardedMemory(seed), Numbers.Wild<T>(length, seed));
            var (x, y) = (memory.Input<T>(values), memory.Output<T>(length));
            Device.Current.Unary(op, x, y);
            memory.AssertIntact();
            Near.AssertEqual<T>(formula, values, y, roundings, smallestSize, op.ToString());
        }
    }

    [Fact]
    public void An_activations_gradient_and_an_activation_with_a_parameter_equal_their_formulas() => Gen.Select(
        Numbers.OneOf(FormulasOfTwo.Keys), Numbers.Length, Gen.Int[0, 2], Numbers.Seed).Sample((op, length, alone, seed) =>
    {
        Check<float>();
        Check<double>();

        // Both rows, or one number (the first or the second) beside a row.
        void Check<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var memory = new GuardedMemory(seed);
            T[] Values(int count, int start) => Array.ConvertAll(Numbers.Spotted<T>(count, start), value => value * T.CreateTruncating(5));
            var (first, second) = (Values(alone == 1 ? 1 : length, seed), Values(alone == 2 ? 1 : length, seed + 1));
            var (a, b, y) = (memory.Input<T>(first), memory.Input<T>(second), memory.Output<T>(length));
            Device.Current.Binary(op, new Broadcast([length], [alone == 1 ? 0 : 1], [alone == 2 ? 0 : 1]), a, b, y);
            memory.AssertIntact();
            var (expected, sizes) = (new double[length], new double[length]);
            for (var i = 0; i < length; i++)
            {
                var (left, right) = (double.CreateTruncating(first[alone == 1 ? 0 : i]), double.CreateTruncating(second[alone == 2 ? 0 : i]));
                expected[i] = FormulasOfTwo[op](left, right);
                sizes[i] = Math.Max(Math.Abs(expected[i]), Math.Max(1, Math.Abs(left)) * Math.Max(1, Math.Abs(right)));
            }

            Near.AssertEqual<T>(expected, y, 8, sizes, op.ToString());
        }
    }, iter: 200);

    [Fact]
    public void The_exponential_is_exact_to_the_last_place_or_two_over_its_whole_range()
    {
        var values = new float[200_001];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = -104.5f + (i * 0.00097f);
        }

        var memory = new GuardedMemory(1);
        var (x, y) = (memory.Input<float>(values), memory.Output<float>(values.Length));
        Device.Current.Unary(UnaryOp.Exp, x, y);
        memory.AssertIntact();
        for (var i = 0; i < values.Length; i++)
        {
            var exact = Math.Exp(values[i]);
            var place = Math.Max(exact * Math.ScaleB(1, -23), float.Epsilon);
            Assert.True((float.IsInfinity(y.Span<float>()[i]) && exact > float.MaxValue) || Math.Abs(exact - y.Span<float>()[i]) < 1.5 * place, $"exp({values[i]:R}) = {y.Span<float>()[i]:R}");
        }
    }

    [Fact]
    public void A_function_of_each_whole_number_wraps_around() => Gen.Select(Numbers.OneOf(WholeFormulas.Keys), Numbers.Length, Numbers.Seed).Sample((op, length, seed) =>
    {
        Check<int>(op, length, seed);
        Check<long>(op, length, seed);
        Check<byte>(op, length, seed);

        static void Check<T>(UnaryOp op, int length, int seed) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
        {
            var (memory, values) = (new GuardedMemory(seed), Numbers.Whole<T>(length, seed));
            var (x, y) = (memory.Input<T>(values), memory.Output<T>(length));
            Device.Current.Unary(op, x, y);
            memory.AssertIntact();
            Assert.Equal(Array.ConvertAll(values, value => T.CreateTruncating(WholeFormulas[op](long.CreateTruncating(value)))), y.Span<T>().ToArray());
        }
    }, iter: 100);

    [Fact]
    public void A_choice_takes_each_element_from_one_side() => Gen.Select(Numbers.Length, Numbers.Seed).Sample((length, seed) =>
    {
        Check(Numbers.Whole<byte>(length, seed), Numbers.Whole<byte>(length, seed + 1));
        Check(Numbers.Whole<int>(length, seed), Numbers.Whole<int>(length, seed + 1));
        Check(Numbers.Wild<float>(length, seed), Numbers.Wild<float>(length, seed + 1));
        Check(Numbers.Wild<double>(length, seed), Numbers.Wild<double>(length, seed + 1));

        void Check<T>(T[] first, T[] second) where T : unmanaged
        {
            var (memory, conditions) = (new GuardedMemory(seed), Array.ConvertAll(Numbers.Tame<double>(length, seed + 2), value => value > 0));
            var (condition, a, b, y) = (memory.Input<bool>(conditions), memory.Input<T>(first), memory.Input<T>(second), memory.Output<T>(length));
            Device.Current.Select(condition, a, b, y);
            memory.AssertIntact();
            Assert.Equal([.. conditions.Select((choice, i) => choice ? first[i] : second[i])], y.Span<T>().ToArray());
        }
    }, iter: 30);

    [Fact]
    public void A_conversion_cuts_off_fractions_and_keeps_what_the_other_type_can_hold() => Gen.Select(Numbers.Length, Numbers.Seed).Sample((length, seed) =>
    {
        // Between 0 and 127: what all types hold, as they are or cut off.
        var values = Array.ConvertAll(Numbers.Tame<double>(length, seed), value => Math.Abs(value) < 0.2 ? 0 : Math.Abs(value) * 127);
        CheckFrom<float>();
        CheckFrom<double>();
        CheckFrom<int>();
        CheckFrom<long>();
        CheckFrom<byte>();

        void CheckFrom<T>() where T : unmanaged, INumber<T>
        {
            T[] source = [.. values.Select(T.CreateTruncating)];
            CheckTo<T, float>(source);
            CheckTo<T, double>(source);
            CheckTo<T, int>(source);
            CheckTo<T, long>(source);
            CheckTo<T, byte>(source);
            var (memory, expected) = (new GuardedMemory(seed), Array.ConvertAll(source, value => value != T.Zero));
            var (x, y) = (memory.Input<T>(source), memory.Output<bool>(length));
            Device.Current.Cast(x, y);
            memory.AssertIntact();
            Assert.Equal(expected, y.Span<bool>());
        }

        void CheckTo<T, TResult>(T[] source) where T : unmanaged, INumber<T> where TResult : unmanaged, INumber<TResult>
        {
            var memory = new GuardedMemory(seed);
            var (x, y) = (memory.Input<T>(source), memory.Output<TResult>(length));
            Device.Current.Cast(x, y);
            memory.AssertIntact();
            Assert.Equal(Array.ConvertAll(source, value => TResult.CreateTruncating(double.CreateTruncating(value))), y.Span<TResult>());
        }
    }, iter: 30);

    [Fact]
    public void Filling_reaches_every_element() => Gen.Select(Numbers.Length, Gen.Int[0, 200], Numbers.Seed).Sample((length, value, seed) =>
    {
        Check((float)value);
        Check((double)value);
        Check(value);
        Check((long)value);
        Check((byte)value);
        Check(value != 0);

        void Check<T>(T expected) where T : unmanaged
        {
            var memory = new GuardedMemory(seed);
            var y = memory.Output<T>(length);
            Device.Current.Fill(y, value);
            memory.AssertIntact();
            Assert.True(y.Span<T>().IndexOfAnyExcept(expected) < 0);
        }
    }, iter: 30);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    /// <summary>log(1 + x) = 2 artanh(x / (2 + x)), a series for x that is not large.</summary>
    private static double Log1P(double x)
    {
        if (!(Math.Abs(x) < 0.75))
        {
            return Math.Log(1 + x);
        }

        var (ratio, sum) = (x / (2 + x), 0.0);
        for (var n = 61; n > 0; n -= 2)
        {
            sum = (sum * ratio * ratio) + (1.0 / n);
        }

        return 2 * ratio * sum;
    }

    /// <summary>2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·5···(2n+1)), all terms of one sign.</summary>
    private static double Erf(double x)
    {
        if (double.IsNaN(x) || Math.Abs(x) > 6)
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        var (term, sum) = (x, x);
        for (var n = 1; n < 200; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}

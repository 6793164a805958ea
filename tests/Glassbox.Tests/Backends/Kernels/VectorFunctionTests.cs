using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>The functions that are written as formulas of vectors, for each width of vectors: over their whole range, and wherever an element lies.</summary>
[Collection("process state")]
public class VectorFunctionTests
{
    private static readonly UnaryOp[] Functions = [UnaryOp.Exp, UnaryOp.Log1P, UnaryOp.Tanh, UnaryOp.Sigmoid, UnaryOp.Softplus, UnaryOp.Silu, UnaryOp.Erf, UnaryOp.Gelu];

    public static TheoryData<int> Widths => MatrixProductTests.Widths;

    [Theory]
    [MemberData(nameof(Widths))]
    public void A_function_is_as_exact_as_is_said_over_its_whole_range(int bits) => WithWidth(bits, () =>
    {
        var values = new float[60_001];
        for (var i = 0; i < values.Length; i++)
        {
            // Dense near zero, and out to where everything is zero, one or infinite.
            values[i] = MathF.Pow((i - 30_000) / 30_000f, 3) * 110;
        }

        foreach (var op in Functions.Where(op => op != UnaryOp.Log1P))
        {
            var (formula, roundings, smallestSize) = ElementwiseTests.Formulas[op];
            Near.AssertEqual<float>(formula, values, Result<float>(op, values), roundings, smallestSize, $"{op} of {bits} bits");
        }
    });

    [Theory]
    [MemberData(nameof(Widths))]
    public void Hyperbolic_tangent_and_error_function_stay_within_one_and_reach_it(int bits) => WithWidth(bits, () =>
    {
        foreach (var op in new[] { UnaryOp.Tanh, UnaryOp.Erf })
        {
            float[] values = [.. Enumerable.Range(0, 20_000).Select(i => i * 0.0005f), 1e5f, 1e30f, float.MaxValue, float.PositiveInfinity];
            var (above, below) = (Result<float>(op, values).Span<float>().ToArray(), Result<float>(op, Array.ConvertAll(values, value => -value)).Span<float>().ToArray());
            Assert.All(above, value => Assert.InRange(value, 0, 1));
            Assert.Equal(above, Array.ConvertAll(below, value => -value));
            Assert.All(above[^600..], value => Assert.Equal(1, value));
            Assert.True(float.IsNaN(Result<float>(op, [float.NaN]).Span<float>()[0]));
        }
    });

    [Theory]
    [MemberData(nameof(Widths))]
    public void An_elements_result_does_not_depend_on_where_it_lies(int bits) => WithWidth(bits, () =>
    {
        Check<float>();
        Check<double>();

        static void Check<T>() where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>, System.Numerics.IMinMaxValue<T>
        {
            var values = Numbers.Wild<T>(70, 1);
            foreach (var op in Functions)
            {
                var expected = Result<T>(op, values).Span<T>().ToArray();
                for (var first = 0; first < values.Length; first++)
                {
                    Assert.Equal(expected[first..], Result<T>(op, values[first..]).Span<T>().ToArray());
                }
            }

            var slope = Storage.Wrap(DType.Of<T>(), new[] { T.CreateTruncating(0.3) });
            foreach (var op in new[] { BinaryOp.Elu, BinaryOp.LeakyRelu, BinaryOp.WherePositive })
            {
                var expected = WithNumber(op, values);
                for (var first = 0; first < values.Length; first++)
                {
                    Assert.Equal(expected[first..], WithNumber(op, values[first..]));
                }
            }

            T[] WithNumber(BinaryOp op, T[] x)
            {
                var y = Storage.Wrap(DType.Of<T>(), new T[x.Length]);
                Device.Current.Binary(op, new Broadcast([x.Length], [1], [0]), Storage.Wrap(DType.Of<T>(), x), slope, y);
                return y.Span<T>().ToArray();
            }
        }
    });

    private static Storage Result<T>(UnaryOp op, T[] x) where T : unmanaged
    {
        var y = Storage.Wrap(DType.Of<T>(), new T[x.Length]);
        Device.Current.Unary(op, Storage.Wrap(DType.Of<T>(), x), y);
        return y;
    }

    private static void WithWidth(int bits, Action check)
    {
        var width = VectorWidth.Bits;
        try
        {
            VectorWidth.Bits = bits;
            check();
        }
        finally
        {
            VectorWidth.Bits = width;
        }
    }
}

using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Tests.Backends.Oracle;
using Glassbox.Tests.Backends.Reference;

namespace Glassbox.Tests.Backends;

/// <summary>
/// The functions that are written as formulas of vectors, for each width of vectors: over their whole range, and wherever an element lies.
/// </summary>
[Collection("process state")]
public class VectorFunctionTests
{
    private static readonly UnaryOp[] Functions =
        [UnaryOp.Exp, UnaryOp.Log1P, UnaryOp.Tanh, UnaryOp.Sigmoid, UnaryOp.Softplus, UnaryOp.Silu, UnaryOp.Erf, UnaryOp.Gelu];

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
            var (roundings, smallest) = ElementwiseRows.UnaryPrecision[op];
            Near.AssertEqual<float>(x => UnaryFormulas.Of(op, x), values, Result<float>(op, values), roundings, smallest,
                $"{op} of {bits} bits");
        }
    });

    [Theory]
    [MemberData(nameof(Widths))]
    public void Hyperbolic_tangent_and_error_function_stay_within_one_and_reach_it(int bits) => WithWidth(bits, () =>
    {
        foreach (var op in new[] { UnaryOp.Tanh, UnaryOp.Erf })
        {
            float[] values = [.. Enumerable.Range(0, 20_000).Select(i => i * 0.0005f), 1e5f, 1e30f, float.MaxValue, float.PositiveInfinity];
            var (above, below) = (Result<float>(op, values).Span<float>().ToArray(),
                Result<float>(op, Array.ConvertAll(values, value => -value)).Span<float>().ToArray());
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

            var slope = HostStorage.Wrap(DType.Of<T>(), new[] { T.CreateTruncating(0.3) });
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
                var y = HostStorage.Wrap(DType.Of<T>(), new T[x.Length]);
                Device.Current.Binary(op, new Broadcast([x.Length], [1], [0]), HostStorage.Wrap(DType.Of<T>(), x), slope, y);
                return y.Span<T>().ToArray();
            }
        }
    });

    [Theory]
    [MemberData(nameof(Widths))]
    public void What_is_written_past_the_caches_is_the_same(int bits) => WithWidth(bits, () =>
    {
        Check<float>();
        Check<double>();

        static unsafe void Check<T>() where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>, System.Numerics.IMinMaxValue<T>
        {
            const int Piece = 10_000;
            var length = (Memory.StretchBytes / sizeof(T)) + 77;
            var memory = new GuardedMemory(1, isAligned: true);
            var a = memory.Input<T>(Numbers.Wild<T>(length, 1));
            Same(memory.Output<T>(length), VectorFunction.Run<T, Sigmoid<T>>);
            Same(memory.Output<T>(length), Rectifier.Run);
            Same(memory.Output<T>(length), (x, y) => EachVectorOf<T, GradientOf<T, Sigmoid<T>>>.Run(x, x, y));
            Same(memory.Output<T>(length), (x, y) => EachVectorOf<T, LeakyRelu<T>>.Run(x, T.CreateTruncating(0.3), y));

            void Same(Storage y, Function<T> function)
            {
                fixed (T* to = y.Span<T>())
                {
                    Assert.True(Memory.IsNonTemporal(to, length));
                }

                function(a.Span<T>(), y.Span<T>());
                memory.AssertIntact();
                var expected = new T[length];
                for (var first = 0; first < length; first += Piece)
                {
                    var piece = Math.Min(Piece, length - first);
                    function(a.Span<T>().Slice(first, piece), expected.AsSpan(first, piece));
                }

                Assert.Equal(expected, y.Span<T>().ToArray());
            }
        }
    });

    [Fact]
    public void Arrays_that_no_cache_holds()
    {
        const int Length = (int)(Memory.NonTemporalByteThreshold / sizeof(float)) + 1_000;
        var memory = new GuardedMemory(1, isAligned: true);
        var (x, y) = (memory.Output<float>(Length), memory.Output<float>(Length));
        for (var i = 0; i < Length; i++)
        {
            x.Span<float>()[i] = (i % 1_003) - 500;
        }

        var walk = new Broadcast([Length], [1], [1]);
        Expect(x => Math.Max(x, 0), () => Device.Current.Unary(UnaryOp.Relu, x, y));
        Expect(x => Math.Clamp(x, 0, 6), () => Device.Current.Unary(UnaryOp.Relu6, x, y));
        Expect(x => Math.Max(x, 0), () => Device.Current.Binary(BinaryOp.WherePositive, walk, x, x, y));
        Expect(x => 2 * x, () => Device.Current.Binary(BinaryOp.Add, walk, x, x, y));

        void Expect(Func<float, float> formula, Action compute)
        {
            y.Span<float>().Fill(float.NaN);
            compute();
            memory.AssertIntact();
            for (var i = 0; i < Length; i++)
            {
                if (y.Span<float>()[i] != formula((i % 1_003) - 500))
                {
                    Assert.Fail($"element {i} is {y.Span<float>()[i]}, not {formula((i % 1_003) - 500)}");
                }
            }
        }
    }

    private delegate void Function<T>(ReadOnlySpan<T> x, Span<T> y);

    private static HostStorage Result<T>(UnaryOp op, T[] x) where T : unmanaged
    {
        var y = HostStorage.Wrap(DType.Of<T>(), new T[x.Length]);
        Device.Current.Unary(op, HostStorage.Wrap(DType.Of<T>(), x), y);
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

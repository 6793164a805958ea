using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Crossentropies of rows of probabilities and of logits, and their gradients, against plain formulas in double precision.</summary>
public class CrossentropyKernelTests
{
    private const double Epsilon = 1e-7;

    private static readonly Gen<(int Rows, int Columns, int Seed)> Cases = Gen.Select(RowFunctionTests.Rows, RowFunctionTests.Columns, Numbers.Seed);

    [Fact]
    public void Of_probabilities() => Cases.Sample(x =>
    {
        Check<float>(x.Rows, x.Columns, x.Seed, Probabilities<float>, Value, Gradient, Of, GradientOf);
        Check<double>(x.Rows, x.Columns, x.Seed, Probabilities<double>, Value, Gradient, Of, GradientOf);

        void Value(Storage target, Storage p, Storage y) => Device.Current.Crossentropy(target, p, x.Columns, Epsilon, y);

        void Gradient(Storage dy, Storage target, Storage p, Storage dp) => Device.Current.CrossentropyGradient(dy, target, p, x.Columns, Epsilon, dp);

        static (double Value, double Size) Of(double[] t, double[] p)
        {
            var (value, size, sum) = (0.0, 0.0, p.Sum());
            for (var i = 0; i < t.Length; i++)
            {
                var logarithm = Math.Log(Math.Clamp(p[i] / sum, Epsilon, 1 - Epsilon));
                (value, size) = (value - (t[i] * logarithm), size + (Math.Abs(t[i]) * (1 - logarithm)));
            }

            return (value, size);
        }

        static (double Value, double Size)[] GradientOf(double dy, double[] t, double[] p)
        {
            var sum = p.Sum();
            double[] q = [.. p.Select(value => value / sum)];
            bool[] counts = [.. q.Select(value => value is >= Epsilon and <= 1 - Epsilon)];
            var (slopes, size) = (t.Where((_, i) => counts[i]).Sum(), t.Where((_, i) => counts[i]).Sum(Math.Abs));
            return [.. t.Select((target, i) => (dy / sum * ((counts[i] ? -target / q[i] : 0) + slopes), Math.Abs(dy / sum) * ((counts[i] ? Math.Abs(target / q[i]) : 0) + size)))];
        }
    }, iter: 100);

    [Fact]
    public void Of_logits() => Cases.Sample(x =>
    {
        Check<float>(x.Rows, x.Columns, x.Seed, Logits<float>, Value, Gradient, Of, GradientOf);
        Check<double>(x.Rows, x.Columns, x.Seed, Logits<double>, Value, Gradient, Of, GradientOf);

        void Value(Storage target, Storage logits, Storage y) => Device.Current.SoftmaxCrossentropy(target, logits, x.Columns, y);

        void Gradient(Storage dy, Storage target, Storage logits, Storage dx) => Device.Current.SoftmaxCrossentropyGradient(dy, target, logits, x.Columns, dx);

        static (double Value, double Size) Of(double[] t, double[] logits)
        {
            var (shifted, sum) = RowFunctionTests.Shifted(logits);
            var (value, size) = (0.0, 0.0);
            for (var i = 0; i < t.Length; i++)
            {
                value -= t[i] * (shifted[i] - Math.Log(sum));
                size += Math.Abs(t[i]) * (Math.Abs(shifted[i]) + Math.Log(sum) + 1);
            }

            return (value, size);
        }

        static (double Value, double Size)[] GradientOf(double dy, double[] t, double[] logits)
        {
            var (shifted, sum) = RowFunctionTests.Shifted(logits);
            var (total, size) = (t.Sum(), t.Sum(Math.Abs));
            return [.. t.Select((target, i) => (
                dy * ((Math.Exp(shifted[i]) / sum * total) - target), Math.Abs(dy) * ((Math.Exp(shifted[i]) / sum * (1 + Math.Abs(shifted[i])) * size) + Math.Abs(target))))];
        }
    }, iter: 100);

    [Theory]
    [InlineData(float.NaN, 1)]
    [InlineData(0.25f, float.NaN)]
    [InlineData(0.25f, float.PositiveInfinity)]
    public void What_is_no_number_reaches_the_gradients_of_zero_targets_too(float p, float dy)
    {
        var gradient = new GuardedMemory(1).Output<float>(3);
        Device.Current.CrossentropyGradient(Of(dy), Of(0, 0, 0), Of(p, 0.5f, 0.25f), 3, Epsilon, gradient);
        Assert.All(gradient.Span<float>().ToArray(), value => Assert.True(float.IsNaN(value)));

        static Storage Of(params float[] values) => HostStorage.Wrap(DType.Float32, values);
    }

    /// <summary>The sizes are those that roundings are counted against.</summary>
    private static void Check<T>(
        int rows, int columns, int seed, Func<int, int, T[]> predictions, Action<Storage, Storage, Storage> value, Action<Storage, Storage, Storage, Storage> gradient,
        Func<double[], double[], (double Value, double Size)> expected, Func<double, double[], double[], (double Value, double Size)[]> expectedGradient)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var (targets, predicted, gradients) = (Targets<T>(rows * columns, seed), predictions(rows * columns, seed + 1), Numbers.Tame<T>(rows, seed + 2));
        var memory = new GuardedMemory(seed);
        var (t, p, dy) = (memory.Input<T>(targets), memory.Input<T>(predicted), memory.Input<T>(gradients));
        var (y, dp) = (memory.Output<T>(rows), memory.Output<T>(rows * columns));
        value(t, p, y);
        gradient(dy, t, p, dp);
        memory.AssertIntact();
        var (exactTargets, exactPredicted, exactGradients) = (Numbers.Exactly<T>(targets), Numbers.Exactly<T>(predicted), Numbers.Exactly<T>(gradients));
        (double Value, double Size)[] values = [.. Enumerable.Range(0, rows).Select(row => expected(Row(exactTargets, row), Row(exactPredicted, row)))];
        (double Value, double Size)[] slopes = [.. Enumerable.Range(0, rows).SelectMany(row => expectedGradient(exactGradients[row], Row(exactTargets, row), Row(exactPredicted, row)))];
        Near.AssertEqual<T>([.. values.Select(pair => pair.Value)], y, 16, [.. values.Select(pair => pair.Size)], $"crossentropy of [{rows}, {columns}]");
        Near.AssertEqual<T>([.. slopes.Select(pair => pair.Value)], dp, 24, [.. slopes.Select(pair => pair.Size)], $"gradient of [{rows}, {columns}]");

        double[] Row(double[] matrix, int row) => matrix[(row * columns)..((row + 1) * columns)];
    }

    /// <summary>Half of them zero, as most of a classification are.</summary>
    private static T[] Targets<T>(int length, int seed) where T : IFloatingPointIeee754<T> =>
        [.. Numbers.Tame<T>(length, seed).Select((value, i) => int.IsEvenInteger(seed + i) ? T.Zero : value)];

    /// <summary>Some of them zero; their sum is not 1.</summary>
    private static T[] Probabilities<T>(int length, int seed) where T : IFloatingPointIeee754<T> =>
        Array.ConvertAll(Numbers.Tame<T>(length, seed), value => T.Abs(value) < T.CreateTruncating(0.05) ? T.Zero : T.Abs(value));

    private static T[] Logits<T>(int length, int seed) where T : IFloatingPointIeee754<T> =>
        seed % 3 == 0 ? Numbers.Spotted<T>(length, seed) : Array.ConvertAll(Numbers.Tame<T>(length, seed), value => value * T.CreateTruncating(30));
}

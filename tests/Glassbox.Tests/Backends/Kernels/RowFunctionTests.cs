using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Softmax, its logarithm and their gradients, row by row, against plain formulas in double precision.</summary>
public class RowFunctionTests
{
    private static readonly Gen<(int Rows, int Columns, bool Logarithm, int Seed)> Cases = Gen.Select(Rows, Columns, Gen.Bool, Numbers.Seed);

    internal static Gen<int> Rows => Gen.Int[0, 9];

    internal static Gen<int> Columns => Gen.OneOf(Gen.Int[1, 40], Gen.Const(97), Gen.OneOf(Gen.Const(1031), Gen.Const(5003)));

    [Fact]
    public void Softmax_and_its_logarithm_equal_their_formulas() => Cases.Sample(x =>
    {
        Check<float>(x.Rows, x.Columns, x.Logarithm, x.Seed);
        Check<double>(x.Rows, x.Columns, x.Logarithm, x.Seed);

        static void Check<T>(int rows, int columns, bool logarithm, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            // Some rows are far from zero, where exponentials overflow.
            var values = seed % 3 == 0 ? Numbers.Spotted<T>(rows * columns, seed) : Array.ConvertAll(Numbers.Tame<T>(rows * columns, seed), value => (value * T.CreateTruncating(30)) + T.CreateTruncating(seed % 700));
            var memory = new GuardedMemory(seed);
            var (x, y) = (memory.Input<T>(values), memory.Output<T>(rows * columns));
            Device.Current.Softmax(logarithm, x, columns, y);
            memory.AssertIntact();
            var (expected, sizes) = (Numbers.Exactly<T>(values), new double[values.Length]);
            for (var row = 0; row < rows; row++)
            {
                var (shifted, sum) = Shifted(expected.AsSpan(row * columns, columns));
                for (var i = 0; i < columns; i++)
                {
                    var at = (row * columns) + i;
                    expected[at] = logarithm ? shifted[i] - Math.Log(sum) : Math.Exp(shifted[i]) / sum;
                    // x − max is rounded, and so is the sum, which is 1 at least; the exponential makes a relative error of an absolute one.
                    sizes[at] = logarithm ? Math.Abs(shifted[i]) + Math.Log(sum) + 1 : expected[at] * (1 + Math.Abs(shifted[i]));
                }
            }

            Near.AssertEqual<T>(expected, y, 16, sizes, $"softmax of [{rows}, {columns}]");
        }
    }, iter: 60);

    [Fact]
    public void Their_gradients_equal_their_formulas() => Cases.Sample(x =>
    {
        Check<float>(x.Rows, x.Columns, x.Logarithm, x.Seed);
        Check<double>(x.Rows, x.Columns, x.Logarithm, x.Seed);

        static void Check<T>(int rows, int columns, bool logarithm, int seed) where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var gradients = seed % 3 == 0 ? Numbers.Spotted<T>(rows * columns, seed) : Numbers.Tame<T>(rows * columns, seed);
            var results = Array.ConvertAll(Numbers.Tame<T>(rows * columns, seed + 1), value => logarithm ? -T.Abs(value) * T.CreateTruncating(5) : T.Abs(value));
            var memory = new GuardedMemory(seed);
            var (dy, y, dx) = (memory.Input<T>(gradients), memory.Input<T>(results), memory.Output<T>(rows * columns));
            Device.Current.SoftmaxGradient(logarithm, dy, y, columns, dx);
            memory.AssertIntact();
            var (g, p, expected, sizes) = (Numbers.Exactly<T>(gradients), Numbers.Exactly<T>(results), new double[rows * columns], new double[rows * columns]);
            for (var start = 0; start < expected.Length; start += columns)
            {
                var (sum, size) = (0.0, 0.0);
                for (var i = start; i < start + columns; i++)
                {
                    sum += logarithm ? g[i] : g[i] * p[i];
                    size += Math.Abs(logarithm ? g[i] : g[i] * p[i]);
                }

                for (var i = start; i < start + columns; i++)
                {
                    expected[i] = logarithm ? g[i] - (Math.Exp(p[i]) * sum) : p[i] * (g[i] - sum);
                    sizes[i] = logarithm ? Math.Abs(g[i]) + (Math.Exp(p[i]) * size) : p[i] * (Math.Abs(g[i]) + size);
                }
            }

            Near.AssertEqual<T>(expected, dx, 16, sizes, $"softmax gradient of [{rows}, {columns}]");
        }
    }, iter: 60);

    /// <summary>x − max of a row, and Σ exp(x − max).</summary>
    internal static (double[] Shifted, double Sum) Shifted(ReadOnlySpan<double> row)
    {
        var (shifted, largest) = (row.ToArray(), double.NegativeInfinity);
        foreach (var value in row)
        {
            largest = Math.Max(largest, value);
        }

        var sum = 0.0;
        for (var i = 0; i < shifted.Length; i++)
        {
            shifted[i] -= largest;
            sum += Math.Exp(shifted[i]);
        }

        return (shifted, sum);
    }
}

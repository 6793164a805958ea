using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>Sums, products and extremes along the middle axis of [outer, reduced, inner], against plain loops in double precision.</summary>
public class ReductionTests
{
    private static readonly Gen<(int Outer, int Reduced, int Inner)> Shapes = Gen.OneOf(
        Gen.Select(Gen.Int[0, 5], Gen.Int[0, 40], Gen.OneOf(Gen.Const(1), Gen.Int[0, 40], Gen.Const(131))),
        Gen.Select(Gen.Int[1, 3], Gen.OneOf(Gen.Const(1023), Gen.Const(1025), Gen.Const(2053), Gen.Const(5003)), Gen.OneOf(Gen.Const(1), Gen.Const(3))));

    [Fact]
    public void Sums_and_products_of_floats_are_those_of_plain_loops() => Gen.Select(Shapes, Gen.Bool, Numbers.Seed).Sample((shape, product, seed) =>
    {
        Check<float>();
        Check<double>();

        void Check<T>() where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
        {
            var size = shape.Outer * shape.Reduced * shape.Inner;
            var values = seed % 3 == 0 ? Numbers.Spotted<T>(size, seed) : Numbers.Tame<T>(size, seed);
            var y = Reduced<T, T>(product ? ReduceOp.Product : ReduceOp.Sum, shape, values, seed);
            var sizes = new double[y.Length];
            var expected = Loop(shape, (start, i) =>
            {
                var (total, sum) = (product ? 1.0 : 0.0, 0.0);
                for (var r = 0; r < shape.Reduced; r++)
                {
                    var value = double.CreateTruncating(values[start + (r * shape.Inner)]);
                    (total, sum) = (product ? total * value : total + value, sum + Math.Abs(value));
                }

                // A sum errs by roundings of its terms, pairwise or one after the other; a product by one for each factor.
                sizes[i] = product ? Math.Abs(total) * shape.Reduced : sum;
                return total;
            });
            Near.AssertEqual<T>(expected, y, product || shape.Inner == 1 ? 12 : Math.Max(12, shape.Reduced), sizes, $"{(product ? "product" : "sum")} of {shape}");
        }
    }, iter: 200);

    [Fact]
    public void The_largest_and_the_smallest_and_where_they_are() => Gen.Select(Shapes.Where(shape => shape.Reduced > 0), Gen.Bool, Numbers.Seed).Sample((shape, largest, seed) =>
    {
        var size = shape.Outer * shape.Reduced * shape.Inner;
        // Few different numbers, so that the first of several counts; and NaN, which is more extreme than all, in some.
        Check(Array.ConvertAll(Numbers.Wild<float>(size, seed), value => seed % 2 == 0 && float.IsNaN(value) ? 1 : value));
        Check(Array.ConvertAll(Numbers.Wild<double>(size, seed), value => seed % 2 == 0 && double.IsNaN(value) ? 1 : value));
        Check(Numbers.Whole<int>(size, seed));
        Check(Numbers.Whole<long>(size, seed));
        Check(Numbers.Whole<byte>(size, seed));

        void Check<T>(T[] values) where T : unmanaged, INumber<T>
        {
            var memory = new GuardedMemory(seed);
            var (x, at) = (memory.Input<T>(values), memory.Output<long>(shape.Outer * shape.Inner));
            Device.Current.ArgExtreme(largest, x, shape.Outer, shape.Reduced, shape.Inner, at);
            memory.AssertIntact();
            var y = Reduced<T, T>(largest ? ReduceOp.Max : ReduceOp.Min, shape, values, seed);
            var expected = Loop(shape, (start, _) =>
            {
                var best = 0;
                for (var r = 1; r < shape.Reduced; r++)
                {
                    var (value, bestValue) = (values[start + (r * shape.Inner)], values[start + (best * shape.Inner)]);
                    var better = largest ? value > bestValue : value < bestValue;
                    best = !T.IsNaN(bestValue) && (better || T.IsNaN(value)) ? r : best;
                }

                return best;
            });
            Assert.Equal([.. expected.Select(place => (long)place)], at.Span<long>());
            var extremes = Loop(shape, (start, i) => double.CreateTruncating(values[start + ((int)expected[i] * shape.Inner)]));
            // Zeros of both signs are equal.
            Assert.All(extremes.Zip(Numbers.Exactly<T>(y.Span<T>())), pair => Assert.True(pair.First.Equals(pair.Second), $"{pair.Second} instead of {pair.First}"));
        }
    }, iter: 100);

    [Fact]
    public void Whole_numbers_are_added_and_multiplied_in_a_type_that_has_room() => Gen.Select(Shapes, Gen.Bool, Numbers.Seed).Sample((shape, product, seed) =>
    {
        var size = shape.Outer * shape.Reduced * shape.Inner;
        Check<byte, long>(Numbers.Whole<byte>(size, seed));
        Check<int, long>(Numbers.Whole<int>(size, seed));
        Check<long, long>(Numbers.Whole<long>(size, seed));
        Check<int, int>(Numbers.Whole<int>(size, seed));
        Check<int, double>(Array.ConvertAll(Numbers.Tame<double>(size, seed), value => (int)(value * 3)));

        void Check<T, TResult>(T[] values) where T : unmanaged, INumber<T> where TResult : unmanaged, INumber<TResult>
        {
            var y = Reduced<T, TResult>(product ? ReduceOp.Product : ReduceOp.Sum, shape, values, seed);
            var expected = Loop(shape, (start, _) =>
            {
                var total = product ? TResult.One : TResult.Zero;
                for (var r = 0; r < shape.Reduced; r++)
                {
                    var value = TResult.CreateTruncating(values[start + (r * shape.Inner)]);
                    total = product ? total * value : total + value;
                }

                return total;
            });
            Assert.Equal(expected, y.Span<TResult>());
        }
    }, iter: 60);

    private static Storage Reduced<T, TResult>(ReduceOp op, (int Outer, int Reduced, int Inner) shape, T[] values, int seed) where T : unmanaged where TResult : unmanaged
    {
        var memory = new GuardedMemory(seed);
        var (x, y) = (memory.Input<T>(values), memory.Output<TResult>(shape.Outer * shape.Inner));
        Device.Current.Reduce(op, x, shape.Outer, shape.Reduced, shape.Inner, y);
        memory.AssertIntact();
        return y;
    }

    /// <summary>A figure for each element of the result, by where its first operand is and which it is.</summary>
    private static T[] Loop<T>((int Outer, int Reduced, int Inner) shape, Func<int, int, T> figure) => [.. Enumerable.Range(0, shape.Outer * shape.Inner).Select(i =>
        figure((i / shape.Inner * shape.Reduced * shape.Inner) + (i % shape.Inner), i))];
}

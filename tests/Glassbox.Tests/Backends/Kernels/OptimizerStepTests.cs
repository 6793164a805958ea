using System.Numerics;
using CsCheck;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>The optimizers' updates against their formulas in double precision, one element at a time.</summary>
public class OptimizerStepTests
{
    private static readonly Gen<(int Length, bool First, bool Second, int Seed)> Cases = Gen.Select(
        // Some so long that they are cut into parts for the threads.
        Gen.Frequency((60, Numbers.Length), (1, Gen.Const(300_007))), Gen.Bool, Gen.Bool, Numbers.Seed);

    [Fact]
    public void Stochastic_gradient_descent() => Cases.Sample(x => Both(x.Length, x.Seed, x.First ? 1 : 0,
        (weight, gradient, slots) => Device.Current.Sgd(weight, gradient, slots.FirstOrDefault(), 0.125, 0.75, x.Second),
        (w, g, slots) =>
        {
            var step = 0.125 * g;
            if (slots.Length == 0)
            {
                return w - step;
            }

            slots[0] = (0.75 * slots[0]) - step;
            return x.Second ? w + (0.75 * slots[0]) - step : w + slots[0];
        }));

    [Fact]
    public void RMSprop() => Cases.Sample(x => Both(x.Length, x.Seed, 1 + (x.First ? 1 : 0) + (x.Second ? 1 : 0),
        (weight, gradient, slots) => Device.Current.RmsProp(weight, gradient, slots[0], x.First ? slots[1] : null, x.Second ? slots[^1] : null, 0.125, 0.875, 0.5, 0.25),
        (w, g, slots) =>
        {
            slots[0] = (0.875 * slots[0]) + (0.125 * g * g);
            var mean = 0.0;
            if (x.Second)
            {
                // Kept small, so that the variance stays above zero.
                mean = slots[^1] = (0.875 * slots[^1]) + (0.125 * g);
            }

            var step = 0.125 * g / Math.Sqrt(slots[0] - (mean * mean) + 0.25);
            if (x.First)
            {
                step = slots[1] += (0.5 * slots[1]) - slots[1] + step;
            }

            return w - step;
        }));

    [Fact]
    public void Adam() => Cases.Sample(x => Both(x.Length, x.Seed, x.First ? 3 : 2,
        (weight, gradient, slots) => Device.Current.Adam(weight, gradient, slots[0], slots[1], x.First ? slots[2] : null, 0.125, 0.875, 0.75, 0.5),
        (w, g, slots) =>
        {
            slots[0] += (g - slots[0]) * 0.125;
            slots[1] += ((g * g) - slots[1]) * 0.25;
            if (x.First)
            {
                slots[2] = double.IsNaN(slots[1]) ? slots[1] : Math.Max(slots[1], slots[2]);
            }

            return w - (slots[0] * 0.125 / (Math.Sqrt(slots[^1]) + 0.5));
        }));

    /// <summary>Numbers below the normal ones take a processor several times as long: none may stay in a slot, however long a gradient is tiny or absent.</summary>
    [Fact]
    public void What_shrinks_without_end_becomes_zero()
    {
        foreach (var tiny in new[] { 0, 1e-44f, 1e-37f, 1e-30f })
        {
            var weight = Tensor.Ones([100]).Storage;
            Storage[] slots = [.. Enumerable.Range(0, 5).Select(_ => Tensor.Full([100], 1e-3f).Storage)];
            for (var step = 0; step < 10_000; step++)
            {
                var gradient = Tensor.Full([100], tiny).Storage;
                Device.Current.Adam(weight, gradient, slots[0], slots[1], null, 1e-3, 0.9, 0.9, 1e-7);
                Device.Current.Sgd(weight, gradient, slots[2], 1e-3, 0.9, nesterov: false);
                Device.Current.RmsProp(weight, gradient, slots[3], slots[4], null, 1e-3, 0.9, 0.9, 1e-7);
                Assert.All(slots, slot => Assert.False(float.IsSubnormal(slot.Span<float>()[step % 100])));
            }

            Assert.All(slots, slot => Assert.Equal(0, slot.Span<float>()[0]));
        }
    }

    [Fact]
    public void Beside_a_small_epsilon_small_squares_count()
    {
        // A first step of Adam is as large as the rate, whatever the gradient is, if nothing but the gradient is in the denominator.
        var (weight, m, v) = (Tensor.Ones([20]).Storage, Tensor.Zeros([20]).Storage, Tensor.Zeros([20]).Storage);
        Device.Current.Adam(weight, Tensor.Full([20], 1e-17f).Storage, m, v, null, 1e-3 * Math.Sqrt(0.001) / 0.1, 0.9, 0.999, 1e-30);
        Assert.Equal(1 - 1e-3f, weight.Span<float>()[0], 6);
    }

    private static void Both(int length, int seed, int slots, Action<Storage, Storage, Storage[]> step, Func<double, double, double[], double> formula)
    {
        Check<float>(length, seed, slots, step, formula);
        Check<double>(length, seed, slots, step, formula);
    }

    /// <summary>A gradient that is no number makes none of its own weight only. The slots hold squares and maxima: from 0 to 1, of at least the square of the mean.</summary>
    private static void Check<T>(int length, int seed, int slots, Action<Storage, Storage, Storage[]> step, Func<double, double, double[], double> formula)
        where T : unmanaged, IFloatingPointIeee754<T>, IMinMaxValue<T>
    {
        var memory = new GuardedMemory(seed);
        var (weights, gradients) = (Numbers.Tame<T>(length, seed), Numbers.Spotted<T>(length, seed + 1));
        T[][] states = [.. Enumerable.Range(0, slots).Select(slot => Array.ConvertAll(Numbers.Tame<T>(length, seed + 2 + slot), value => T.Abs(value) / T.CreateTruncating(2)))];
        var (weight, gradient) = (memory.InPlace<T>(weights), memory.Input<T>(gradients));
        Storage[] memories = [.. states.Select(state => memory.InPlace<T>(state))];
        step(weight, gradient, memories);
        memory.AssertIntact();
        var (expected, expectedStates) = (Numbers.Exactly<T>(weights), Array.ConvertAll(states, state => Numbers.Exactly<T>(state)));
        for (var i = 0; i < length; i++)
        {
            double[] own = [.. expectedStates.Select(state => state[i])];
            expected[i] = formula(expected[i], double.CreateTruncating(gradients[i]), own);
            for (var slot = 0; slot < slots; slot++)
            {
                expectedStates[slot][i] = own[slot];
            }
        }

        // All sizes are about 1.
        double[] sizes = [.. Enumerable.Repeat(4.0, length)];
        Near.AssertEqual<T>(expected, weight, 8, sizes, "weight");
        for (var slot = 0; slot < slots; slot++)
        {
            Near.AssertEqual<T>(expectedStates[slot], memories[slot], 8, sizes, $"slot {slot}");
        }
    }
}

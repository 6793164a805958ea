using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>The smallest numbers in the optimizers' updates.</summary>
public class OptimizerStepTests
{
    /// <summary>
    /// Numbers below the normal ones take a processor several times as long: none may stay in a slot, however long a gradient is tiny or
    /// absent.
    /// </summary>
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
}

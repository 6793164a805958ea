using Glassbox.Backends;
using Glassbox.Backends.Cpu;

namespace Glassbox.Tests.Backends;

/// <summary>What is promised of functions of one element beside their roundings.</summary>
public class ElementwiseTests
{
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
            Assert.True((float.IsInfinity(y.Span<float>()[i]) && exact > float.MaxValue)
                || Math.Abs(exact - y.Span<float>()[i]) < 1.5 * place, $"exp({values[i]:R}) = {y.Span<float>()[i]:R}");
        }
    }
}

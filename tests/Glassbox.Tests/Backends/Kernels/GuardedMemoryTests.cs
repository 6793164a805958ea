using Glassbox.Backends.Cpu;
namespace Glassbox.Tests.Backends;

/// <summary>The guards themselves: what they are for is seen.</summary>
public class GuardedMemoryTests
{
    private readonly GuardedMemory memory = new(1);

    [Theory]
    [InlineData(-1, "before the beginning")]
    [InlineData(5, "behind the end")]
    [InlineData(2, "an input was changed")]
    public void What_is_written_beside_a_buffer_or_into_an_input_is_found(int at, string expected)
    {
        var x = memory.Input<float>([1, 2, 3, 4, 5]);
        memory.AssertIntact();
        x.Window(at, 1).Span<float>()[0] = 7;
        Assert.Contains(expected, Assert.ThrowsAny<Exception>(memory.AssertIntact).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_written_and_what_is_read_beside_a_buffer_is_NaN()
    {
        Assert.All(memory.Output<double>(3).Span<double>().ToArray(), value => Assert.True(double.IsNaN(value)));
        Assert.True(float.IsNaN(memory.Input<float>([1, 2]).Window(2, 1).Span<float>()[0]));
    }

    [Fact]
    public void A_figure_that_is_off_by_more_than_its_roundings_is_found()
    {
        var y = memory.InPlace<float>([1, 1 + float.ScaleB(1, -23), float.NaN]);
        Near.AssertEqual<float>([1, 1, double.NaN], y, 3);
        Assert.ThrowsAny<Exception>(() => Near.AssertEqual<float>([1, 1, double.NaN], y, 1));
        Assert.ThrowsAny<Exception>(() => Near.AssertEqual<float>([1, 1, 0], y, 3));
    }
}

using CsCheck;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends;

/// <summary>Windows are brought down to what of them meets the images, and nothing else changes.</summary>
public class WindowAxisTests
{
    [Fact]
    public void A_window_without_its_taps_outside_meets_the_same_elements() => Gen.Select(
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 7], Gen.Int[1, 12]),
            Gen.Select(Gen.Int[1, 12], Gen.Int[0, 40], Gen.Int[1, 9])).Sample((a, b) =>
    {
        var axis = new WindowAxis(a.Item1, a.Item2, a.Item3, b.Item1, b.Item2, b.Item3);
        var reduced = axis.Reduced(out var firstTap);

        Assert.Equal(Met(axis, 0), Met(reduced, firstTap));
        Assert.True(reduced.Size <= axis.Size && reduced.Size >= 1);
        Assert.True(reduced.Covered <= axis.Input + (2L * (axis.Output - 1) * axis.Stride) + axis.Dilation,
            $"{axis} covers {reduced.Covered} as {reduced}");
    });

    [Theory]
    // As many zeros in front as behind: the middle tap alone meets the image.
    [InlineData(4, 3, 1, 1 << 30, (1 << 30), 4, 1, 1, 0)]
    // An even window has none in the middle.
    [InlineData(4, 2, 1, int.MaxValue, int.MaxValue / 2, 4, 0, 1, -4)]
    // All zeros in front: the last tap.
    [InlineData(4, 3, 1, int.MaxValue, 2L * int.MaxValue, 4, 2, 1, 0)]
    // A pooling window over everything, of which all that meets the image at some position is left.
    [InlineData(4, int.MaxValue, 1, 1, int.MaxValue / 2, 4, (int.MaxValue / 2) - 3, 7, 3)]
    public void A_window_that_reaches_far_becomes_a_small_one(int input, int size, int stride, int dilation, long padding, int output,
        int firstTap, int left, int leftPadding)
    {
        var reduced = new WindowAxis(input, size, stride, dilation, padding, output).Reduced(out var first);
        Assert.Equal((firstTap, left, leftPadding), (first, reduced.Size, reduced.Padding));
    }

    [Fact]
    public void What_kernels_cannot_count_is_refused_with_the_numbers_and_whose_they_are()
    {
        var refusal = Assert.Throws<ArgumentException>(() =>
            ConvolutionShape.Create(() => "Layer 'wide'", 1 << 16, 1 << 10, 1, 1, new WindowAxis(1 << 10, 3, 1, 1, 1, 1 << 10)));
        Assert.Contains("Layer 'wide'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("65536 images of size (1, 1, 1024) and 1024 channels", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("would be", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("smaller", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>Which element each tap meets at each position.</summary>
    private static (int Position, int Tap, long Element)[] Met(WindowAxis axis, int firstTap) =>
    [
        .. from position in Enumerable.Range(0, axis.Output)
           from tap in Enumerable.Range(0, axis.Size)
           let element = ((long)position * axis.Stride) + ((long)tap * axis.Dilation) - axis.Padding
           where element >= 0 && element < axis.Input
           select (position, tap + firstTap, element),
    ];
}

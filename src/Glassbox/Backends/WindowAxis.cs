namespace Glassbox.Backends;

/// <summary>
/// A sliding window along one axis: output position o reads the input elements o · stride + tap · dilation − padding, for each tap, as far
/// as they exist.
/// </summary>
/// <param name="Input">The input size.</param>
/// <param name="Size">The number of taps.</param>
/// <param name="Stride">The stride, 1 or more.</param>
/// <param name="Dilation">The dilation, 1 or more.</param>
/// <param name="Padding">The padding before the input.</param>
/// <param name="Output">The output size.</param>
internal readonly record struct WindowAxis(int Input, int Size, int Stride, int Dilation, long Padding, int Output)
{
    /// <summary>A missing axis.</summary>
    public static readonly WindowAxis Absent = new(1, 1, 1, 1, 0, 1);

    /// <summary>The dilated size of a window.</summary>
    public static long Reach(int size, int dilation) => ((size - 1L) * dilation) + 1;

    /// <summary>The size of the input region covered by all windows, padding included.</summary>
    public long Covered => Last + Reach(Size, Dilation);

    /// <summary>The offset of the last position from the first.</summary>
    private long Last => (Output - 1L) * Stride;

    /// <summary>
    /// The same geometry without the outer taps that are outside the input at every position: the remaining window reaches no further than
    /// the positions and the input together. If no tap remains, the window is one tap that is always after the input.
    /// </summary>
    /// <param name="firstTap">The first remaining tap.</param>
    public WindowAxis Reduced(out int firstTap)
    {
        firstTap = 0;
        if (Input == 0 || Output == 0)
        {
            return new(Input, 1, 1, 1, 0, Output);
        }

        // Over all positions, tap k reads the elements from k · dilation − padding to that + last.
        var first = Math.Max(0, (Padding - Last + Dilation - 1) / Dilation);
        var end = Math.Min(Size, ((Padding + Input - 1) / Dilation) + 1);
        var stride = Output == 1 ? Math.Min(Stride, Input) : Stride;
        if (first >= end)
        {
            return new(Input, 1, stride, 1, -Input, Output);
        }

        firstTap = (int)first;
        var size = (int)(end - first);
        return new(Input, size, stride, size == 1 ? 1 : Dilation, Padding - (first * Dilation), Output);
    }
}

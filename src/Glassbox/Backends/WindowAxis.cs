namespace Glassbox.Backends;

/// <summary>
/// How a window walks along one axis: position o of the output looks at the elements o · stride + tap · dilation − padding of the input,
/// for each of the window's taps, as far as the input has them.
/// </summary>
/// <param name="Input">The extent of the input.</param>
/// <param name="Size">How many taps the window has.</param>
/// <param name="Stride">The distance between positions, 1 or more.</param>
/// <param name="Dilation">The distance between taps, 1 or more.</param>
/// <param name="Padding">How far the first position begins before the input.</param>
/// <param name="Output">How many positions there are.</param>
internal readonly record struct WindowAxis(int Input, int Size, int Stride, int Dilation, long Padding, int Output)
{
    /// <summary>An axis that is not there.</summary>
    public static readonly WindowAxis Absent = new(1, 1, 1, 1, 0, 1);

    /// <summary>How far a window of so many taps reaches.</summary>
    public static long Reach(int size, int dilation) => ((size - 1L) * dilation) + 1;

    /// <summary>How much of the input the windows of all positions pass over, the padding included.</summary>
    public long Covered => Last + Reach(Size, Dilation);

    /// <summary>Where the last position begins, counted from the first.</summary>
    private long Last => (Output - 1L) * Stride;

    /// <summary>
    /// The same walk without the taps at the window's ends that lie outside of the input at every position: however far the window
    /// reaches, what is left of it reaches no further than the positions and the input together.
    /// Where no tap is left, the window is one tap that is always behind the input.
    /// </summary>
    /// <param name="firstTap">The window's first tap that is left.</param>
    public WindowAxis Reduced(out int firstTap)
    {
        firstTap = 0;
        if (Input == 0 || Output == 0)
        {
            return new(Input, 1, 1, 1, 0, Output);
        }

        // Over all positions, tap k meets the elements k · dilation − padding to that + last.
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

namespace Glassbox.Backends.Cpu;

/// <summary>
/// A run of adjacent output positions in a line whose windows contain the same taps: the i-th position reads x[Input + i · Step +
/// Taps[k].Offset], with all its channels, and is y[Output + i · Channels].
/// </summary>
internal unsafe struct WindowRun
{
    /// <summary>The offset of the first position's window in the images; before the image if the window begins in the padding.</summary>
    public nint Input;

    /// <summary>The offset of the first position in the output.</summary>
    public nint Output;

    /// <summary>The image column where the first position's window begins; negative in the padding.</summary>
    public int Left;

    /// <summary>The number of positions.</summary>
    public int Count;

    /// <summary>The offset between the windows of adjacent positions.</summary>
    public nint Step;

    public int Channels;

    /// <summary>The taps inside the image.</summary>
    public WindowTap* Taps;

    /// <summary>The number of taps inside the image.</summary>
    public int TapCount;

    /// <summary>The number of taps processed at a time: those in one image line, or all.</summary>
    public int TapsPerLine;
}

/// <summary>A tap of a window: its offset from the window's beginning, and its index over [depth, height, width].</summary>
internal readonly record struct WindowTap(nint Offset, int Number);

/// <summary>The operation applied at each position of a sliding window.</summary>
internal interface IWindowKernel
{
    void Run(in WindowRun run);
}

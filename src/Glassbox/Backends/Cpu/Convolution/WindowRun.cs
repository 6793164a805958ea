namespace Glassbox.Backends.Cpu;

/// <summary>
/// Neighbouring positions in a line of the output whose windows hold the same elements, channel by channel: the i-th position has the
/// elements x[Input + i · Step + Taps[k].Offset], each with its channels behind it, and is y[Output + i · Channels].
/// </summary>
internal unsafe struct WindowRun
{
    /// <summary>Where the first position's window begins in the images; before the image where the window does.</summary>
    public nint Input;

    /// <summary>Where the first position lies in the output.</summary>
    public nint Output;

    /// <summary>The column of the images in which the first position's window begins; below zero where it reaches over the edge.</summary>
    public int Left;

    /// <summary>How many positions there are.</summary>
    public int Count;

    /// <summary>The distance between the windows of neighbouring positions.</summary>
    public nint Step;

    public int Channels;

    /// <summary>The elements that are inside the image.</summary>
    public WindowTap* Taps;

    /// <summary>How many are inside.</summary>
    public int TapCount;

    /// <summary>How many of these are taken at a time: those in one line of the image, or all.</summary>
    public int TapsPerLine;
}

/// <summary>
/// An element of a window: how far it lies from where the window begins, and which one it is, counted over [depth, height, width].
/// </summary>
internal readonly record struct WindowTap(nint Offset, int Number);

/// <summary>What is done at each position of a window that walks over images.</summary>
internal interface IWindowKernel
{
    void Run(in WindowRun run);
}

namespace Glassbox.Backends.Cpu;

/// <summary>
/// A pooling operation for some channels of a window position, or of a pixel. Positions are element offsets that include the first channel.
/// Taps are either the window's elements, with offsets relative to the position in the images, or the windows of a pixel, with offsets
/// relative to the position in the output and the index of the tap that the pixel is in them.
/// </summary>
internal unsafe interface IChannelKernel<T> where T : unmanaged
{
    /// <summary>Whether the taps of a window may be passed line by line, for non-overlapping windows.</summary>
    static virtual bool TakesLines => false;

    /// <summary>Whether the integer passed with a pixel's window is the number of its elements inside the images.</summary>
    static virtual bool TakesSizes => false;

    void At<V>(nint input, nint output, WindowTap* taps, int count) where V : struct, IChannels<V, T>;
}

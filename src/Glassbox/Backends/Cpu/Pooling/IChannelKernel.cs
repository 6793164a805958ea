namespace Glassbox.Backends.Cpu;

/// <summary>
/// What pooling does for some channels of a position of a window, or of a pixel. Places are counted in elements, the first channel
/// included. Taps are the window's elements, whose offsets lead from the place in the images, or the windows of a pixel, with offsets from
/// the place in the output and the number of the element that the pixel is there.
/// </summary>
internal unsafe interface IChannelKernel<T> where T : unmanaged
{
    /// <summary>Whether the elements of a window may come line by line, where the windows share none.</summary>
    static virtual bool TakesLines => false;

    /// <summary>Whether the number that comes with a pixel's window is how many elements of the images it has.</summary>
    static virtual bool TakesSizes => false;

    void At<V>(nint input, nint output, WindowTap* taps, int count) where V : struct, IChannels<V, T>;
}

namespace Glassbox.Backends.Cpu;

/// <summary>
/// What pooling does for some channels of a position of a window, or of a pixel. Places are counted in elements, the first channel included. Either the window's elements lie at offsets from the place in the
/// images, or the windows of a pixel at offsets from the place in the output; the numbers say which of its window each element is.
/// </summary>
internal unsafe interface IChannelKernel<T> where T : unmanaged
{
    /// <summary>Whether it does with the elements of a window in one line of the images at a time, where the lines of windows share none.</summary>
    static abstract bool TakesLines { get; }

    void At<V>(nint input, nint output, nint* offsets, int* numbers, int count) where V : struct, IChannels<V, T>;
}

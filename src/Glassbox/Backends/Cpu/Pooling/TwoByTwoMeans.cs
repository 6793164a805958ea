using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// y = the mean of what is under windows of 2 x 2 that lie inside the images, channel by channel. Nothing but the images is read from one window to the next, and nothing but the results written: so the processor
/// sees that two lines are read side by side and fetches ahead, which it does better than a program that asks for it where all of them come from memory.
/// </summary>
internal readonly unsafe struct TwoByTwoMeans<T>(ConvolutionShape shape, int first, int end, T* x, T* y) : IChannelWork<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* x = x;
    private readonly T* y = y;

    /// <summary>Visits some lines of the output, counted over [batch, height].</summary>
    public static void ForLines(ConvolutionShape shape, int first, int end, T* x, T* y) => ChannelVectors.Run<T, TwoByTwoMeans<T>>(shape.Channels, new(shape, first, end, x, y));

    public void Run<V>() where V : struct, IChannels<V, T>
    {
        var (channels, step, below) = ((nint)shape.Channels, (nint)shape.Strides.Width * shape.Channels, (nint)shape.Input.Width * shape.Channels);
        for (var line = first; line < end; line++)
        {
            var (image, row) = Math.DivRem(line, shape.Output.Height);
            var height = ((nint)image * shape.Input.Height) + ((nint)row * shape.Strides.Height);
            Line<V>(x + (height * below), y + ((nint)line * shape.Output.Width * channels), shape.Output.Width, step, channels, below);
        }
    }

    /// <summary>All channels of each window in whole vectors. The last one reaches back to where it is whole.</summary>
    [MethodImpl(Compiled.ByItself)]
    private static void Line<V>(T* from, T* to, int count, nint step, nint channels, nint below) where V : struct, IChannels<V, T>
    {
        for (; count > 0; count--, from += step, to += channels)
        {
            for (nint c = 0, last = channels - V.Count; ; c = Math.Min(c + V.Count, last))
            {
                T* upper = from + c, lower = upper + below;
                ((V.Load(upper) + V.Load(upper + channels) + V.Load(lower) + V.Load(lower + channels)) * V.All(T.CreateTruncating(0.25))).Store(to + c);
                if (c == last)
                {
                    break;
                }
            }
        }
    }
}

using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>y = the mean of what is under a window, channel by channel. What is outside the image does not count.</summary>
internal readonly unsafe struct AveragePooling<T>(T* x, T* y) : IWindowKernel where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* x = x;
    private readonly T* y = y;

    public void Run(in WindowRun run)
    {
        for (var first = 0; first < run.TapCount; first += run.TapsPerLine)
        {
            AddLine(in run, first, T.CreateTruncating(first + run.TapsPerLine == run.TapCount ? run.TapCount : 1));
        }
    }

    /// <summary>Adds what is in one line of the image to the sums, and divides them.</summary>
    private void AddLine(in WindowRun run, int first, T divisor)
    {
        var from = x + run.Input + run.Offsets[first];
        var to = y + run.Output;
        var offsets = run.Offsets + first;
        var count = run.TapsPerLine;
        for (var i = run.Count; i > 0; i--, from += run.Step, to += run.Channels)
        {
            var c = 0;
            for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
            {
                var sum = first == 0 ? Vector.Load(from + c) : Vector.Load(to + c) + Vector.Load(from + c);
                for (var k = 1; k < count; k++)
                {
                    sum += Vector.Load(from + (offsets[k] - offsets[0]) + c);
                }

                (sum / new Vector<T>(divisor)).Store(to + c);
            }

            for (; c < run.Channels; c++)
            {
                var sum = first == 0 ? from[c] : to[c] + from[c];
                for (var k = 1; k < count; k++)
                {
                    sum += from[offsets[k] - offsets[0] + c];
                }

                to[c] = sum / divisor;
            }
        }
    }
}

/// <summary>dx = dy / count for each element of the window, or added to what is there.</summary>
internal readonly unsafe struct AveragePoolingGradient<T>(T* dy, T* dx, bool adds) : IWindowKernel where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* dy = dy;
    private readonly T* dx = dx;
    private readonly bool adds = adds;

    public void Run(in WindowRun run)
    {
        for (var first = 0; first < run.TapCount; first += run.TapsPerLine)
        {
            Line(in run, run.Offsets + first, T.One / T.CreateTruncating(run.TapCount));
        }
    }

    private void Line(in WindowRun run, nint* offsets, T share)
    {
        var from = dy + run.Output;
        var to = dx + run.Input;
        var count = run.TapsPerLine;
        for (var i = run.Count; i > 0; i--, from += run.Channels, to += run.Step)
        {
            var c = 0;
            for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
            {
                var value = Vector.Load(from + c) * share;
                for (var k = 0; k < count; k++)
                {
                    var target = to + offsets[k] + c;
                    (adds ? Vector.Load(target) + value : value).Store(target);
                }
            }

            for (; c < run.Channels; c++)
            {
                var value = from[c] * share;
                for (var k = 0; k < count; k++)
                {
                    var target = to + offsets[k] + c;
                    *target = adds ? *target + value : value;
                }
            }
        }
    }
}

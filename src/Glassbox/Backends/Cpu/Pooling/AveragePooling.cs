using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>y = the mean of what is under a window, channel by channel. What is outside the image does not count.</summary>
internal readonly unsafe struct AveragePooling<T>(T* x, T* y) : IWindowKernel where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* x = x;
    private readonly T* y = y;

    public void Run(in WindowRun run)
    {
        var from = x + run.Input;
        var to = y + run.Output;
        var offsets = run.Offsets;
        var taps = run.TapCount;
        var count = T.CreateTruncating(taps);
        for (var i = run.Count; i > 0; i--, from += run.Step, to += run.Channels)
        {
            var c = 0;
            for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
            {
                var sum = Vector.Load(from + offsets[0] + c);
                for (var k = 1; k < taps; k++)
                {
                    sum += Vector.Load(from + offsets[k] + c);
                }

                (sum / new Vector<T>(count)).Store(to + c);
            }

            for (; c < run.Channels; c++)
            {
                var sum = from[offsets[0] + c];
                for (var k = 1; k < taps; k++)
                {
                    sum += from[offsets[k] + c];
                }

                to[c] = sum / count;
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
        var from = dy + run.Output;
        var to = dx + run.Input;
        var offsets = run.Offsets;
        var taps = run.TapCount;
        var share = T.One / T.CreateTruncating(taps);
        for (var i = run.Count; i > 0; i--, from += run.Channels, to += run.Step)
        {
            var c = 0;
            for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
            {
                var value = Vector.Load(from + c) * share;
                for (var k = 0; k < taps; k++)
                {
                    var target = to + offsets[k] + c;
                    (adds ? Vector.Load(target) + value : value).Store(target);
                }
            }

            for (; c < run.Channels; c++)
            {
                var value = from[c] * share;
                for (var k = 0; k < taps; k++)
                {
                    var target = to + offsets[k] + c;
                    *target = adds ? *target + value : value;
                }
            }
        }
    }
}

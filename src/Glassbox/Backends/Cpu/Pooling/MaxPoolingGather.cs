using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>y = x at the argmax: the gradient of max pooling's gradient.</summary>
internal readonly unsafe struct MaxPoolingGather<T, TPlace>(T* x, TPlace* chosen, T* y) : IWindowKernel
    where T : unmanaged, IFloatingPointIeee754<T>
    where TPlace : unmanaged, IBinaryInteger<TPlace>
{
    private readonly T* x = x;
    private readonly TPlace* chosen = chosen;
    private readonly T* y = y;

    public void Run(in WindowRun run)
    {
        var from = x + run.Input;
        var place = chosen + run.Output;
        var to = y + run.Output;
        var taps = new ReadOnlySpan<WindowTap>(run.Taps, run.TapCount);
        for (var i = run.Count; i > 0; i--, from += run.Step, place += run.Channels, to += run.Channels)
        {
            for (var c = 0; c < run.Channels; c++)
            {
                var tap = taps[0];
                for (var k = 1; k < taps.Length && tap.Number != int.CreateTruncating(place[c]); k++)
                {
                    tap = taps[k];
                }

                to[c] = from[tap.Offset + c];
            }
        }
    }
}

using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>dx = dy where the largest was and zero at the other elements of the window, or added to what is there.</summary>
internal readonly unsafe struct MaxPoolingGradient<T, TIndex>(T* dy, TIndex* chosen, T* dx, bool adds) : IWindowKernel
    where T : unmanaged, IFloatingPointIeee754<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private readonly T* dy = dy;
    private readonly TIndex* chosen = chosen;
    private readonly T* dx = dx;
    private readonly bool adds = adds;

    public void Run(in WindowRun run)
    {
        for (var first = 0; first < run.TapCount; first += run.TapsPerLine)
        {
            Line(in run, run.Offsets + first, run.Taps + first);
        }
    }

    private void Line(in WindowRun run, nint* offsets, int* taps)
    {
        var from = dy + run.Output;
        var place = chosen + run.Output;
        var to = dx + run.Input;
        var count = run.TapsPerLine;
        for (var i = run.Count; i > 0; i--, from += run.Channels, place += run.Channels, to += run.Step)
        {
            var c = 0;
            for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
            {
                var (value, at) = (Vector.Load(from + c), Vector.Load(place + c));
                for (var k = 0; k < count; k++)
                {
                    var target = to + offsets[k] + c;
                    var part = Vector.Equals(at, new Vector<TIndex>(TIndex.CreateTruncating(taps[k]))).As<TIndex, T>() & value;
                    (adds ? Vector.Load(target) + part : part).Store(target);
                }
            }

            for (; c < run.Channels; c++)
            {
                var at = int.CreateTruncating(place[c]);
                for (var k = 0; k < count; k++)
                {
                    var target = to + offsets[k] + c;
                    var part = at == taps[k] ? from[c] : T.Zero;
                    *target = adds ? *target + part : part;
                }
            }
        }
    }
}

/// <summary>y = x where the largest was: the gradient of <see cref="MaxPoolingGradient{T, TIndex}"/>.</summary>
internal readonly unsafe struct MaxPoolingGather<T, TIndex>(T* x, TIndex* chosen, T* y) : IWindowKernel
    where T : unmanaged, IFloatingPointIeee754<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    private readonly T* x = x;
    private readonly TIndex* chosen = chosen;
    private readonly T* y = y;

    public void Run(in WindowRun run)
    {
        var from = x + run.Input;
        var place = chosen + run.Output;
        var to = y + run.Output;
        var taps = new ReadOnlySpan<int>(run.Taps, run.TapCount);
        for (var i = run.Count; i > 0; i--, from += run.Step, place += run.Channels, to += run.Channels)
        {
            for (var c = 0; c < run.Channels; c++)
            {
                to[c] = from[run.Offsets[taps.IndexOf(int.CreateTruncating(place[c]))] + c];
            }
        }
    }
}

using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>dx = dy where the largest was and zero at the other elements of the window, for windows that stand side by side and cover the images.</summary>
internal readonly unsafe struct MaxPoolingGradient<T, TPlace>(T* dy, TPlace* chosen, T* dx) : IWindowKernel
    where T : unmanaged, IFloatingPointIeee754<T>
    where TPlace : unmanaged, IBinaryInteger<TPlace>
{
    private readonly T* dy = dy;
    private readonly TPlace* chosen = chosen;
    private readonly T* dx = dx;

    public void Run(in WindowRun run)
    {
        for (var first = 0; first < run.TapCount; first += run.TapsPerLine)
        {
            Line(in run, run.Offsets + first, run.Taps + first, run.TapsPerLine);
        }
    }

    private void Line(in WindowRun run, nint* offsets, int* taps, int count)
    {
        var from = dy + run.Output;
        var place = chosen + run.Output;
        var to = dx + run.Input;
        int channels = run.Channels, width = Vector<T>.Count;
        for (var i = run.Count; i > 0; i--, from += channels, place += channels, to += run.Step)
        {
            var c = 0;
            for (; c <= channels - (4 * width); c += 4 * width)
            {
                var (value0, value1, value2, value3) = (Vector.Load(from + c), Vector.Load(from + c + width), Vector.Load(from + c + (2 * width)), Vector.Load(from + c + (3 * width)));
                var (at0, at1) = (Places<T, TPlace>.Load(place + c), Places<T, TPlace>.Load(place + c + width));
                var (at2, at3) = (Places<T, TPlace>.Load(place + c + (2 * width)), Places<T, TPlace>.Load(place + c + (3 * width)));
                for (var k = 0; k < count; k++)
                {
                    var target = to + offsets[k] + c;
                    var tap = Places<T, TPlace>.Of(taps[k]);
                    (Places<T, TPlace>.Same(at0, tap) & value0).Store(target);
                    (Places<T, TPlace>.Same(at1, tap) & value1).Store(target + width);
                    (Places<T, TPlace>.Same(at2, tap) & value2).Store(target + (2 * width));
                    (Places<T, TPlace>.Same(at3, tap) & value3).Store(target + (3 * width));
                }
            }

            for (; c <= channels - width; c += width)
            {
                var (value, at) = (Vector.Load(from + c), Places<T, TPlace>.Load(place + c));
                for (var k = 0; k < count; k++)
                {
                    (Places<T, TPlace>.Same(at, Places<T, TPlace>.Of(taps[k])) & value).Store(to + offsets[k] + c);
                }
            }

            for (; c < channels; c++)
            {
                var at = int.CreateTruncating(place[c]);
                for (var k = 0; k < count; k++)
                {
                    to[offsets[k] + c] = at == taps[k] ? from[c] : T.Zero;
                }
            }
        }
    }
}

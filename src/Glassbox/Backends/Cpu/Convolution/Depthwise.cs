using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>y = relu?(Σ x · weight + bias), channel by channel: weights are [taps, channels], and a null bias counts as zeros.</summary>
internal readonly unsafe struct DepthwiseForward<T>(T* x, T* weights, T* bias, bool relu, T* y) : IWindowKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* x = x;
    private readonly T* weights = weights;
    private readonly T* bias = bias;
    private readonly T* y = y;
    private readonly bool relu = relu;

    public void Run(in WindowRun run)
    {
        var from = x + run.Input;
        var to = y + run.Output;
        var i = 0;
        for (; i <= run.Count - 4; i += 4, from += 4 * run.Step, to += 4 * run.Channels)
        {
            Four(in run, from, to);
        }

        for (; i < run.Count; i++, from += run.Step, to += run.Channels)
        {
            One(in run, from, to, 0);
        }
    }

    /// <summary>Four adjacent positions share the loaded weights.</summary>
    private void Four(in WindowRun run, T* from, T* to)
    {
        int channels = run.Channels, count = run.TapCount;
        var step = run.Step;
        var taps = run.Taps;
        var c = 0;
        for (; c <= channels - Vector<T>.Count; c += Vector<T>.Count)
        {
            var sum0 = bias == null ? Vector<T>.Zero : Vector.Load(bias + c);
            var (sum1, sum2, sum3) = (sum0, sum0, sum0);
            for (var k = 0; k < count; k++)
            {
                var weight = Vector.Load(weights + ((nint)taps[k].Number * channels) + c);
                var at = from + taps[k].Offset + c;
                sum0 = FusedVector.MultiplyAdd(Vector.Load(at), weight, sum0);
                sum1 = FusedVector.MultiplyAdd(Vector.Load(at + step), weight, sum1);
                sum2 = FusedVector.MultiplyAdd(Vector.Load(at + (2 * step)), weight, sum2);
                sum3 = FusedVector.MultiplyAdd(Vector.Load(at + (3 * step)), weight, sum3);
            }

            Rectified(sum0).Store(to + c);
            Rectified(sum1).Store(to + c + channels);
            Rectified(sum2).Store(to + c + (2 * channels));
            Rectified(sum3).Store(to + c + (3 * channels));
        }

        for (var i = 0; i < 4 && c < channels; i++)
        {
            One(in run, from + (i * step), to + (i * channels), c);
        }
    }

    /// <summary>One position, from a given channel on.</summary>
    private void One(in WindowRun run, T* from, T* to, int first)
    {
        var c = first;
        for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
        {
            var sum = bias == null ? Vector<T>.Zero : Vector.Load(bias + c);
            for (var k = 0; k < run.TapCount; k++)
            {
                sum = FusedVector.MultiplyAdd(Vector.Load(from + run.Taps[k].Offset + c),
                    Vector.Load(weights + ((nint)run.Taps[k].Number * run.Channels) + c), sum);
            }

            Rectified(sum).Store(to + c);
        }

        for (; c < run.Channels; c++)
        {
            var sum = bias == null ? T.Zero : bias[c];
            for (var k = 0; k < run.TapCount; k++)
            {
                sum = T.MultiplyAddEstimate(from[run.Taps[k].Offset + c], weights[((nint)run.Taps[k].Number * run.Channels) + c], sum);
            }

            to[c] = relu ? T.Max(sum, T.Zero) : sum;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector<T> Rectified(Vector<T> sum) => relu ? Vector.Max(sum, Vector<T>.Zero) : sum;
}

/// <summary>dx += dy · weight for each tap.</summary>
internal readonly unsafe struct DepthwiseScatter<T>(T* dy, T* weights, T* dx) : IWindowKernel where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* dy = dy;
    private readonly T* weights = weights;
    private readonly T* dx = dx;

    public void Run(in WindowRun run)
    {
        var from = dy + run.Output;
        var to = dx + run.Input;
        for (var i = run.Count; i > 0; i--, from += run.Channels, to += run.Step)
        {
            for (var k = 0; k < run.TapCount; k++)
            {
                var weight = weights + ((nint)run.Taps[k].Number * run.Channels);
                var target = to + run.Taps[k].Offset;
                var c = 0;
                for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
                {
                    FusedVector.MultiplyAdd(Vector.Load(from + c), Vector.Load(weight + c), Vector.Load(target + c)).Store(target + c);
                }

                for (; c < run.Channels; c++)
                {
                    target[c] = T.MultiplyAddEstimate(from[c], weight[c], target[c]);
                }
            }
        }
    }
}

/// <summary>sums += Σ x · dy over the positions, for each tap: sums are [taps, channels].</summary>
internal readonly unsafe struct DepthwiseKernelGradient<T>(T* x, T* dy, T* sums) : IWindowKernel
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T* x = x;
    private readonly T* dy = dy;
    private readonly T* sums = sums;

    public void Run(in WindowRun run)
    {
        var images = x + run.Input;
        var gradients = dy + run.Output;
        var c = 0;
        for (; c <= run.Channels - Vector<T>.Count; c += Vector<T>.Count)
        {
            var k = 0;
            for (; k <= run.TapCount - 4; k += 4)
            {
                Four(in run, images + c, gradients + c, k, sums + c);
            }

            for (; k < run.TapCount; k++)
            {
                One(in run, images + c, gradients + c, k, sums + c);
            }
        }

        for (; c < run.Channels; c++)
        {
            for (var k = 0; k < run.TapCount; k++)
            {
                var sum = T.Zero;
                for (var i = 0; i < run.Count; i++)
                {
                    sum += images[(i * run.Step) + run.Taps[k].Offset + c] * gradients[((nint)i * run.Channels) + c];
                }

                sums[((nint)run.Taps[k].Number * run.Channels) + c] += sum;
            }
        }
    }

    /// <summary>Four taps share the loaded values of dy.</summary>
    private static void Four(in WindowRun run, T* images, T* gradients, int k, T* sums)
    {
        T* x0 = images + run.Taps[k].Offset, x1 = images + run.Taps[k + 1].Offset, x2 = images + run.Taps[k + 2].Offset,
            x3 = images + run.Taps[k + 3].Offset;
        var (step, channels) = (run.Step, (nint)run.Channels);
        Vector<T> even0 = default, even1 = default, even2 = default, even3 = default, odd0 = default, odd1 = default, odd2 = default,
            odd3 = default;
        var i = run.Count;
        for (nint at = 0; i >= 2; i -= 2, at += 2 * step, gradients += 2 * channels)
        {
            var (first, second) = (Vector.Load(gradients), Vector.Load(gradients + channels));
            even0 = FusedVector.MultiplyAdd(Vector.Load(x0 + at), first, even0);
            even1 = FusedVector.MultiplyAdd(Vector.Load(x1 + at), first, even1);
            even2 = FusedVector.MultiplyAdd(Vector.Load(x2 + at), first, even2);
            even3 = FusedVector.MultiplyAdd(Vector.Load(x3 + at), first, even3);
            odd0 = FusedVector.MultiplyAdd(Vector.Load(x0 + at + step), second, odd0);
            odd1 = FusedVector.MultiplyAdd(Vector.Load(x1 + at + step), second, odd1);
            odd2 = FusedVector.MultiplyAdd(Vector.Load(x2 + at + step), second, odd2);
            odd3 = FusedVector.MultiplyAdd(Vector.Load(x3 + at + step), second, odd3);
        }

        if (i > 0)
        {
            var (last, at) = (Vector.Load(gradients), (run.Count - 1) * step);
            even0 = FusedVector.MultiplyAdd(Vector.Load(x0 + at), last, even0);
            even1 = FusedVector.MultiplyAdd(Vector.Load(x1 + at), last, even1);
            even2 = FusedVector.MultiplyAdd(Vector.Load(x2 + at), last, even2);
            even3 = FusedVector.MultiplyAdd(Vector.Load(x3 + at), last, even3);
        }

        Add(sums + (run.Taps[k].Number * channels), even0 + odd0);
        Add(sums + (run.Taps[k + 1].Number * channels), even1 + odd1);
        Add(sums + (run.Taps[k + 2].Number * channels), even2 + odd2);
        Add(sums + (run.Taps[k + 3].Number * channels), even3 + odd3);
    }

    private static void One(in WindowRun run, T* images, T* gradients, int k, T* sums)
    {
        var at = images + run.Taps[k].Offset;
        var sum = Vector<T>.Zero;
        for (var i = run.Count; i > 0; i--, at += run.Step, gradients += run.Channels)
        {
            sum = FusedVector.MultiplyAdd(Vector.Load(at), Vector.Load(gradients), sum);
        }

        Add(sums + ((nint)run.Taps[k].Number * run.Channels), sum);
    }

    private static void Add(T* target, Vector<T> value) => (Vector.Load(target) + value).Store(target);
}

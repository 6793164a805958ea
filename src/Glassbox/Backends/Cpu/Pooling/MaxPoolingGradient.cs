using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>dx = Σ dy over the windows in which an element of the images was the largest, in their order; the windows are those of <see cref="EachPixel{T, TKernel}"/>.</summary>
internal readonly unsafe struct MaxPoolingGradient<T, TPlace>(T* dy, TPlace* chosen, T* dx) : IChannelKernel<T> where T : unmanaged where TPlace : unmanaged
{
    private readonly T* dy = dy;
    private readonly TPlace* chosen = chosen;
    private readonly T* dx = dx;

    public static bool TakesLines => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V>(nint input, nint output, nint* offsets, int* numbers, int count) where V : struct, IChannels<V, T>
    {
        T* from = dy + output;
        TPlace* places = chosen + output;
        var sum = V.Zero;
        for (var k = 0; k < count; k++)
        {
            sum += V.WhereSame(V.LoadWhole(places + offsets[k]), V.Whole(numbers[k]), V.Load(from + offsets[k]));
        }

        sum.Store(dx + input);
    }
}

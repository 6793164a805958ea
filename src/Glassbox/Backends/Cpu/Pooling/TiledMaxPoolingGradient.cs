using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>dx = dy where the largest was and zero at the other elements of the window, for windows that stand side by side and cover the images.</summary>
internal readonly unsafe struct TiledMaxPoolingGradient<T, TPlace>(T* dy, TPlace* chosen, T* dx) : IChannelKernel<T> where T : unmanaged where TPlace : unmanaged
{
    private readonly T* dy = dy;
    private readonly TPlace* chosen = chosen;
    private readonly T* dx = dx;

    public static bool TakesLines => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void At<V>(nint input, nint output, nint* offsets, int* numbers, int count) where V : struct, IChannels<V, T>
    {
        T* to = dx + input;
        var (value, place) = (V.Load(dy + output), V.LoadWhole(chosen + output));
        for (var k = 0; k < count; k++)
        {
            V.WhereSame(place, V.Whole(numbers[k]), value).Store(to + offsets[k]);
        }
    }
}

using System.Buffers;

namespace Glassbox.Backends.Cpu;

/// <summary>Uninitialized memory for intermediate values; dispose it to return it.</summary>
internal readonly ref struct Scratch<T>(int length) : IDisposable
{
    private readonly T[] array = ArrayPool<T>.Shared.Rent(length);

    public Span<T> Span => array.AsSpan(0, length);

    public void Dispose() => ArrayPool<T>.Shared.Return(array);
}

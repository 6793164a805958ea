using System.Numerics;
using Glassbox.Backends;

namespace Glassbox.Tests.Backends;

/// <summary>An array in the middle of a larger one, whose margins hold canaries: a kernel that writes beside its result is found out.</summary>
internal sealed class Guarded<T> where T : unmanaged, INumber<T>
{
    private const int Margin = 37;

    private readonly T canary = T.CreateSaturating(1.25e30);
    private readonly T[] all;

    public Guarded(int length)
    {
        all = new T[length + (2 * Margin)];
        Array.Fill(all, canary);
        Storage = Storage.Wrap(DType.Of<T>(), all).Window(Margin, length);
    }

    public Guarded(params ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Values);

    public Storage Storage { get; }

    public Span<T> Values => all.AsSpan(Margin, all.Length - (2 * Margin));

    /// <summary>Fails where a canary is gone.</summary>
    public void AssertMargins()
    {
        Assert.Equal(-1, all.AsSpan(0, Margin).IndexOfAnyExcept(canary));
        Assert.Equal(-1, all.AsSpan(all.Length - Margin).IndexOfAnyExcept(canary));
    }
}

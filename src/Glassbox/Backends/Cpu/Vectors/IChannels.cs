using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Adjacent channels of a pixel: two vectors, one vector, or a single channel. Besides floating-point values they hold integers of the same
/// width, which index the taps of a window per channel.
/// </summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe interface IChannels<TSelf, T> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, IChannels<TSelf, T>
    where T : unmanaged
{
    /// <summary>The number of channels.</summary>
    static abstract int Count { get; }

    /// <summary>Whether <see cref="Store"/> is a non-temporal store.</summary>
    static virtual bool IsNonTemporal => false;

    static abstract TSelf Zero { get; }

    /// <summary>Broadcasts a value.</summary>
    static abstract TSelf All(T value);

    static abstract TSelf Load(T* from);

    void Store(T* to);

    /// <summary>A non-temporal store, to an address aligned to the vector size: see <see cref="NonTemporal{V, T}"/>.</summary>
    void StorePast(T* to);

    /// <summary>Prefetches the channels at any address.</summary>
    static abstract void Prefetch(T* from);

    /// <summary>x where x &gt; y, else y, which is thus returned on ties and if either is NaN.</summary>
    static abstract TSelf Larger(TSelf x, TSelf y);

    /// <summary>x where left &lt; right, y elsewhere.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf x, TSelf y);

    /// <summary>x where left = right, y elsewhere.</summary>
    static abstract TSelf WhereEqual(TSelf left, TSelf right, TSelf x, TSelf y);

    /// <summary>Whether a channel is NaN; infinities may cause false positives.</summary>
    static abstract bool MayHaveNaN(TSelf x);

    /// <summary>Broadcasts an integer.</summary>
    static abstract TSelf Whole(int number);

    /// <summary>Loads integers stored as bytes or 32-bit integers.</summary>
    static abstract TSelf LoadWhole<TKept>(TKept* from) where TKept : unmanaged;

    /// <summary>Stores integers as bytes or 32-bit integers.</summary>
    void StoreWhole<TKept>(TKept* to) where TKept : unmanaged;

    /// <summary>x where the integers are equal, zero elsewhere.</summary>
    static abstract TSelf WhereSame(TSelf left, TSelf right, TSelf x);
}

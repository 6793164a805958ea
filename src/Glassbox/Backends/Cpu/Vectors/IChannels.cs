using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Neighbouring channels of a pixel, as many as a vector of one width has, or one. Beside numbers they hold integers as wide as these,
/// which say for each channel which element of a window is meant.
/// </summary>
/// <typeparam name="TSelf">The channels themselves.</typeparam>
/// <typeparam name="T">float or double.</typeparam>
internal unsafe interface IChannels<TSelf, T> :
    IAdditionOperators<TSelf, TSelf, TSelf>,
    ISubtractionOperators<TSelf, TSelf, TSelf>,
    IMultiplyOperators<TSelf, TSelf, TSelf>,
    IDivisionOperators<TSelf, TSelf, TSelf>
    where TSelf : struct, IChannels<TSelf, T>
    where T : unmanaged
{
    /// <summary>How many channels it has.</summary>
    static abstract int Count { get; }

    /// <summary>Whether <see cref="Store"/> writes past the caches.</summary>
    static virtual bool IsNonTemporal => false;

    static abstract TSelf Zero { get; }

    /// <summary>The same number in each channel.</summary>
    static abstract TSelf All(T value);

    static abstract TSelf Load(T* from);

    void Store(T* to);

    /// <summary>
    /// Writes to memory past the caches, to an address that a multiple of a vector's size is: see <see cref="NonTemporal{V, T}"/>.
    /// </summary>
    void StorePast(T* to);

    /// <summary>Says that the channels at an address, any, will be read soon.</summary>
    static abstract void Prefetch(T* from);

    /// <summary>x where it is larger than y, y elsewhere: the second one where they are equal, or one is NaN.</summary>
    static abstract TSelf Larger(TSelf x, TSelf y);

    /// <summary>x where left &lt; right, y elsewhere.</summary>
    static abstract TSelf WhereLess(TSelf left, TSelf right, TSelf x, TSelf y);

    /// <summary>x where left = right, y elsewhere.</summary>
    static abstract TSelf WhereEqual(TSelf left, TSelf right, TSelf x, TSelf y);

    /// <summary>Whether a channel is NaN; other than finite numbers may be taken for it.</summary>
    static abstract bool MayHaveNaN(TSelf x);

    /// <summary>The same integer in each channel.</summary>
    static abstract TSelf Whole(int number);

    /// <summary>Reads integers that are kept as bytes or 32-bit integers.</summary>
    static abstract TSelf LoadWhole<TKept>(TKept* from) where TKept : unmanaged;

    /// <summary>Writes integers as bytes or 32-bit integers.</summary>
    void StoreWhole<TKept>(TKept* to) where TKept : unmanaged;

    /// <summary>x where the integers are the same, zero elsewhere.</summary>
    static abstract TSelf WhereSame(TSelf left, TSelf right, TSelf x);
}

using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Tests.Backends.Reference;

namespace Glassbox.Tests.Backends.Oracle;

/// <summary>
/// One call on both backends, and what came of it. The managed backend works in guarded memory. A figure of the reference backend was
/// rounded once, for which one rounding is added to those that are allowed.
/// </summary>
internal sealed class BothBackends(string what, int seed)
{
    private static readonly CpuBackend Managed = new();
    private static readonly ReferenceBackend Reference = new();

    private readonly GuardedMemory memory = new(seed);

    /// <summary>What the call reads.</summary>
    public Pair Input(DType dtype, double[] values) => Add(dtype, values.Length, storage => storage.Put(values), isInput: true);

    /// <inheritdoc cref="Input(DType, double[])"/>
    public Pair Input(DType dtype, long[] values) => Add(dtype, values.Length, storage => storage.Put(values), isInput: true);

    /// <summary>What the call changes.</summary>
    public Pair InPlace(DType dtype, double[] values) => Add(dtype, values.Length, storage => storage.Put(values), isInput: false);

    /// <inheritdoc cref="InPlace(DType, double[])"/>
    public Pair InPlace(DType dtype, long[] values) => Add(dtype, values.Length, storage => storage.Put(values), isInput: false);

    /// <summary>What the call only writes: nothing but 0xFF at first, in both memories.</summary>
    public Pair Output(DType dtype, int length) => Add(dtype, length, _ => { }, isInput: false) with { Before = [] };

    /// <summary>The call itself.</summary>
    public void Run(Action<IBackend, Side> call)
    {
        call(Managed, new Side(pair => pair.Managed));
        memory.AssertIntact();
        call(Reference, new Side(pair => pair.Reference));
    }

    /// <summary>The same bytes in both memories.</summary>
    public void AssertBytes(Pair result) => Assert.True(
        Bytes(result.Managed).AsSpan().SequenceEqual(Bytes(result.Reference)), $"{what}: the bytes differ.");

    /// <summary>The same numbers in both memories.</summary>
    public void AssertSame(Pair result)
    {
        if (result.DType.IsFloating)
        {
            AssertSame(result.Reference.Reals(), result.Managed.Reals());
        }
        else
        {
            AssertSame(result.Reference.Wholes(), result.Managed.Wholes());
        }
    }

    /// <summary>
    /// Numbers that are no farther apart than so many roundings of numbers of the sizes given, by default their own, and at least the
    /// smallest.
    /// </summary>
    public void AssertNear(Pair result, double roundings, double[]? sizes = null, double smallest = 0)
    {
        var figures = result.Figures;
        sizes = Array.ConvertAll(sizes ?? figures, size => Math.Max(smallest, Math.Abs(size)));
        if (result.DType == DType.Float32)
        {
            Near.AssertEqual<float>(figures, result.Managed, roundings + 1, sizes, what);
        }
        else
        {
            Near.AssertEqual<double>(figures, result.Managed, roundings + 1, sizes, what);
        }
    }

    private Pair Add(DType dtype, int length, Action<Storage> fill, bool isInput)
    {
        var reference = new ReferenceStorage(dtype, length);
        fill(reference);
        return new Pair(memory.Holding(dtype, Bytes(reference), isInput), reference, dtype.IsFloating ? reference.Reals() : []);
    }

    private static byte[] Bytes(Storage storage)
    {
        var bytes = new byte[storage.Length * storage.DType.ItemSize];
        storage.Download(bytes);
        return bytes;
    }

    private void AssertSame<T>(T[] expected, T[] actual) where T : IEquatable<T>
    {
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.True(expected[i].Equals(actual[i]), $"{what} [{i} of {expected.Length}]: {actual[i]} instead of {expected[i]}");
        }
    }
}

using Glassbox.Backends;

namespace Glassbox.Tests.Backends.Reference;

/// <summary>
/// A second backend: what <see cref="IBackend"/> asks for, in plain loops over double precision (64 bits for whole numbers), each result
/// rounded once. It shares no code with the managed backend, so that each can be held against the other, and its memory is no array, so
/// that nothing outside of backends can take it for one.
/// </summary>
internal sealed partial class ReferenceBackend : IBackend
{
    public Storage Allocate(DType dtype, int length)
    {
        MemoryLimit.Take((long)length * dtype.ItemSize);
        var storage = new ReferenceStorage(dtype, length);
        StepMemory.Current?.Add(storage);
        return storage;
    }
}

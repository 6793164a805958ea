using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>Lets the managed kernels at the elements of storages, which are all their own.</summary>
internal static class HostMemory
{
    extension(Storage storage)
    {
        /// <inheritdoc cref="HostStorage.Span{T}"/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Span<T> Span<T>() => ((HostStorage)storage).Span<T>();

        /// <inheritdoc cref="HostStorage.Bytes()"/>
        public Span<byte> Bytes() => ((HostStorage)storage).Bytes();

        /// <inheritdoc cref="HostStorage.IsKnownFinite"/>
        public bool IsKnownFinite() => ((HostStorage)storage).IsKnownFinite();
    }
}

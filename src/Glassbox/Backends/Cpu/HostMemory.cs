using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>Access to the elements of storages for the managed kernels, whose storages are all <see cref="HostStorage"/>.</summary>
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

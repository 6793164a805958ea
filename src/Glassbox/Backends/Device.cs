using Glassbox.Backends.Cpu;

namespace Glassbox.Backends;

/// <summary>Where the arithmetic happens.</summary>
internal static class Device
{
    /// <summary>The backend that all tensors use.</summary>
    public static readonly IBackend Current = new CpuBackend();
}

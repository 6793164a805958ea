using Glassbox.Backends.Cpu;

namespace Glassbox.Backends;

/// <summary>Where the arithmetic happens.</summary>
internal static class Device
{
    /// <summary>The backend that all tensors use: the managed one, unless another was chosen before the first tensor.</summary>
    public static readonly IBackend Current = DeviceChoice.Backend ?? new CpuBackend();
}

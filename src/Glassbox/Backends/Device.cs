using Glassbox.Backends.Cpu;

namespace Glassbox.Backends;

/// <summary>The device that executes operations.</summary>
internal static class Device
{
    /// <summary>The backend of all tensors: the managed one, unless another was chosen before the first tensor.</summary>
    public static readonly IBackend Current = DeviceChoice.Backend ?? new CpuBackend();
}

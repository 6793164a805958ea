namespace Glassbox.Backends;

/// <summary>The backend that a program chooses before its first tensor; null for the managed one.</summary>
internal static class DeviceChoice
{
    public static IBackend? Backend { get; set; }
}

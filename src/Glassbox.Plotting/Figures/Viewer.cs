using System.ComponentModel;
using System.Diagnostics;

namespace Glassbox.Plotting;

/// <summary>Opens images in the system's viewer.</summary>
internal static class Viewer
{
    public static string Open(byte[] png) => Open(png, HasScreen, Console.Out);

    public static string Open(byte[] png, bool hasScreen, TextWriter output)
    {
        var path = Path.Combine(Path.GetTempPath(), $"glassbox-{Guid.NewGuid():N}.png");
        File.WriteAllBytes(path, png);
        if (!hasScreen || !Start(path))
        {
            output.WriteLine($"The picture is in {path}");
        }

        return path;
    }

    private static bool HasScreen => !OperatingSystem.IsLinux()
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DISPLAY"))
        || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("WAYLAND_DISPLAY"));

    private static bool Start(string path)
    {
        try
        {
            using var viewer = Process.Start(new ProcessStartInfo(path) { UseShellExecute = true });
            return true;
        }
        catch (Win32Exception)
        {
            return false;   // no viewer
        }
    }
}

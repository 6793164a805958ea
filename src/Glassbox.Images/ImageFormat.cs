namespace Glassbox.Images;

/// <summary>Supported image formats, detected by signature regardless of the extension.</summary>
internal static class ImageFormat
{
    private static readonly (string Name, byte[] Start)[] Known =
    [
        ("PNG", [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]), ("JPEG", [0xFF, 0xD8, 0xFF]),
        ("GIF", "GIF87a"u8.ToArray()), ("GIF", "GIF89a"u8.ToArray()), ("BMP", "BM"u8.ToArray()),
    ];

    /// <summary>The extensions of image files in a folder.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".bmp", ".gif", ".jpeg", ".jpg", ".png"];

    /// <summary>The format of a file, or null.</summary>
    public static string? Of(ReadOnlySpan<byte> file)
    {
        foreach (var (name, start) in Known)
        {
            if (file.StartsWith(start))
            {
                return name;
            }
        }

        return null;
    }

    /// <summary>Whether a path has an image extension.</summary>
    public static bool IsImage(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
}

namespace Glassbox.Images;

/// <summary>Color modes and their channels: grayscale, rgb or rgba.</summary>
internal static class ColorModes
{
    private static readonly Dictionary<string, int> Known = new() { ["grayscale"] = 1, ["rgb"] = 3, ["rgba"] = 4 };

    /// <summary>The number of channels of a mode.</summary>
    /// <exception cref="ArgumentException">The mode is unknown.</exception>
    public static int Channels(string colorMode, string owner) => Known.TryGetValue(colorMode, out var channels)
        ? channels
        : throw new ArgumentException($"{owner}: {Identifiers.Unknown("colorMode", colorMode, Known.Keys)}", nameof(colorMode));

    /// <summary>
    /// Converts RGBA pixels to the given number of channels. Gray is (299 R + 587 G + 114 B) / 1000; alpha is dropped without blending.
    /// </summary>
    /// <remarks>Source: ITU-R BT.601, in 16-bit fixed point as in Pillow.</remarks>
    public static void Convert(ReadOnlySpan<byte> rgba, int channels, Span<byte> pixels)
    {
        if (channels == 4)
        {
            rgba.CopyTo(pixels);
            return;
        }

        for (var (from, to) = (0, 0); from < rgba.Length; from += 4, to += channels)
        {
            if (channels == 1)
            {
                pixels[to] = (byte)(((19595 * rgba[from]) + (38470 * rgba[from + 1]) + (7471 * rgba[from + 2]) + 0x8000) >> 16);
                continue;
            }

            for (var channel = 0; channel < channels; channel++)
            {
                pixels[to + channel] = rgba[from + channel];
            }
        }
    }
}

using System.Buffers;
using SkiaSharp;

namespace Glassbox.Images;

/// <summary>
/// Reads image files. For any file content, decoding terminates within bounds, with pixels or with an exception that names the file. The
/// declared image size is checked against the file's length before memory is allocated.
/// </summary>
internal static class ImageFile
{
    /// <summary>Maximum number of pixels: 8,192 × 8,192; larger if <see cref="MemoryLimit"/> is raised.</summary>
    public const long MaxPixels = 1L << 26;

    /// <summary>Maximum file length in bytes.</summary>
    public const long MaxLength = 1L << 28;

    /// <summary>Upper bound of the compression of all formats.</summary>
    private const long MaxPixelsPerByte = 10_000;

    /// <summary>Maximum number of JPEG scans, each of which may cover the whole image; valid files have about ten.</summary>
    private const int MaxScans = 64;

    /// <summary>Reads a file's pixels in row-major order, with the given number of 8-bit channels.</summary>
    /// <exception cref="InvalidDataException">The file is empty, damaged, truncated, too large, or not an image.</exception>
    public static (int Height, int Width, byte[] Pixels) Read(string path, int channels) => Decode(Content(path), path, channels);

    /// <summary>Reads an image file, [height, width, channels]: bytes, or integers up to 65,535 for 16-bit grayscale.</summary>
    /// <inheritdoc cref="Read"/>
    public static Tensor ReadImage(string path, int channels)
    {
        var file = Content(path);
        var (height, width, pixels) = Decode(file, path, channels);
        if (channels != 1 || !DeepGray.IsOne(file))
        {
            return Tensor.FromSpan<byte>(pixels, [height, width, channels]);
        }

        try
        {
            return Tensor.FromSpan<int>(DeepGray.Read(file, height, width), [height, width, 1]);
        }
        catch (InvalidDataException exception)
        {
            throw Bad(path, exception.Message);
        }
    }

    /// <summary>Decodes a file's content.</summary>
    /// <param name="file">The content.</param>
    /// <param name="path">Name of the file, for messages.</param>
    /// <param name="channels">1, 3 or 4.</param>
    /// <exception cref="InvalidDataException">The file is damaged, truncated, too large, or not an image.</exception>
    public static unsafe (int Height, int Width, byte[] Pixels) Decode(byte[] file, string path, int channels)
    {
        var format = ImageFormat.Of(file) ?? throw Bad(path, "it begins as none of PNG, JPEG, GIF and BMP files does");
        if (format == "JPEG" && Scans(file) > MaxScans)
        {
            throw Bad(path, $"it goes over its image more than {MaxScans} times");
        }

        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data) ?? throw Bad(path, $"it begins as a {format} file, and does not go on as one");
        var (height, width) = (codec.Info.Height, codec.Info.Width);
        var pixels = (long)height * width;
        var most = Math.Min(Math.Max(MaxPixels, MemoryLimit.RaisedTo / (4 + channels)), Array.MaxLength / 4);
        if (height < 1 || width < 1 || pixels > most || (pixels > MaxPixelsPerByte * file.Length && MemoryLimit.RaisedTo == 0))
        {
            throw Bad(path, $"its header declares {height:N0} × {width:N0} pixels, in {file.Length:N0} bytes; {MaxPixels:N0} are the "
                + $"most, and {MaxPixelsPerByte:N0} for each byte");
        }

        // Without a color space, values are not converted.
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888,
            codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var size = (int)pixels * 4;
        var rgba = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            // A frame of a GIF file may leave pixels undefined.
            rgba.AsSpan(0, size).Clear();
            fixed (byte* start = rgba)
            {
                var result = codec.GetPixels(info, (nint)start);
                if (result != SKCodecResult.Success)
                {
                    throw Bad(path, result == SKCodecResult.IncompleteInput ? $"the {format} file is cut off"
                        : $"the {format} file is damaged ({result})");
                }
            }

            var converted = new byte[pixels * channels];
            ColorModes.Convert(rgba.AsSpan(0, size), channels, converted);
            return (height, width, converted);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgba);
        }
    }

    private static byte[] Content(string path)
    {
        // Pipes and devices, which may be endless, have no length.
        var length = new FileInfo(path).Length;
        return length is 0 or > MaxLength
            ? throw Bad(path, length == 0 ? "it is empty" : $"it has {length:N0} bytes, and {MaxLength:N0} are the most")
            : File.ReadAllBytes(path);
    }

    /// <summary>Number of scans of a JPEG file: the SOS markers, which its compressed data never contain.</summary>
    private static int Scans(ReadOnlySpan<byte> file) => file.Count([(byte)0xFF, (byte)0xDA]);

    private static InvalidDataException Bad(string path, string reason) => new($"The image file '{path}' can't be read: {reason}. "
        + "Replace the file, or take it away.");
}

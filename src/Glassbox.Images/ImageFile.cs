using System.Buffers;
using SkiaSharp;

namespace Glassbox.Images;

/// <summary>
/// Reads image files. Whatever a file holds, it ends soon and within bounds: in pixels, or in an exception that names the file. How large
/// the image says it is, is held against the length of the file before any memory is taken.
/// </summary>
internal static class ImageFile
{
    /// <summary>The largest image: 8,192 × 8,192; larger ones where <see cref="MemoryLimit"/> is raised.</summary>
    public const long MaxPixels = 1L << 26;

    /// <summary>The longest file.</summary>
    public const long MaxLength = 1L << 28;

    /// <summary>More pixels than any of the formats can put into a byte.</summary>
    private const long MaxPixelsPerByte = 10_000;

    /// <summary>A JPEG file may go over all of its image as often as it likes; sound ones do so some ten times.</summary>
    private const int MaxScans = 64;

    /// <summary>The pixels of a file, row by row, of so many channels of a byte each.</summary>
    /// <exception cref="InvalidDataException">The file is empty, damaged, cut off, too large, or no image.</exception>
    public static (int Height, int Width, byte[] Pixels) Read(string path, int channels) => Decode(Content(path), path, channels);

    /// <summary>The image of a file, [height, width, channels]: bytes, or whole numbers to 65,535 of a gray image of 16 bits.</summary>
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

    /// <summary>The pixels of a file's content.</summary>
    /// <param name="file">The content.</param>
    /// <param name="path">What the file is called, for messages.</param>
    /// <param name="channels">1, 3 or 4.</param>
    /// <exception cref="InvalidDataException">The file is damaged, cut off, too large, or no image.</exception>
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
            throw Bad(path, $"it says that it has {height:N0} × {width:N0} pixels, in {file.Length:N0} bytes; {MaxPixels:N0} are the "
                + $"most, and {MaxPixelsPerByte:N0} for each byte");
        }

        // Without a colour space the numbers are those of the file.
        var info = new SKImageInfo(width, height, SKColorType.Rgba8888,
            codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul);
        var size = (int)pixels * 4;
        var rgba = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            // An image of a GIF file may leave pixels out.
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
        // Also pipes and devices, which may never end, have no length.
        var length = new FileInfo(path).Length;
        return length is 0 or > MaxLength
            ? throw Bad(path, length == 0 ? "it is empty" : $"it has {length:N0} bytes, and {MaxLength:N0} are the most")
            : File.ReadAllBytes(path);
    }

    /// <summary>How often a JPEG file goes over its image: the markers SOS, which its compressed data never contain.</summary>
    private static int Scans(ReadOnlySpan<byte> file) => file.Count([(byte)0xFF, (byte)0xDA]);

    private static InvalidDataException Bad(string path, string reason) => new($"The image file '{path}' can't be read: {reason}. "
        + "Replace the file, or take it away.");
}

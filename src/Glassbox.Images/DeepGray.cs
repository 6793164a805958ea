using System.Buffers.Binary;
using System.IO.Compression;

namespace Glassbox.Images;

/// <summary>
/// Decodes 16-bit grayscale PNG files, such as depth maps and X-ray images. The general decoder reduces them to 8 bits; Keras keeps all 16.
/// </summary>
/// <remarks>Source: PNG (third edition), W3C.</remarks>
internal static class DeepGray
{
    /// <summary>Start and step of the interlacing passes: x, y, step in x, step in y.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Interlaced =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Whether a file has bit depth 16 and color type grayscale.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) =>
        ImageFormat.Of(file) == "PNG" && file.Length > 28 && file[24] == 16 && file[25] == 0;

    /// <summary>Decodes a file that another decoder has found valid.</summary>
    /// <param name="file">The content.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="width">Width in pixels.</param>
    /// <exception cref="InvalidDataException">The data ends early, or a row has an unknown filter type.</exception>
    public static int[] Read(byte[] file, int height, int width)
    {
        var pixels = new int[height * width];
        using var content = new ZLibStream(new MemoryStream(Data(file)), CompressionMode.Decompress);
        try
        {
            foreach (var (x, y, stepX, stepY) in file[28] == 1 ? Interlaced : [(0, 0, 1, 1)])
            {
                var count = (width - x + stepX - 1) / stepX;
                if (count <= 0)
                {
                    continue;
                }

                var (row, above) = (new byte[2 * count], new byte[2 * count]);
                for (var line = y; line < height; line += stepY)
                {
                    (row, above) = (above, row);
                    var filter = content.ReadByte();
                    content.ReadExactly(row);
                    Restore(row, above, filter);
                    for (var i = 0; i < count; i++)
                    {
                        pixels[(line * width) + x + (i * stepX)] = BinaryPrimitives.ReadUInt16BigEndian(row.AsSpan(2 * i));
                    }
                }
            }
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException("the data ends early", exception);
        }

        return pixels;
    }

    /// <summary>The compressed data, which may be split into several chunks.</summary>
    private static byte[] Data(byte[] file)
    {
        var data = new MemoryStream();
        for (var at = 8L; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at));
            if (at + 12 + length > file.Length)
            {
                break;
            }

            if (file.AsSpan((int)at + 4, 4).SequenceEqual("IDAT"u8))
            {
                data.Write(file, (int)at + 8, (int)length);
            }

            at += 12 + length;
        }

        return data.ToArray();
    }

    /// <summary>Reverses a row's filter by adding the prediction from the left, upper and upper left bytes.</summary>
    private static void Restore(byte[] row, byte[] above, int filter)
    {
        for (var i = 0; i < row.Length; i++)
        {
            var (left, up, corner) = (i < 2 ? 0 : row[i - 2], above[i], i < 2 ? 0 : above[i - 2]);
            row[i] += (byte)(filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                4 => Nearest(left, up, corner),
                _ => throw new InvalidDataException("a row has an unknown filter"),
            });
        }
    }

    /// <summary>Paeth predictor: of three neighbors the one closest to left + up − corner.</summary>
    private static int Nearest(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}

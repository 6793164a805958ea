using System.Buffers.Binary;
using System.IO.Compression;

namespace Glassbox.Images;

/// <summary>
/// Gray PNG files of 16 bits a pixel, such as depth maps and X-ray images. The decoder of the other files cuts them down to 8 bits; Keras
/// keeps all.
/// </summary>
/// <remarks>Source: PNG (third edition), W3C.</remarks>
internal static class DeepGray
{
    /// <summary>Where the passes of an interlaced file begin, and their steps: x, y, step in x, step in y.</summary>
    private static readonly (int X, int Y, int StepX, int StepY)[] Interlaced =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    /// <summary>Whether a file is one: the depth is 16, and the kind of colours gray.</summary>
    public static bool IsOne(ReadOnlySpan<byte> file) =>
        ImageFormat.Of(file) == "PNG" && file.Length > 28 && file[24] == 16 && file[25] == 0;

    /// <summary>The pixels of a file that another decoder has found to be sound.</summary>
    /// <param name="file">The content.</param>
    /// <param name="height">The rows.</param>
    /// <param name="width">The pixels of a row.</param>
    /// <exception cref="InvalidDataException">The data ends early, or a row has a filter that does not exist.</exception>
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

    /// <summary>The compressed data, which may be cut into several chunks.</summary>
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

    /// <summary>Adds to each byte of a row what was foretold of it from its neighbours: left, above, and above to the left.</summary>
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

    /// <summary>Of three neighbours the one that is nearest to left + up − corner.</summary>
    private static int Nearest(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace Glassbox;

/// <summary>Encodes pixels as a PNG data URI.</summary>
internal static class Png
{
    private const byte TrueColorWithAlpha = 6;

    /// <param name="width">Width in pixels.</param>
    /// <param name="height">Height in pixels.</param>
    /// <param name="color">Color of column x and row y.</param>
    public static string Uri(int width, int height, Func<int, int, Rgba> color)
    {
        // Each row begins with its filter type, here always none.
        var rows = new byte[height * (1 + (width * 4))];
        for (var (y, place) = (0, 0); y < height; y++)
        {
            place++;
            for (var x = 0; x < width; x++)
            {
                (rows[place], rows[place + 1], rows[place + 2], rows[place + 3]) = color(x, y);
                place += 4;
            }
        }

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, TrueColorWithAlpha);

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1a, (byte)'\n']);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, Compressed(rows));
        Chunk(file, "IEND"u8, []);
        return $"data:image/png;base64,{Convert.ToBase64String(file.GetBuffer(), 0, (int)file.Length)}";
    }

    private static byte[] Compressed(byte[] bytes)
    {
        using var stream = new MemoryStream();
        using (var zlib = new ZLibStream(stream, CompressionLevel.SmallestSize))
        {
            zlib.Write(bytes);
        }

        return stream.ToArray();
    }

    private static void Chunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        file.Write(number);
        file.Write(type);
        file.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc(Crc(uint.MaxValue, type), content));
        file.Write(number);
    }

    /// <summary>CRC-32 (ISO 3309), computed bitwise.</summary>
    private static uint Crc(uint crc, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ (0xedb88320 & (0 - (crc & 1)));
            }
        }

        return crc;
    }
}

/// <summary>A color with alpha.</summary>
internal readonly record struct Rgba(byte Red, byte Green, byte Blue, byte Alpha = 255);

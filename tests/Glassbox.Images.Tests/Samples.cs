using System.Buffers.Binary;

namespace Glassbox.Images.Tests;

/// <summary>Small image files to read. BMP and GIF are written here, byte by byte: the library does not write them.</summary>
internal static class Samples
{
    /// <summary>A picture of 3 rows and 5 columns without two pixels alike.</summary>
    public static Tensor Picture { get; } = Ops.Stack(
        [
            Ops.BroadcastTo(Tensor.Arange(5) * 50, [3, 5]), Ops.BroadcastTo(Tensor.Arange(3).Reshape(3, 1) * 100, [3, 5]),
            Ops.BroadcastTo(Tensor.Arange(5) * 3 + 7, [3, 5]),
        ],
        -1).Cast("uint8");

    /// <summary>A picture as a file of 24 bits a pixel, from bottom to top.</summary>
    public static byte[] Bmp(Tensor picture)
    {
        var (height, width) = (picture.Shape[0], picture.Shape[1]);
        var stride = ((width * 3) + 3) / 4 * 4;
        var file = new byte[54 + (stride * height)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        file[10] = 54;
        file[14] = 40;
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        file[26] = 1;
        file[28] = 24;
        for (var i = 0; i < height * width; i++)
        {
            var (row, column) = (i / width, i % width);
            for (var channel = 0; channel < 3; channel++)
            {
                file[54 + ((height - 1 - row) * stride) + (column * 3) + 2 - channel] = (byte)picture[row, column, channel]
                    .ToScalar<byte>();
            }
        }

        return file;
    }

    /// <summary>
    /// Pictures as a moving one with colours of their own, at most 64 in each. Its codes of 7 bits are never compressed: a clear code keeps
    /// the table short.
    /// </summary>
    public static byte[] Gif(params Tensor[] pictures)
    {
        var (height, width) = (pictures[0].Shape[0], pictures[0].Shape[1]);
        List<byte> file = [.. "GIF89a"u8, (byte)width, 0, (byte)height, 0, 0, 0, 0];
        foreach (var picture in pictures)
        {
            var pixels = picture.ToArray<byte>().Chunk(3).ToArray();
            var colours = pixels.DistinctBy(pixel => (pixel[0], pixel[1], pixel[2])).ToArray();
            file.AddRange([0x21, 0xF9, 4, 0, 10, 0, 0, 0, 0x2C, 0, 0, 0, 0, (byte)width, 0, (byte)height, 0, 0x85]);
            for (var i = 0; i < 64; i++)
            {
                file.AddRange(i < colours.Length ? colours[i] : [0, 0, 0]);
            }

            List<int> codes = [64];
            for (var i = 0; i < pixels.Length; i++)
            {
                codes.Add(Array.FindIndex(colours, colour => colour.SequenceEqual(pixels[i])));
                if (i % 32 == 31)
                {
                    codes.Add(64);
                }
            }

            codes.Add(65);
            var bits = codes.SelectMany(code => Enumerable.Range(0, 7).Select(bit => (code >> bit) & 1)).Chunk(8)
                .Select(eight => (byte)eight.Select((bit, place) => bit << place).Sum()).ToArray();
            file.Add(6);
            foreach (var block in bits.Chunk(255))
            {
                file.AddRange([(byte)block.Length, .. block]);
            }

            file.Add(0);
        }

        return [.. file, 0x3B];
    }

    /// <summary>A picture of a kind: png, jpg, bmp or gif.</summary>
    public static byte[] File(string kind, Tensor picture)
    {
        if (kind is "bmp" or "gif")
        {
            return kind == "bmp" ? Bmp(picture) : Gif(picture);
        }

        using var folder = new TemporaryFolder();
        Utils.SaveImage(folder[$"a.{kind}"], picture, scale: false);
        return System.IO.File.ReadAllBytes(folder[$"a.{kind}"]);
    }

    /// <summary>A folder of images for each class; the images of a class are of one colour, and of different sizes.</summary>
    public static TemporaryFolder Folder(params (string Class, int Count)[] classes)
    {
        var folder = new TemporaryFolder();
        foreach (var (name, count) in classes)
        {
            Directory.CreateDirectory(folder[name]);
            for (var i = 0; i < count; i++)
            {
                var colour = new[] { Array.FindIndex(classes, one => one.Class == name) * 100, i * 10, 255 };
                var picture = Ops.BroadcastTo(Tensor.FromSpan<int>(colour).Cast("uint8"), [4 + i, 6, 3]);
                var kind = new[] { "png", "bmp", "gif" }[i % 3];
                System.IO.File.WriteAllBytes(folder[$"{name}/{i:00}.{kind}"], File(kind, picture));
            }
        }

        return folder;
    }

    /// <summary>Numbers up to 65,535 as a gray PNG of 16 bits whose rows all have one filter.</summary>
    public static byte[] DeepGray(int[] values, int height, int width, int filter, bool interlaced)
    {
        (int X, int Y, int StepX, int StepY)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        List<byte> raw = [];
        foreach (var (x, y, stepX, stepY) in passes.Where(pass => pass.X < width))
        {
            byte[] above = [];
            for (var line = y; line < height; line += stepY)
            {
                List<byte> row = [];
                for (var column = x; column < width; column += stepX)
                {
                    row.AddRange([(byte)(values[(line * width) + column] >> 8), (byte)values[(line * width) + column]]);
                }

                above = above.Length == 0 ? new byte[row.Count] : above;
                raw.Add((byte)filter);
                raw.AddRange(row.Select((value, i) =>
                    (byte)(value - Foretold(i < 2 ? 0 : row[i - 2], above[i], i < 2 ? 0 : above[i - 2]))));
                above = [.. row];
            }
        }

        var compressed = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(compressed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            zlib.Write([.. raw]);
        }

        var data = compressed.ToArray();
        return
        [
            0x89, .. "PNG"u8, 0x0D, 0x0A, 0x1A, 0x0A,
            .. Chunk("IHDR"u8, [0, 0, 0, (byte)width, 0, 0, 0, (byte)height, 16, 0, 0, 0, interlaced ? (byte)1 : (byte)0]),
            .. Chunk("IDAT"u8, data[..5]), .. Chunk("IDAT"u8, data[5..]), .. Chunk("IEND"u8, []),
        ];

        int Foretold(int left, int up, int corner)
        {
            var guess = left + up - corner;
            int[] neighbours = [left, up, corner];
            return filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => neighbours.MinBy(neighbour => Math.Abs(guess - neighbour)),
            };
        }
    }

    /// <summary>A part of a PNG file with its checksum.</summary>
    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] checkedPart = [.. type, .. content];
        var sum = uint.MaxValue;
        foreach (var value in checkedPart)
        {
            sum ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum & 1) == 0 ? sum >> 1 : (sum >> 1) ^ 0xEDB88320;
            }
        }

        var (length, check) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(check, ~sum);
        return [.. length, .. checkedPart, .. check];
    }
}

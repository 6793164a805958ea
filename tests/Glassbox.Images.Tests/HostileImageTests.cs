using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;

namespace Glassbox.Images.Tests;

/// <summary>
/// Damaged and hostile files: each is read, or ends in the documented exception, soon. The environment variable GLASSBOX_HOSTILE_FILES sets
/// how many mutations of each kind of file are tried.
/// </summary>
public class HostileImageTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    private static readonly int Mutations = int.TryParse(Environment.GetEnvironmentVariable("GLASSBOX_HOSTILE_FILES"),
        CultureInfo.InvariantCulture, out var count) ? count : 100;

    [Theory]
    [InlineData("png")]
    [InlineData("jpg")]
    [InlineData("bmp")]
    [InlineData("gif")]
    public void Mutations_are_read_or_end_in_the_documented_exception(string kind)
    {
        var original = Samples.File(kind, Ops.BroadcastTo(Tensor.RandomUniform([24, 1, 3], 0, 256, seed: 1), [24, 30, 3]).Cast("uint8"));
        var random = new Random(kind[0]);
        for (var i = 0; i < Mutations; i++)
        {
            var file = (byte[])original.Clone();
            switch (i % 4)
            {
                case 0:
                    file = file[..random.Next(file.Length)];
                    break;
                case 1:
                    file = [.. file[..random.Next(file.Length)], .. file[random.Next(file.Length)..]];
                    break;
                case 2:
                    // The numbers that say how large things are stand near the beginning.
                    random.NextBytes(file.AsSpan(random.Next(Math.Min(60, file.Length - 4)), 4));
                    break;
                default:
                    for (var change = 0; change < 1 + (i % 7); change++)
                    {
                        file[random.Next(file.Length)] = (byte)random.Next(256);
                    }

                    break;
            }

            Try(kind == "png" ? WithSums(file) : file, $"{kind}, mutation {i}");
        }
    }

    [Theory]
    [InlineData(2_000_000_000, 2_000_000_000)]
    [InlineData(8_193, 8_193)]
    [InlineData(8_192, 8_192)]
    [InlineData(100_000, 1)]
    [InlineData(0, 5)]
    public void A_small_file_of_a_huge_image_is_refused(int width, int height)
    {
        var png = Samples.File("png", Samples.Picture);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(png.AsSpan(20), height);
        Refused(WithSums(png));
        var bmp = Samples.Bmp(Samples.Picture);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bmp.AsSpan(22), height);
        Refused(bmp);
    }

    [Fact]
    public void A_photograph_that_goes_over_itself_without_end_is_refused()
    {
        var file = Samples.File("jpg", Samples.Picture);
        var scan = file.AsSpan().IndexOf([(byte)0xFF, (byte)0xDA]);
        Refused([.. file[..^2], .. Enumerable.Repeat(file[scan..^2], 100).SelectMany(bytes => bytes), 0xFF, 0xD9]);
    }

    [Fact]
    public void The_message_names_the_file() =>
        Assert.Contains("'cats/1.png'", Assert.Throws<InvalidDataException>(() => ImageFile.Decode([1, 2, 3], "cats/1.png", 3)).Message,
            StringComparison.Ordinal);

    private static void Refused(byte[] file)
    {
        var clock = Stopwatch.StartNew();
        Assert.Throws<InvalidDataException>(() => ImageFile.Decode(file, "image", 3));
        Assert.True(clock.Elapsed < TimeLimit, $"took {clock.Elapsed}");
    }

    private static void Try(byte[] file, string what)
    {
        var clock = Stopwatch.StartNew();
        try
        {
            var (height, width, pixels) = ImageFile.Decode(file, what, 3);
            Assert.Equal(height * width * 3, pixels.Length);
        }
        catch (InvalidDataException exception)
        {
            Assert.Contains(what, exception.Message, StringComparison.Ordinal);
        }

        Assert.True(clock.Elapsed < TimeLimit, $"{what} took {clock.Elapsed}");
    }

    /// <summary>A PNG file with checksums that are right, so that what is wrong is found elsewhere.</summary>
    private static byte[] WithSums(byte[] file)
    {
        for (var place = 8; place + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(place));
            if (length > file.Length - place - 12)
            {
                break;
            }

            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(place + 8 + (int)length), Crc(file.AsSpan(place + 4, (int)length + 4)));
            place += (int)length + 12;
        }

        return file;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                sum = (sum >> 1) ^ ((sum & 1) * 0xEDB88320);
            }
        }

        return ~sum;
    }
}

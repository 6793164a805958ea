using System.Buffers.Binary;

namespace Glassbox;

/// <summary>Numbers as a picture within a page: a bitmap in the address of an image.</summary>
internal static class Heat
{
    private const int HeaderSize = 54;

    /// <summary>Gray, the smallest black and the largest white; colours where there are three channels.</summary>
    public static string Gray(Tensor image)
    {
        var values = Doubles(image);
        var channels = image.Rank == 3 && image.Shape[2] >= 3 ? image.Shape[2] : 1;
        var (low, high) = (values.Min(), Math.Max(values.Max(), values.Min() + 1e-12));
        byte Level(double value) => (byte)Math.Round((value - low) / (high - low) * 255);
        return Uri(image, i => channels == 1
            ? (Level(values[i]), Level(values[i]), Level(values[i]))
            : (Level(values[i * channels]), Level(values[(i * channels) + 1]), Level(values[(i * channels) + 2])));
    }

    /// <summary>Blue for positive, red for negative numbers, white for zero; the channels of a colour are added up.</summary>
    public static string Signed(Tensor values)
    {
        var sums = Doubles(values.Rank == 3 ? Ops.Sum(values, 2) : values);
        var largest = Math.Max(sums.Max(Math.Abs), 1e-12);
        return Uri(values, i => Diverging(sums[i] / largest));
    }

    /// <summary>The shape of the picture of a tensor: its first two axes, or rows as near to a square as can be.</summary>
    public static (int Height, int Width) Extent(Tensor x)
    {
        if (x.Rank >= 2)
        {
            return (x.Shape[0], x.Shape[1]);
        }

        // A row of many numbers is folded if it can be without a rest, else shown as it is.
        var height = Enumerable.Range(1, Math.Max(1, (int)Math.Sqrt(x.Size))).Last(candidate => x.Size % candidate == 0);
        return x.Size >= 64 ? (height, x.Size / height) : (1, x.Size);
    }

    private static (byte Red, byte Green, byte Blue) Diverging(double value)
    {
        // Both ends of matplotlib's RdBu.
        var (red, green, blue) = value > 0 ? (5, 48, 97) : (103, 0, 31);
        var part = Math.Sqrt(Math.Abs(value));
        byte Mix(int end) => (byte)Math.Round(247 + ((end - 247) * part));
        return (Mix(red), Mix(green), Mix(blue));
    }

    private static string Uri(Tensor shape, Func<int, (byte Red, byte Green, byte Blue)> color)
    {
        var (height, width) = Extent(shape);
        var stride = ((width * 3) + 3) / 4 * 4;
        var file = new byte[HeaderSize + (stride * height)];
        "BM"u8.CopyTo(file);
        void Write(int place, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(place), value);
        Write(2, file.Length);
        Write(10, HeaderSize);
        Write(14, 40);
        Write(18, width);
        Write(22, -height);     // rows from top to bottom
        Write(26, 1 | (24 << 16));
        Write(34, stride * height);
        for (var i = 0; i < height * width; i++)
        {
            var (red, green, blue) = color(i);
            var place = HeaderSize + (i / width * stride) + (i % width * 3);
            (file[place], file[place + 1], file[place + 2]) = (blue, green, red);
        }

        return "data:image/bmp;base64," + Convert.ToBase64String(file);
    }

    private static double[] Doubles(Tensor x) => x.Cast(DType.Float64).ToArray<double>();
}

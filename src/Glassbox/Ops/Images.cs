namespace Glassbox;

public static partial class Ops
{
    /// <summary>Images in another size.</summary>
    /// <param name="x">[batch, height, width, channels] or [height, width, channels]; [batch, channels, height, width] for channels_first.</param>
    /// <param name="size">The new height and width.</param>
    /// <param name="interpolation">nearest, bilinear, bicubic, lanczos3 or lanczos5.</param>
    /// <param name="antialias">Whether images that become smaller are smoothed first.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <exception cref="ArgumentException">The rank is another one, or an argument is unknown.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/ops/image/"/>, <c>keras.ops.image.resize</c>.</remarks>
    public static Tensor ResizeImages(Tensor x, Shape size, string interpolation = "bilinear", bool antialias = false, string dataFormat = "channels_last")
    {
        Interpolations.Checked(interpolation, "ResizeImages");
        if (x.Rank is not (3 or 4) || size.Rank != 2 || size.Any(extent => extent < 1))
        {
            throw new ArgumentException($"ResizeImages takes images of rank 3 or 4 and a size of two numbers; received shapes {x.Shape} and {size}.", nameof(x));
        }

        x = Floating(x);
        // The matrix product works on the last axis: each axis of space goes there and back.
        var (height, width) = DataFormats.IsChannelsFirst(dataFormat) ? (x.Rank - 2, x.Rank - 1) : (x.Rank - 3, x.Rank - 2);
        return ResizeAxis(ResizeAxis(x, height, size[0], interpolation, antialias), width, size[1], interpolation, antialias);
    }

    private static Tensor ResizeAxis(Tensor x, int axis, int extent, string interpolation, bool antialias)
    {
        if (x.Shape[axis] == extent)
        {
            return x;
        }

        if (Interpolations.Neighbours(x.Shape[axis], extent, interpolation, antialias) is { } near)
        {
            // Few pixels count: to take them costs less than a product with a matrix of zeros.
            var first = Take(x, near.First, axis);
            if (near.Part is null)
            {
                return first;
            }

            var part = near.Part.To(x.DType).Reshape(Shape.Create([extent, .. Enumerable.Repeat(1, x.Rank - 1 - axis)]));
            return (first * (1 - part)) + (Take(x, near.Second!, axis) * part);
        }

        var matrix = Interpolations.Matrix(x.Shape[axis], extent, interpolation, antialias).To(x.DType);
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        (order[axis], order[^1]) = (order[^1], order[axis]);
        var swap = Axes.Create(order);
        return Transpose(MatMul(Transpose(x, swap), matrix), swap);
    }
}

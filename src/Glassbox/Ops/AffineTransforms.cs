using Glassbox.Backends;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>
    /// Images moved, turned, sheared, zoomed or seen in perspective: the result at (x, y) is the image at ((a0·x + a1·y + a2) / k, (b0·x + b1·y + b2) / k) with
    /// k = c0·x + c1·y + 1, where x counts columns and y rows. The gradient goes to the images, not to the transforms.
    /// </summary>
    /// <param name="images">[batch, height, width, channels] or [height, width, channels]; channels before height for channels_first.</param>
    /// <param name="transform">The numbers a0 a1 a2 b0 b1 b2 c0 c1 for all images, shape (8,), or for each, shape (batch, 8).</param>
    /// <param name="interpolation">bilinear (between the four pixels around the place), or nearest.</param>
    /// <param name="fillMode">What is beyond the edge a b c: constant (k k k), nearest (c c c), reflect (c b a), or wrap (a b c).</param>
    /// <param name="fillValue">The constant k.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <returns>Images of the same shape. Integers become floats.</returns>
    /// <exception cref="ArgumentException">A rank is another one, there are not as many transforms as images, or an argument is unknown.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/ops/image/"/>, <c>keras.ops.image.affine_transform</c>.</remarks>
    public static Tensor AffineTransform(
        Tensor images, Tensor transform, string interpolation = "bilinear", string fillMode = "constant", double fillValue = 0, string dataFormat = "channels_last")
    {
        if (images.Rank is not (3 or 4))
        {
            throw new ArgumentException($"AffineTransform takes images of rank 3 or 4; received shape {images.Shape}.", nameof(images));
        }

        var batch = images.Rank == 4 ? images.Shape[0] : 1;
        if (!(transform.Shape == [8] || transform.Shape == [batch, 8]))
        {
            throw new ArgumentException($"AffineTransform takes 8 numbers for all images, or for each: a transform of shape (8,) or ({batch}, 8); received {transform.Shape}.", nameof(transform));
        }

        var (bilinear, mode) = (FillModes.IsBilinear(interpolation, nameof(AffineTransform)), FillModes.Parse(fillMode, nameof(AffineTransform)));
        if (images.Rank == 3)
        {
            return Squeeze(AffineTransform(ExpandDims(images, 0), transform, interpolation, fillMode, fillValue, dataFormat), 0);
        }

        var matrices = BroadcastTo(Cast(StopGradient(transform), DType.Float64), [batch, 8]);
        return ChannelsLast(Floating(images), dataFormat, x =>
            AffineTransform(x, matrices, new ImageSampling(batch, x.Shape[1], x.Shape[2], x.Shape[3], bilinear, mode, fillValue)));
    }

    private static Tensor AffineTransform(Tensor x, Tensor matrices, ImageSampling sampling) => Record(
        "affine_transform", Kernels.AffineTransform(x, matrices, sampling), (x, dy => AffineTransformScatter(dy, matrices, sampling with { FillValue = 0 })));

    private static Tensor AffineTransformScatter(Tensor dy, Tensor matrices, ImageSampling sampling) => Record(
        "affine_transform_gradient", Kernels.AffineTransformScatter(dy, matrices, sampling), (dy, d => AffineTransform(d, matrices, sampling)));
}

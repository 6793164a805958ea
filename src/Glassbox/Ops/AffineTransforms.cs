using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox;

public static partial class Ops
{
    /// <summary>
    /// Applies an affine or projective transform to images: the result at (x, y) is the image at ((a0·x + a1·y + a2) / k, (b0·x + b1·y +
    /// b2) / k) with k = c0·x + c1·y + 1, where x counts columns and y rows. Differentiable with respect to the images, not the transforms.
    /// </summary>
    /// <param name="images">[batch, height, width, channels] or [height, width, channels]; channels before height for
    /// channels_first.</param>
    /// <param name="transform">The coefficients a0 a1 a2 b0 b1 b2 c0 c1: shape (8,) for all images, or (batch, 8).</param>
    /// <param name="interpolation">bilinear (of the four surrounding pixels) or nearest.</param>
    /// <param name="fillMode">Values beyond the edge a b c: constant (k k k), nearest (c c c), reflect (c b a), or wrap (a b c).</param>
    /// <param name="fillValue">The constant k.</param>
    /// <param name="dataFormat">channels_last or channels_first.</param>
    /// <returns>Images of the same shape. Integers become floats.</returns>
    /// <exception cref="ArgumentException">The rank is not supported, the batch sizes differ, or an argument is unknown.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/ops/image/"/>, <c>keras.ops.image.affine_transform</c>.</remarks>
    public static Tensor AffineTransform(
        Tensor images, Tensor transform, string interpolation = "bilinear", string fillMode = "constant", double fillValue = 0,
        string dataFormat = "channels_last") =>
        new AffineTransformOp(interpolation, fillMode, fillValue, dataFormat).Apply(images, transform);
}

/// <summary>Images sampled through one transform per image.</summary>
internal sealed record AffineTransformOp(string Interpolation, string FillMode, double FillValue, string DataFormat) : ComposedOperation
{
    public override string Module => "image";

    public override Config GetConfig() =>
        new() { { "interpolation", Interpolation }, { "fill_mode", FillMode }, { "fill_value", FillValue }, { "data_format", DataFormat } };

    public override Tensor Define(ReadOnlySpan<Tensor?> inputs)
    {
        var (images, transform) = (inputs[0]!, inputs[1]!);
        if (images.Rank is not (3 or 4))
        {
            throw new ArgumentException($"AffineTransform takes images of rank 3 or 4; received shape {images.Shape}.", nameof(images));
        }

        var batch = images.Rank == 4 ? images.Shape[0] : 1;
        if (!(transform.Shape == [8] || transform.Shape == [batch, 8]))
        {
            throw new ArgumentException(
                $"AffineTransform takes 8 numbers for all images, or for each: a transform of shape (8,) or ({batch}, 8); received "
                + $"{transform.Shape}.", nameof(transform));
        }

        var (bilinear, mode) = (FillModes.IsBilinear(Interpolation, "AffineTransform"), FillModes.Parse(FillMode, "AffineTransform"));
        if (images.Rank == 3)
        {
            return Ops.Squeeze(Apply(Ops.ExpandDims(images, 0), transform), 0);
        }

        var matrices = Ops.BroadcastTo(Ops.Cast(Ops.StopGradient(transform), DType.Float64), [batch, 8]);
        return Ops.ChannelsLast(Ops.Cast(images, Ops.FloatingType(images.DType)), DataFormat, x =>
            new SamplingOp(new ImageSampling(batch, x.Shape[1], x.Shape[2], x.Shape[3], bilinear, mode, FillValue)).Apply(x, matrices));
    }
}

/// <summary>Channels-last images sampled through transforms, [batch, 8] in float64.</summary>
internal sealed record SamplingOp(ImageSampling Sampling) : Operation
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

    public override void Backpropagate(BackwardStep step) =>
        step.Give(0, new SamplingScatterOp(Sampling with { FillValue = 0 }).Apply(step.Dy, step[1]));

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        device.AffineTransform(Sampling, inputs[0]!.Storage, inputs[1]!.Storage, y.Storage);
        return null;
    }
}

/// <summary>The gradient with respect to the images: dy scattered back to the sampled pixels.</summary>
internal sealed record SamplingScatterOp(ImageSampling Sampling) : Operation
{
    public override TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => inputs[0];

    public override void Backpropagate(BackwardStep step) => step.Give(0, new SamplingOp(Sampling).Apply(step.Dy, step[1]));

    private protected override object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y)
    {
        device.AffineTransformScatter(Sampling, inputs[0]!.Storage, inputs[1]!.Storage, y.Storage);
        return null;
    }
}

namespace Glassbox.Layers;

/// <summary>
/// Base class of augmentations that, in training, sample each image through a random affine map: rotation, zoom, translation or flip.
/// </summary>
public abstract class BaseAffineAugmentation : BaseImageAugmentation
{
    private protected BaseAffineAugmentation(
        string fillMode, string interpolation, double fillValue, int? seed, string? dataFormat, Shape? inputShape, string? name,
        DType? dtype)
        : base(seed, dataFormat, inputShape, name, dtype)
    {
        _ = FillModes.Parse(fillMode, GetType().Name);
        _ = FillModes.IsBilinear(interpolation, GetType().Name);
        (FillMode, Interpolation, FillValue) = (fillMode, interpolation, fillValue);
    }

    /// <summary>How pixels outside the image are filled.</summary>
    private protected string FillMode { get; }

    /// <summary>Interpolation mode.</summary>
    private protected string Interpolation { get; }

    /// <summary>The fill value for the constant mode.</summary>
    private protected double FillValue { get; }

    /// <summary>The affine maps from output to input pixels, one per image.</summary>
    private protected abstract IEnumerable<AffineMatrix> Matrices(int images, int height, int width, CallContext call);

    /// <inheritdoc/>
    private protected sealed override Tensor Augment(Tensor images, CallContext call)
    {
        var numbers = Matrices(images.Shape[0], images.Shape[1], images.Shape[2], call).SelectMany(matrix => matrix.Numbers).ToArray();
        return Ops.AffineTransform(images, Tensor.FromSpan<double>(numbers, [images.Shape[0], 8]), Interpolation, FillMode, FillValue);
    }

    /// <summary>Uniform random values between the factor's bounds.</summary>
    private protected double[] Draw(int count, Factor factor, CallContext call) =>
        Random.Uniform([count], DType.Float64, call, factor.Lower, factor.Upper).ToArray<double>();
}

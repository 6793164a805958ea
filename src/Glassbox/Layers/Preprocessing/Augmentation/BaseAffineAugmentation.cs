namespace Glassbox.Layers;

/// <summary>In training, looks at each image through a random matrix: turned, zoomed, moved or mirrored.</summary>
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

    /// <summary>What is beyond the edge of the image.</summary>
    private protected string FillMode { get; }

    /// <summary>How the values between the pixels are found.</summary>
    private protected string Interpolation { get; }

    /// <summary>The constant that is beyond the edge for the mode constant.</summary>
    private protected double FillValue { get; }

    /// <summary>Where the pixels of so many images of a size come from.</summary>
    private protected abstract IEnumerable<AffineMatrix> Matrices(int images, int height, int width, CallContext call);

    /// <inheritdoc/>
    private protected sealed override Tensor Augment(Tensor images, CallContext call)
    {
        var numbers = Matrices(images.Shape[0], images.Shape[1], images.Shape[2], call).SelectMany(matrix => matrix.Numbers).ToArray();
        return Ops.AffineTransform(images, Tensor.FromSpan<double>(numbers, [images.Shape[0], 8]), Interpolation, FillMode, FillValue);
    }

    /// <summary>So many random numbers between the bounds.</summary>
    private protected double[] Draw(int count, Factor factor, CallContext call) =>
        Random.Uniform([count], DType.Float64, call, factor.Lower, factor.Upper).ToArray<double>();
}

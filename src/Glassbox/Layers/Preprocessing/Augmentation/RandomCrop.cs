using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// In training, crops images to a given size at a random position shared by the batch. Otherwise, and for smaller images, takes the largest
/// center crop of the target aspect ratio and resizes it.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_crop/"/>.</remarks>
public sealed class RandomCrop : BaseImageAugmentation
{
    /// <summary>Creates the layer.</summary>
    /// <param name="height">Output height in pixels.</param>
    /// <param name="width">Output width in pixels.</param>
    /// <param name="seed">Seed for reproducible draws; by default the global random sequence is used.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">An argument is less than 1.</exception>
    public RandomCrop(int height, int width, int? seed = null, string? dataFormat = null, Shape? inputShape = null, string? name = null,
        DType? dtype = null)
        : base(seed, dataFormat, inputShape, name, dtype)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Height, Width) = (height, width);
    }

    /// <summary>Output height in pixels.</summary>
    public int Height { get; }

    /// <summary>Output width in pixels.</summary>
    public int Width { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        var (height, width) = DataFormats.IsChannelsFirst(DataFormat) ? (inputShape.Rank - 2, inputShape.Rank - 1)
            : (inputShape.Rank - 3, inputShape.Rank - 2);
        return Fitting(
            [.. inputShape.Select((extent, axis) => axis == height ? Height : axis == width ? Width : extent)],
            "Make the height, the width or the batch smaller.");
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "height", Height }, { "width", Width }, { "seed", Random.Seed }, { "data_format", DataFormat } };

    internal static RandomCrop FromConfig(Config config) => new(
        config.GetInt32("height"), config.GetInt32("width"), config.GetInt32OrNull("seed"), config.GetStringOrNull("data_format"),
        name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    private protected override Tensor Augment(Tensor images, CallContext call)
    {
        var (moreRows, moreColumns) = (images.Shape[1] - Height, images.Shape[2] - Width);
        if (moreRows < 0 || moreColumns < 0)
        {
            return Leave(images);
        }

        var place = Random.Uniform([2], DType.Float64, call).ToArray<double>();
        var (top, left) = ((int)(place[0] * (moreRows + 1)), (int)(place[1] * (moreColumns + 1)));
        return images[.., top..(top + Height), left..(left + Width)];
    }

    /// <inheritdoc/>
    private protected override Tensor Leave(Tensor images) => Ops.ResizeImages(Resizing.Cropped(images, Height, Width), [Height, Width]);
}

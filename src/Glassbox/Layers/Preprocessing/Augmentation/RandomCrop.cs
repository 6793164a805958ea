using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// In training, cuts a part of one size out of the images, at a random place that is the same for all images of a batch. Otherwise, and for
/// images that are smaller, it takes the largest middle part that has the proportions, and resizes it.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_crop/"/>.</remarks>
public sealed class RandomCrop : BaseImageAugmentation
{
    /// <summary>A layer with the size of its output.</summary>
    /// <param name="height">The new height.</param>
    /// <param name="width">The new width.</param>
    /// <param name="seed">The same seed gives the same draws; by default from the program's sequence.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">A number is below 1.</exception>
    public RandomCrop(int height, int width, int? seed = null, string? dataFormat = null, Shape? inputShape = null, string? name = null,
        DType? dtype = null)
        : base(seed, dataFormat, inputShape, name, dtype)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Height, Width) = (height, width);
    }

    /// <summary>The new height.</summary>
    public int Height { get; }

    /// <summary>The new width.</summary>
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

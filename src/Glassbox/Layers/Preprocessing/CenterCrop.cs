using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Crops images to their center at a given size. Smaller images are first enlarged until they cover it.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop/"/>.</remarks>
public sealed class CenterCrop : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="height">Output height in pixels.</param>
    /// <param name="width">Output width in pixels.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">An argument is less than 1.</exception>
    public CenterCrop(int height, int width, string? dataFormat = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Height, Width) = (height, width);
        DataFormat = DataFormats.Checked(dataFormat, nameof(CenterCrop));
    }

    /// <summary>Output height in pixels.</summary>
    public int Height { get; }

    /// <summary>Output width in pixels.</summary>
    public int Width { get; }

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        return ImageInput.OneOrMore(inputShape, batch =>
        {
            var input = DataFormats.ToLast(batch, DataFormat);
            return Fitting(
                DataFormats.FromLast([input[0], Height, Width, input[^1]], DataFormat), "Make the height, the width or the batch smaller.");
        });
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "height", Height }, { "width", Width }, { "data_format", DataFormat } };

    internal static CenterCrop FromConfig(Config config) => new(
        config.GetInt32("height"), config.GetInt32("width"), config.GetStringOrNull("data_format"), name: config.GetName(),
        dtype: config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        ComputeOutputShape(x.Shape);
        return ImageInput.OneOrMore(x, batch => Ops.ChannelsLast(batch, DataFormat, images => Cropped(images, Height, Width)));
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape) => ImageInput.CheckOneOrMore(this, inputShape, DataFormat);

    /// <summary>The center crop of channels-last images.</summary>
    internal static Tensor Cropped(Tensor images, int height, int width)
    {
        var (top, left) = ((images.Shape[1] - height) / 2, (images.Shape[2] - width) / 2);
        return images.Shape[1] >= height && images.Shape[2] >= width
            ? images[.., top..(top + height), left..(left + width)]
            : Ops.ResizeImages(Resizing.Cropped(images, height, width), [height, width]);
    }
}

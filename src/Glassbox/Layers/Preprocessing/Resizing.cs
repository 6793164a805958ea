using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Resizes images to a given size.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/"/>.</remarks>
public sealed class Resizing : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="height">Output height in pixels.</param>
    /// <param name="width">Output width in pixels.</param>
    /// <param name="interpolation">Interpolation: nearest, bilinear, bicubic, lanczos3 or lanczos5; bilinear by default.</param>
    /// <param name="cropToAspectRatio">Whether to crop to the target aspect ratio instead of distorting the image.</param>
    /// <param name="padToAspectRatio">Whether to pad to the target aspect ratio instead of distorting the image.</param>
    /// <param name="fillMode">Padding mode: constant.</param>
    /// <param name="fillValue">Padding value; 0 by default.</param>
    /// <param name="antialias">Whether to apply an antialiasing filter when downsizing.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">An argument is out of range, or both cropping and padding are requested.</exception>
    public Resizing(
        int height, int width, string interpolation = "bilinear", bool cropToAspectRatio = false, bool padToAspectRatio = false,
        string fillMode = "constant", double fillValue = 0, bool antialias = false, string? dataFormat = null, Shape? inputShape = null,
        string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (cropToAspectRatio && padToAspectRatio)
        {
            throw new ArgumentException("Resizing can crop or pad to the aspect ratio, not both.", nameof(padToAspectRatio));
        }

        FillMode = fillMode == "constant" ? fillMode
            : throw new ArgumentException($"Resizing: {Identifiers.Unknown("fillMode", fillMode, ["constant"])}", nameof(fillMode));
        (Height, Width, CropToAspectRatio, PadToAspectRatio, FillValue, Antialias) =
            (height, width, cropToAspectRatio, padToAspectRatio, fillValue, antialias);
        Interpolation = Interpolations.Checked(interpolation, nameof(Resizing));
        DataFormat = DataFormats.Checked(dataFormat, nameof(Resizing));
    }

    /// <summary>Output height in pixels.</summary>
    public int Height { get; }

    /// <summary>Output width in pixels.</summary>
    public int Width { get; }

    /// <summary>Interpolation mode.</summary>
    public string Interpolation { get; }

    /// <summary>Whether images are cropped to the target aspect ratio.</summary>
    public bool CropToAspectRatio { get; }

    /// <summary>Whether images are padded to the target aspect ratio.</summary>
    public bool PadToAspectRatio { get; }

    /// <summary>Padding mode.</summary>
    public string FillMode { get; }

    /// <summary>Padding value.</summary>
    public double FillValue { get; }

    /// <summary>Whether an antialiasing filter is applied when downsizing.</summary>
    public bool Antialias { get; }

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
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "height", Height }, { "width", Width }, { "interpolation", Interpolation }, { "crop_to_aspect_ratio", CropToAspectRatio },
            { "pad_to_aspect_ratio", PadToAspectRatio },
        { "fill_mode", FillMode }, { "fill_value", FillValue }, { "antialias", Antialias }, { "data_format", DataFormat },
    };

    internal static Resizing FromConfig(Config config) => new(
        config.GetInt32("height"), config.GetInt32("width"), config.GetString("interpolation", "bilinear"),
        config.GetBoolean("crop_to_aspect_ratio", false), config.GetBoolean("pad_to_aspect_ratio", false),
        config.GetString("fill_mode", "constant"), config.GetDouble("fill_value", 0), config.GetBoolean("antialias", false),
        config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        ComputeOutputShape(x.Shape);
        return ImageInput.OneOrMore(x, batch => Ops.ChannelsLast(batch, DataFormat, images =>
        {
            var fitted = CropToAspectRatio ? Cropped(images, Height, Width) : PadToAspectRatio
                ? Padded(images, Height, Width, FillValue, Described) : images;
            return Ops.ResizeImages(fitted, [Height, Width], Interpolation, Antialias);
        }));
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape) => ImageInput.CheckOneOrMore(this, inputShape, DataFormat);

    /// <summary>The largest center crop of channels-last images with the aspect ratio of a size.</summary>
    internal static Tensor Cropped(Tensor images, int height, int width)
    {
        var (h, w) = (images.Shape[1], images.Shape[2]);
        var cropHeight = Math.Clamp((int)((double)w * height / width), 1, h);
        var cropWidth = Math.Clamp((int)((double)h * width / height), 1, w);
        var (top, left) = ((h - cropHeight) / 2, (w - cropWidth) / 2);
        return images[.., top..(top + cropHeight), left..(left + cropWidth)];
    }

    /// <summary>Channels-last images padded to the aspect ratio of a size.</summary>
    internal static Tensor Padded(Tensor images, int height, int width, double fillValue, string owner = "Resizing")
    {
        var (h, w) = (images.Shape[1], images.Shape[2]);
        var (padHeight, padWidth) = (Math.Max(h, Whole((double)w * height / width)), Math.Max(w, Whole((double)h * width / height)));
        ExtentMath.Fit(
            [images.Shape[0], padHeight, padWidth, images.Shape[3]], owner, "the images padded to the aspect ratio",
            "Make height and width more similar, or set padToAspectRatio to false.");
        var (top, left) = ((padHeight - h) / 2, (padWidth - w) / 2);
        (int, int)[] sides = [(0, 0), (top, padHeight - h - top), (left, padWidth - w - left), (0, 0)];
        return fillValue == 0 ? Ops.Pad(images, sides) : Ops.Pad(images, sides) + ((1 - Ops.Pad(Ops.OnesLike(images), sides)) * fillValue);

        // Saturates at int.MaxValue; the size check rejects it.
        static int Whole(double extent) => (int)Math.Min(extent, int.MaxValue);
    }
}

using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// In training, changes the contrast of each image: (x − mean) · c + mean, with the mean per channel and one random c per image.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_contrast/"/>.</remarks>
public sealed class RandomContrast : BaseImageAugmentation
{
    /// <summary>Creates the layer.</summary>
    /// <param name="factor">(a, b), both 0 to 1: c is between 1 − a and 1 + b. A single value b means (0, b), as in Keras, so contrast only
    /// increases.</param>
    /// <param name="valueRange">Range of the pixel values, to which the results are clipped; (0, 255) by default.</param>
    /// <param name="seed">Seed for reproducible draws; by default the global random sequence is used.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">The factor is outside [0, 1], or the range is empty.</exception>
    public RandomContrast(
        Factor factor, (double Low, double High)? valueRange = null, int? seed = null, string? dataFormat = null, Shape? inputShape = null,
        string? name = null, DType? dtype = null)
        : base(seed, dataFormat, inputShape, name, dtype)
    {
        Factor = factor.Checked(nameof(RandomContrast), nameof(factor), 0, 1);
        Range = ValueRange.Checked(valueRange, nameof(RandomContrast));
    }

    /// <summary>The range (a, b) of the contrast change: c is between 1 − a and 1 + b.</summary>
    public Factor Factor { get; }

    private (double Low, double High) Range { get; }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "data_format", DataFormat }, { "factor", Factor.ToPair() }, { "value_range", ValueRange.ToJson(Range) }, { "seed", Random.Seed },
    };

    internal static RandomContrast FromConfig(Config config) => new(
        Factor.FromConfig(config, "factor") ?? throw config.Missing("factor"), ValueRange.FromConfig(config), config.GetInt32OrNull("seed"),
        config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    private protected override Tensor Augment(Tensor images, CallContext call)
    {
        // (x − mean) · c + mean = x · c + mean · (1 − c), which takes fewer passes over the images.
        var (mean, c) = (Ops.Mean(images, [1, 2], keepdims: true), OneEach(images, 1 - Factor.Lower, 1 + Factor.Upper, call));
        return ((images * c) + (mean * (1 - c))).Clip(Range.Low, Range.High);
    }
}

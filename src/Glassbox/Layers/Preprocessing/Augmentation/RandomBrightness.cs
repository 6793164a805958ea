using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>In training, changes the brightness of each image by a random fraction of the value range.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_brightness/"/>.</remarks>
public sealed class RandomBrightness : BaseImageAugmentation
{
    /// <summary>Creates the layer.</summary>
    /// <param name="factor">Change of brightness as a fraction of the value range, −1 (black) to 1 (white).</param>
    /// <param name="valueRange">Range of the pixel values, to which the results are clipped; (0, 255) by default.</param>
    /// <param name="seed">Seed for reproducible draws; by default the global random sequence is used.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">The factor is outside [−1, 1], or the range is empty.</exception>
    public RandomBrightness(
        Factor factor, (double Low, double High)? valueRange = null, int? seed = null, string? dataFormat = null, Shape? inputShape = null,
        string? name = null, DType? dtype = null)
        : base(seed, dataFormat, inputShape, name, dtype)
    {
        Factor = factor.Checked(nameof(RandomBrightness), nameof(factor), -1, 1);
        Range = ValueRange.Checked(valueRange, nameof(RandomBrightness));
    }

    /// <summary>Change of brightness as a fraction of the value range.</summary>
    public Factor Factor { get; }

    private (double Low, double High) Range { get; }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "data_format", DataFormat }, { "factor", Factor.ToPair() }, { "value_range", ValueRange.ToJson(Range) }, { "seed", Random.Seed },
    };

    internal static RandomBrightness FromConfig(Config config) => new(
        Factor.FromConfig(config, "factor") ?? throw config.Missing("factor"), ValueRange.FromConfig(config), config.GetInt32OrNull("seed"),
        config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    private protected override Tensor Augment(Tensor images, CallContext call) =>
        (images + (OneEach(images, Factor.Lower, Factor.Upper, call) * (Range.High - Range.Low))).Clip(Range.Low, Range.High);
}

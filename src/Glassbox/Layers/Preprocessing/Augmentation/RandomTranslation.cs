using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>In training, moves each image up or down and to the left or right.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_translation/"/>.</remarks>
public sealed class RandomTranslation : BaseAffineAugmentation
{
    /// <summary>A layer with the largest ways.</summary>
    /// <param name="heightFactor">How far down, as a part of the height, −1 to 1; negative is up.</param>
    /// <param name="widthFactor">How far to the right, as a part of the width, −1 to 1; negative is to the left.</param>
    /// <param name="fillMode">What is beyond the edge a b c: reflect (c b a), wrap (a b c), constant, or nearest (c c c).</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="seed">The same seed gives the same draws; by default from the program's sequence.</param>
    /// <param name="fillValue">The value beyond the edge for constant.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">A factor is outside [−1, 1], or a name is unknown.</exception>
    public RandomTranslation(
        Factor heightFactor, Factor widthFactor, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null,
        double fillValue = 0, string? dataFormat = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(fillMode, interpolation, fillValue, seed, dataFormat, inputShape, name, dtype)
    {
        HeightFactor = heightFactor.Checked(nameof(RandomTranslation), nameof(heightFactor), -1, 1);
        WidthFactor = widthFactor.Checked(nameof(RandomTranslation), nameof(widthFactor), -1, 1);
    }

    /// <summary>How far down, as a part of the height.</summary>
    public Factor HeightFactor { get; }

    /// <summary>How far to the right, as a part of the width.</summary>
    public Factor WidthFactor { get; }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "height_factor", HeightFactor.ToGiven() }, { "width_factor", WidthFactor.ToGiven() }, { "fill_mode", FillMode },
            { "interpolation", Interpolation },
        { "seed", Random.Seed }, { "fill_value", FillValue }, { "data_format", DataFormat },
    };

    internal static RandomTranslation FromConfig(Config config) => new(
        Factor.FromConfig(config, "height_factor") ?? throw config.Missing("height_factor"),
        Factor.FromConfig(config, "width_factor") ?? throw config.Missing("width_factor"), config.GetString("fill_mode", "reflect"),
        config.GetString("interpolation", "bilinear"), config.GetInt32OrNull("seed"), config.GetDouble("fill_value", 0),
        config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    private protected override IEnumerable<AffineMatrix> Matrices(int images, int height, int width, CallContext call) =>
        Draw(images, HeightFactor, call).Zip(Draw(images, WidthFactor, call), (down, right) =>
            new AffineMatrix(1, 0, -right * width, 0, 1, -down * height));
}

using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>In training, shows each image smaller or larger about its middle.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom/"/>.</remarks>
public sealed class RandomZoom : BaseAffineAugmentation
{
    /// <summary>A layer with the largest change.</summary>
    /// <param name="heightFactor">How much more of the image's height is seen, more than −1, up to 1: 0.5 shows 1.5 times as much, all of
    /// it smaller; −0.5 shows the half, twice as large.</param>
    /// <param name="widthFactor">The same for the width; by default as much as the height, so that the proportions stay.</param>
    /// <param name="fillMode">What is beyond the edge a b c: reflect (c b a), wrap (a b c), constant, or nearest (c c c).</param>
    /// <param name="interpolation">bilinear or nearest.</param>
    /// <param name="seed">The same seed gives the same draws; by default from the program's sequence.</param>
    /// <param name="fillValue">The value beyond the edge for constant.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">A factor is outside (−1, 1], or a name is unknown.</exception>
    public RandomZoom(
        Factor heightFactor, Factor? widthFactor = null, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null,
        double fillValue = 0, string? dataFormat = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(fillMode, interpolation, fillValue, seed, dataFormat, inputShape, name, dtype)
    {
        HeightFactor = heightFactor.Checked(nameof(RandomZoom), nameof(heightFactor), -1, 1, smallestIsAllowed: false);
        WidthFactor = widthFactor?.Checked(nameof(RandomZoom), nameof(widthFactor), -1, 1, smallestIsAllowed: false);
    }

    /// <summary>How much more of the height is seen.</summary>
    public Factor HeightFactor { get; }

    /// <summary>How much more of the width is seen; null for as much as of the height.</summary>
    public Factor? WidthFactor { get; }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "height_factor", HeightFactor.ToGiven() }, { "width_factor", WidthFactor?.ToGiven() }, { "fill_mode", FillMode },
            { "interpolation", Interpolation },
        { "seed", Random.Seed }, { "fill_value", FillValue }, { "data_format", DataFormat },
    };

    internal static RandomZoom FromConfig(Config config) => new(
        Factor.FromConfig(config, "height_factor") ?? throw config.Missing("height_factor"), Factor.FromConfig(config, "width_factor"),
        config.GetString("fill_mode", "reflect"), config.GetString("interpolation", "bilinear"), config.GetInt32OrNull("seed"),
        config.GetDouble("fill_value", 0), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    private protected override IEnumerable<AffineMatrix> Matrices(int images, int height, int width, CallContext call)
    {
        var rows = Draw(images, HeightFactor, call);
        var columns = WidthFactor is { } factor ? Draw(images, factor, call) : rows;
        return rows.Zip(columns, (row, column) => AffineMatrix.AboutMiddle(1 + column, 0, 0, 1 + row, height, width));
    }
}

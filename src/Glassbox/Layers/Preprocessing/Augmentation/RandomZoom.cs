using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>In training, zooms each image about its center by a random factor.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom/"/>.</remarks>
public sealed class RandomZoom : BaseAffineAugmentation
{
    /// <summary>Creates the layer.</summary>
    /// <param name="heightFactor">Relative change of the visible height, in (−1, 1]: 0.5 zooms out to 1.5 times the height; −0.5 zooms in
    /// to half of it.</param>
    /// <param name="widthFactor">The same for the width; by default equal to the height's, which keeps the aspect ratio.</param>
    /// <param name="fillMode">Fill mode outside the image; an edge a b c continues with c b a (reflect), a b c (wrap), fillValue (constant)
    /// or c c c (nearest). reflect by default.</param>
    /// <param name="interpolation">Interpolation: bilinear or nearest; bilinear by default.</param>
    /// <param name="seed">Seed for reproducible draws; by default the global random sequence is used.</param>
    /// <param name="fillValue">Fill value for the constant mode; 0 by default.</param>
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

    /// <summary>Relative change of the visible height.</summary>
    public Factor HeightFactor { get; }

    /// <summary>Relative change of the visible width; null if equal to the height's.</summary>
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

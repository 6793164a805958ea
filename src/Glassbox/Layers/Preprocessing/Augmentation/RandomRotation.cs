using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>In training, rotates each image about its center by a random angle.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_rotation/"/>.</remarks>
public sealed class RandomRotation : BaseAffineAugmentation
{
    /// <summary>Creates the layer.</summary>
    /// <param name="factor">Angle as a fraction of a full turn, −1 to 1: 0.1 rotates by up to ±36°. Positive angles are
    /// counterclockwise.</param>
    /// <param name="fillMode">Fill mode outside the image; an edge a b c continues with c b a (reflect), a b c (wrap), fillValue (constant)
    /// or c c c (nearest). reflect by default.</param>
    /// <param name="interpolation">Interpolation: bilinear or nearest; bilinear by default.</param>
    /// <param name="seed">Seed for reproducible draws; by default the global random sequence is used.</param>
    /// <param name="fillValue">Fill value for the constant mode; 0 by default.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">The factor is outside [−1, 1], or a name is unknown.</exception>
    public RandomRotation(
        Factor factor, string fillMode = "reflect", string interpolation = "bilinear", int? seed = null, double fillValue = 0,
        string? dataFormat = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(fillMode, interpolation, fillValue, seed, dataFormat, inputShape, name, dtype) =>
        Factor = factor.Checked(nameof(RandomRotation), nameof(factor), -1, 1);

    /// <summary>Angle as a fraction of a full turn.</summary>
    public Factor Factor { get; }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "factor", Factor.ToPair() }, { "data_format", DataFormat }, { "fill_mode", FillMode }, { "fill_value", FillValue },
            { "interpolation", Interpolation }, { "seed", Random.Seed },
    };

    internal static RandomRotation FromConfig(Config config) => new(
        Factor.FromConfig(config, "factor") ?? throw config.Missing("factor"), config.GetString("fill_mode", "reflect"),
        config.GetString("interpolation", "bilinear"), config.GetInt32OrNull("seed"), config.GetDouble("fill_value", 0),
        config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    private protected override IEnumerable<AffineMatrix> Matrices(int images, int height, int width, CallContext call) =>
        Draw(images, Factor, call).Select(part =>
    {
        var (sin, cos) = Math.SinCos(part * Math.Tau);
        return AffineMatrix.AboutMiddle(cos, -sin, sin, cos, height, width);
    });
}

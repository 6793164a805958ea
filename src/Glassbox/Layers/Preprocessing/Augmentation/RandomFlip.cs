using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>In training, flips each image with probability one half: horizontally, vertically, or both at once, as in Keras.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_flip/"/>.</remarks>
public sealed class RandomFlip : BaseAffineAugmentation
{
    private static readonly string[] Modes = ["horizontal", "vertical", "horizontal_and_vertical"];

    /// <summary>Creates the layer.</summary>
    /// <param name="mode">horizontal (left-right), vertical (top-bottom), or horizontal_and_vertical (both together, a rotation by 180°);
    /// horizontal_and_vertical by default.</param>
    /// <param name="seed">Seed for reproducible draws; by default the global random sequence is used.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">The mode is unknown.</exception>
    public RandomFlip(string mode = "horizontal_and_vertical", int? seed = null, string? dataFormat = null, Shape? inputShape = null,
        string? name = null, DType? dtype = null)
        : base("nearest", "nearest", 0, seed, dataFormat, inputShape, name, dtype) =>
        Mode = Modes.Contains(mode) ? mode : throw new ArgumentException($"RandomFlip: {Identifiers.Unknown("mode", mode, Modes)}",
            nameof(mode));

    /// <summary>horizontal, vertical, or horizontal_and_vertical.</summary>
    public string Mode { get; }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "seed", Random.Seed }, { "mode", Mode }, { "data_format", DataFormat } };

    internal static RandomFlip FromConfig(Config config) => new(
        config.GetString("mode", "horizontal_and_vertical"), config.GetInt32OrNull("seed"), config.GetStringOrNull("data_format"),
        name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    private protected override IEnumerable<AffineMatrix> Matrices(int images, int height, int width, CallContext call) =>
        Draw(images, (0, 1), call).Select(number => AffineMatrix.AboutMiddle(
        number <= 0.5 && Mode != "vertical" ? -1 : 1, 0,
        0, number <= 0.5 && Mode != "horizontal" ? -1 : 1, height, width));
}

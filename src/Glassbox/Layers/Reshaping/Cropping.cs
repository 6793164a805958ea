using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Crops sequences: [batch, steps, channels].</summary>
/// <param name="cropping">Elements to remove: one value for both ends, or (before, after); 1 by default.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/cropping1d/"/>.</remarks>
public sealed class Cropping1D(Margins? cropping = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : BaseMargins(1, -1, cropping ?? 1, nameof(cropping), null, inputShape, name, dtype)
{
    /// <summary>Elements removed before and after each spatial axis.</summary>
    public IReadOnlyList<(int Before, int After)> Cropping => Sides;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "cropping", SidesAsJson } };

    internal static Cropping1D FromConfig(Config config) =>
        new(Margins.FromConfig(config, "cropping"), name: config.GetName(), dtype: config.GetDType());
}

/// <summary>Crops images: [batch, height, width, channels].</summary>
/// <param name="cropping">Elements to remove: one value for all sides, one per axis, or a pair per axis; 0 by default.</param>
/// <param name="dataFormat">channels_last (default) or channels_first.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/cropping2d/"/>.</remarks>
public sealed class Cropping2D(Margins? cropping = null, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseMargins(2, -1, cropping ?? 0, nameof(cropping), dataFormat, inputShape, name, dtype)
{
    /// <summary>Elements removed before and after each spatial axis.</summary>
    public IReadOnlyList<(int Before, int After)> Cropping => Sides;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "cropping", SidesAsJson }, { "data_format", DataFormat } };

    internal static Cropping2D FromConfig(Config config) =>
        new(Margins.FromConfig(config, "cropping"), config.GetStringOrNull("data_format"), name: config.GetName(),
        dtype: config.GetDType());
}

/// <summary>Crops volumes: [batch, depth, height, width, channels].</summary>
/// <param name="cropping">Elements to remove: one value for all sides, one per axis, or a pair per axis; 1 by default.</param>
/// <param name="dataFormat">channels_last (default) or channels_first.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/cropping3d/"/>.</remarks>
public sealed class Cropping3D(Margins? cropping = null, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseMargins(3, -1, cropping ?? 1, nameof(cropping), dataFormat, inputShape, name, dtype)
{
    /// <summary>Elements removed before and after each spatial axis.</summary>
    public IReadOnlyList<(int Before, int After)> Cropping => Sides;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "cropping", SidesAsJson }, { "data_format", DataFormat } };

    internal static Cropping3D FromConfig(Config config) =>
        new(Margins.FromConfig(config, "cropping"), config.GetStringOrNull("data_format"), name: config.GetName(),
        dtype: config.GetDType());
}

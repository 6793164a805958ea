using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Zero-pads sequences: [batch, steps, channels].</summary>
/// <param name="padding">Zeros to add: one value for both ends, or (before, after); 1 by default.</param>
/// <param name="dataFormat">channels_last (default) or channels_first.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/zero_padding1d/"/>.</remarks>
public sealed class ZeroPadding1D(Margins? padding = null, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseMargins(1, 1, padding ?? 1, nameof(padding), dataFormat, inputShape, name, dtype)
{
    /// <summary>Zeros before and after each spatial axis.</summary>
    public IReadOnlyList<(int Before, int After)> Padding => Sides;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "padding", SidesAsJson }, { "data_format", DataFormat } };

    internal static ZeroPadding1D FromConfig(Config config) =>
        new(Margins.FromConfig(config, "padding"), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());
}

/// <summary>Zero-pads images: [batch, height, width, channels].</summary>
/// <param name="padding">Zeros to add: one value for all sides, one per axis, or a pair per axis; 1 by default.</param>
/// <param name="dataFormat">channels_last (default) or channels_first.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/zero_padding2d/"/>.</remarks>
public sealed class ZeroPadding2D(Margins? padding = null, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseMargins(2, 1, padding ?? 1, nameof(padding), dataFormat, inputShape, name, dtype)
{
    /// <summary>Zeros before and after each spatial axis.</summary>
    public IReadOnlyList<(int Before, int After)> Padding => Sides;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "padding", SidesAsJson }, { "data_format", DataFormat } };

    internal static ZeroPadding2D FromConfig(Config config) =>
        new(Margins.FromConfig(config, "padding"), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());
}

/// <summary>Zero-pads volumes: [batch, depth, height, width, channels].</summary>
/// <param name="padding">Zeros to add: one value for all sides, one per axis, or a pair per axis; 1 by default.</param>
/// <param name="dataFormat">channels_last (default) or channels_first.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/zero_padding3d/"/>.</remarks>
public sealed class ZeroPadding3D(Margins? padding = null, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseMargins(3, 1, padding ?? 1, nameof(padding), dataFormat, inputShape, name, dtype)
{
    /// <summary>Zeros before and after each spatial axis.</summary>
    public IReadOnlyList<(int Before, int After)> Padding => Sides;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "padding", SidesAsJson }, { "data_format", DataFormat } };

    internal static ZeroPadding3D FromConfig(Config config) =>
        new(Margins.FromConfig(config, "padding"), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());
}

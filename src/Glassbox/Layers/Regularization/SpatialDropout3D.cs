using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Spatial dropout for volumes [batch, depth, height, width, channels]: in training, drops entire channels, since adjacent voxels are
/// strongly correlated.
/// </summary>
/// <param name="rate">Fraction of the channels to drop, 0 to 1.</param>
/// <param name="dataFormat">channels_last (default) or channels_first.</param>
/// <param name="seed">Seed for reproducible draws; by default the global random sequence is used.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/regularization_layers/spatial_dropout3d/"/>.</remarks>
public sealed class SpatialDropout3D(double rate, string? dataFormat = null, int? seed = null, Shape? inputShape = null,
    string? name = null, DType? dtype = null)
    : ShapeKeepingLayer(inputShape, name, dtype)
{
    private readonly RandomDraws random = new(seed);

    /// <summary>Fraction of the channels to drop.</summary>
    public double Rate { get; } = RandomDraws.CheckedRate(rate, nameof(SpatialDropout3D));

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; } = DataFormats.Checked(dataFormat, nameof(SpatialDropout3D));

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        // Keras omits "trainable" and writes the data type as a string for these layers.
        var config = new Config(base.GetConfig()) { { "rate", Rate }, { "seed", random.Seed }, { "data_format", DataFormat } };
        config.Values.Remove("trainable");
        config.Add("dtype", DType.Name);
        return config;
    }

    internal static SpatialDropout3D FromConfig(Config config) =>
        new(config.GetDouble("rate"), config.GetStringOrNull("data_format"), config.GetInt32OrNull("seed"), name: config.GetName(),
        dtype: config.GetDType());

    internal override ulong Draws
    {
        get => random.Count;
        set => random.Count = value;
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) =>
        call.Training && Rate > 0 ? x * random.KeptAndScaled(MaskShape(x.Shape), x.DType, Rate, call) : x;

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape) => ImageInput.Check(this, inputShape, 3, DataFormat);

    private Shape MaskShape(Shape shape) =>
        DataFormats.IsChannelsFirst(DataFormat) ? [shape[0], shape[1], 1, 1, 1] : [shape[0], 1, 1, 1, shape[^1]];
}

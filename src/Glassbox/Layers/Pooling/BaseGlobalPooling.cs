using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Base class of global pooling: reduces all spatial axes to one value per channel.</summary>
public abstract class BaseGlobalPooling : Layer
{
    private readonly int rank;

    /// <summary>Creates the layer.</summary>
    /// <param name="rank">Number of spatial axes.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="keepdims">Whether to keep the spatial axes with size 1.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    private protected BaseGlobalPooling(int rank, string? dataFormat, bool keepdims, Shape? inputShape, string? name, DType? dtype)
        : base(inputShape, name, dtype: dtype)
    {
        this.rank = rank;
        DataFormat = DataFormats.Checked(dataFormat, GetType().Name);
        KeepDims = keepdims;
    }

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; }

    /// <summary>Whether the spatial axes are kept with size 1.</summary>
    public bool KeepDims { get; }

    /// <summary>The spatial axes.</summary>
    private protected Axes Space => Axes.Create([.. Enumerable.Range(DataFormats.IsChannelsFirst(DataFormat) ? 2 : 1, rank)]);

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        var channels = inputShape[DataFormats.IsChannelsFirst(DataFormat) ? 1 : rank + 1];
        Shape pooled = KeepDims ? [inputShape[0], .. Enumerable.Repeat(1, rank), channels] : [inputShape[0], channels];
        return KeepDims ? DataFormats.FromLast(pooled, DataFormat) : pooled;
    }

    /// <inheritdoc/>
    public sealed override Config GetConfig() => new(base.GetConfig()) { { "data_format", DataFormat }, { "keepdims", KeepDims } };

    internal override bool NeverHasWeights => true;

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor x, CallContext call) => Pool(x);

    /// <inheritdoc/>
    protected sealed override void CheckInput(Shape inputShape) => ImageInput.Check(this, inputShape, rank, DataFormat);

    private protected abstract Tensor Pool(Tensor x);
}

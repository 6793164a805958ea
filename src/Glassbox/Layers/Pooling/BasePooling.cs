using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Base class of pooling layers: a window slides over one to three spatial axes and is reduced to one value per channel.</summary>
public abstract class BasePooling : Layer
{
    private readonly int rank;
    private readonly WindowGeometry window;

    /// <summary>Creates the layer.</summary>
    /// <param name="rank">Number of spatial axes.</param>
    /// <param name="poolSize">Window size: one value, or one per spatial axis.</param>
    /// <param name="strides">Stride: one value, or one per spatial axis; the window size by default.</param>
    /// <param name="padding">valid (no padding) or same (padding that is ignored in the result).</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    private protected BasePooling(int rank, Shape poolSize, Shape? strides, string padding, string? dataFormat, Shape? inputShape,
        string? name, DType? dtype)
        : base(inputShape, name, dtype: dtype)
    {
        this.rank = rank;
        window = new WindowGeometry(GetType().Name, rank, poolSize, strides ?? poolSize, padding, sizeName: "poolSize")
        {
            Owner = () => Described,
        };
        DataFormat = DataFormats.Checked(dataFormat, GetType().Name);
    }

    /// <summary>Window size per spatial axis.</summary>
    public Shape PoolSize => [.. window.Size];

    /// <summary>Stride per spatial axis.</summary>
    public Shape Strides => [.. window.Strides];

    /// <summary>Padding mode: valid or same.</summary>
    public string Padding => window.Padding;

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        var input = DataFormats.ToLast(inputShape, DataFormat);
        var output = window.OutputShape(input, input[^1]);
        return output[1..].Any(extent => extent is <= 0 and not Shape.Unknown)
            ? throw new ArgumentException(
                $"Layer '{Name}' ({GetType().Name}): a window of size {PoolSize} does not fit into images of shape {inputShape}. Make "
                + "it smaller, use padding: \"same\", or fewer poolings before.", nameof(inputShape))
            : DataFormats.FromLast(output, DataFormat);
    }

    /// <inheritdoc/>
    public sealed override Config GetConfig() => new(base.GetConfig())
    {
        { "pool_size", PoolSize }, { "padding", Padding }, { "strides", Strides }, { "data_format", DataFormat },
    };

    internal override bool NeverHasWeights => true;

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor x, CallContext call)
    {
        ComputeOutputShape(x.Shape);
        return Ops.ChannelsLast(x, DataFormat, images => Pool(images, window));
    }

    /// <inheritdoc/>
    protected sealed override void CheckInput(Shape inputShape) => ImageInput.Check(this, inputShape, rank, DataFormat);

    /// <summary>Pools channels-last inputs.</summary>
    private protected abstract Tensor Pool(Tensor x, WindowGeometry window);
}

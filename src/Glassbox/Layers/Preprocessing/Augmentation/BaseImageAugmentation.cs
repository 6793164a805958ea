namespace Glassbox.Layers;

/// <summary>
/// Base class of random image augmentation, which is active in training only. Accepts batches [batch, height, width, channels] or single
/// images [height, width, channels] of floats or bytes, and returns floats.
/// </summary>
public abstract class BaseImageAugmentation : Layer
{
    private protected BaseImageAugmentation(int? seed, string? dataFormat, Shape? inputShape, string? name, DType? dtype)
        : base(inputShape, name, dtype: dtype)
    {
        Random = new RandomDraws(seed);
        DataFormat = DataFormats.Checked(dataFormat, GetType().Name);
    }

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; }

    /// <summary>The layer's random draws.</summary>
    private protected RandomDraws Random { get; }

    internal override ulong Draws
    {
        get => Random.Count;
        set => Random.Count = value;
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        return inputShape;
    }

    /// <summary>Augments images in channels-last layout, whatever the data format.</summary>
    private protected abstract Tensor Augment(Tensor images, CallContext call);

    /// <summary>The output outside training.</summary>
    private protected virtual Tensor Leave(Tensor images) => images;

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor x, CallContext call)
    {
        ComputeOutputShape(x.Shape);
        return ImageInput.OneOrMore(Ops.Cast(x, DType), batch =>
            Ops.ChannelsLast(batch, DataFormat, call.Training ? images => Augment(images, call) : Leave));
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape) => ImageInput.CheckOneOrMore(this, inputShape, DataFormat);

    /// <summary>Uniform random values, one per image, in a shape that broadcasts to the images.</summary>
    private protected Tensor OneEach(Tensor images, double low, double high, CallContext call) =>
        Random.Uniform([images.Shape[0], 1, 1, 1], images.DType, call, low, high);
}

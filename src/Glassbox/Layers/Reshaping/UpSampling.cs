using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Base class of upsampling along one to three spatial axes.</summary>
public abstract class BaseUpSampling : Layer
{
    private readonly int rank;

    private protected BaseUpSampling(int rank, Shape size, string? dataFormat, Shape? inputShape, string? name, DType? dtype)
        : base(inputShape, name, dtype: dtype)
    {
        this.rank = rank;
        Size = [.. WindowGeometry.PerAxis(GetType().Name, rank, size, nameof(size))];
        DataFormat = DataFormats.Checked(dataFormat, GetType().Name);
    }

    /// <summary>Repetition factor per spatial axis.</summary>
    public Shape Size { get; }

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        var first = FirstAxis;
        var output = inputShape.Select((extent, axis) => axis >= first && axis < first + rank ? Times(extent, Size[axis - first]) : extent);
        return Fitting([.. output], "Make the size or the batch smaller.");
    }

    private int Times(int extent, int size)
    {
        var product = (long)extent * size;
        return extent == Shape.Unknown ? extent
            : ExtentMath.Fits(product) ? (int)product
            : throw ExtentMath.Unfit(product, Described, $"the extent {extent} times the size {size}", "Make it smaller.", nameof(size));
    }

    /// <summary>The first spatial axis.</summary>
    private protected int FirstAxis => DataFormats.IsChannelsFirst(DataFormat) ? 2 : 1;

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        ComputeOutputShape(x.Shape);
        var axes = Enumerable.Range(0, rank).Where(axis => Size[axis] > 1);
        return axes.Aggregate(x, (images, axis) => Ops.Repeat(images, Size[axis], FirstAxis + axis));
    }

    /// <inheritdoc/>
    protected sealed override void CheckInput(Shape inputShape) => ImageInput.Check(this, inputShape, rank, DataFormat);
}

/// <summary>Repeats each step of sequences [batch, steps, channels].</summary>
/// <param name="size">Repetition factor; 2 by default.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/up_sampling1d/"/>.</remarks>
public sealed class UpSampling1D(int size = 2, Shape? inputShape = null, string? name = null, DType? dtype = null)
    : BaseUpSampling(1, size, null, inputShape, name, dtype)
{
    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "size", Size[0] } };

    internal static UpSampling1D FromConfig(Config config) =>
        new(config.GetInt32("size", 2), name: config.GetName(), dtype: config.GetDType());
}

/// <summary>Upsamples images [batch, height, width, channels] by integer factors.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/up_sampling2d/"/>.</remarks>
public sealed class UpSampling2D : BaseUpSampling
{
    /// <summary>Creates the layer.</summary>
    /// <param name="size">Factors of height and width: one value, or one per axis; 2 by default.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="interpolation">Interpolation: nearest (repetition), bilinear, bicubic, lanczos3 or lanczos5; nearest by
    /// default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public UpSampling2D(Shape? size = null, string? dataFormat = null, string interpolation = "nearest", Shape? inputShape = null,
        string? name = null, DType? dtype = null)
        : base(2, size ?? 2, dataFormat, inputShape, name, dtype) =>
        Interpolation = Interpolations.Checked(interpolation, nameof(UpSampling2D));

    /// <summary>Interpolation mode.</summary>
    public string Interpolation { get; }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "size", Size }, { "data_format", DataFormat }, { "interpolation", Interpolation } };

    internal static UpSampling2D FromConfig(Config config) => new(
        config.GetShapeOrNull("size"), config.GetStringOrNull("data_format"), config.GetString("interpolation", "nearest"),
        name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var output = ComputeOutputShape(x.Shape);
        return Interpolation == "nearest" ? base.Call(x, call)
            : Ops.ResizeImages(x, [output[FirstAxis], output[FirstAxis + 1]], Interpolation, dataFormat: DataFormat);
    }
}

/// <summary>Repeats each position of volumes [batch, depth, height, width, channels].</summary>
/// <param name="size">Repetition factors of depth, height and width: one value, or one per axis; 2 by default.</param>
/// <param name="dataFormat">channels_last (default) or channels_first.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/up_sampling3d/"/>.</remarks>
public sealed class UpSampling3D(Shape? size = null, string? dataFormat = null, Shape? inputShape = null, string? name = null,
    DType? dtype = null)
    : BaseUpSampling(3, size ?? 2, dataFormat, inputShape, name, dtype)
{
    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "size", Size }, { "data_format", DataFormat } };

    internal static UpSampling3D FromConfig(Config config) =>
        new(config.GetShapeOrNull("size"), config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());
}

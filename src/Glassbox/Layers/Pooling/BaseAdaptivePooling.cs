using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Cuts images of any size into the same number of parts, and gives one number for each channel of each part.</summary>
public abstract class BaseAdaptivePooling : Layer
{
    private readonly int rank;

    /// <summary>A layer with the extents of its output.</summary>
    /// <param name="rank">How many axes of space the images have.</param>
    /// <param name="outputSize">Into how many parts each axis is cut: one number, or one for each axis. Part i of n goes from ⌊i · extent / n⌋ to ⌈(i + 1) · extent / n⌉.</param>
    /// <param name="dataFormat">channels_last by default, or channels_first.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
    /// <param name="name">A name; by default the class and a number.</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    private protected BaseAdaptivePooling(int rank, Shape outputSize, string? dataFormat, Shape? inputShape, string? name, DType? dtype)
        : base(inputShape, name, dtype: dtype)
    {
        this.rank = rank;
        OutputSize = [.. WindowGeometry.PerAxis(GetType().Name, rank, outputSize, nameof(outputSize))];
        DataFormat = DataFormats.Checked(dataFormat, GetType().Name);
    }

    /// <summary>Into how many parts each axis is cut.</summary>
    public Shape OutputSize { get; }

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        var input = DataFormats.ToLast(inputShape, DataFormat);
        return DataFormats.FromLast([input[0], .. OutputSize, input[^1]], DataFormat);
    }

    /// <inheritdoc/>
    public sealed override Config GetConfig() => new(base.GetConfig()) { { "output_size", OutputSize }, { "data_format", DataFormat } };

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor x, CallContext call) => Ops.ChannelsLast(x, DataFormat, images =>
    {
        var parts = new List<Tensor>();
        Cut(images, 1, parts);
        return Ops.Reshape(Ops.Stack(parts, axis: 1), [images.Shape[0], .. OutputSize, images.Shape[^1]]);
    });

    /// <inheritdoc/>
    protected sealed override void CheckInput(Shape inputShape) => ImageInput.Check(this, inputShape, rank, DataFormat);

    /// <summary>One number for each channel of a part.</summary>
    private protected abstract Tensor Pool(Tensor part, Axes space);

    private void Cut(Tensor part, int axis, List<Tensor> parts)
    {
        if (axis > rank)
        {
            parts.Add(Pool(part, Axes.Create([.. Enumerable.Range(1, rank)])));
            return;
        }

        var (extent, count) = (part.Shape[axis], OutputSize[axis - 1]);
        for (var i = 0; i < count; i++)
        {
            Slice[] slices = [.. Enumerable.Repeat<Slice>(.., axis), (i * extent / count)..(((i + 1) * extent + count - 1) / count)];
            Cut(part[slices], axis + 1, parts);
        }
    }
}

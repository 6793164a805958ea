using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Base class of adaptive pooling: divides each spatial axis of inputs of any size into a fixed number of regions and pools each region per
/// channel.
/// </summary>
public abstract class BaseAdaptivePooling : Layer
{
    private readonly int rank;

    /// <summary>Creates the layer.</summary>
    /// <param name="rank">Number of spatial axes.</param>
    /// <param name="outputSize">Output size: one value, or one per spatial axis. Region i of n covers ⌊i · size / n⌋ to ⌈(i + 1) · size /
    /// n⌉ (exclusive).</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    private protected BaseAdaptivePooling(int rank, Shape outputSize, string? dataFormat, Shape? inputShape, string? name, DType? dtype)
        : base(inputShape, name, dtype: dtype)
    {
        this.rank = rank;
        OutputSize = [.. WindowGeometry.PerAxis(GetType().Name, rank, outputSize, nameof(outputSize))];
        DataFormat = DataFormats.Checked(dataFormat, GetType().Name);
    }

    /// <summary>Output size per spatial axis.</summary>
    public Shape OutputSize { get; }

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        var input = DataFormats.ToLast(inputShape, DataFormat);
        return Fitting(DataFormats.FromLast([input[0], .. OutputSize, input[^1]], DataFormat), "Make the outputSize or the batch smaller.");
    }

    /// <inheritdoc/>
    public sealed override Config GetConfig() => new(base.GetConfig()) { { "output_size", OutputSize }, { "data_format", DataFormat } };

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor x, CallContext call)
    {
        ComputeOutputShape(x.Shape);
        return Ops.ChannelsLast(x, DataFormat, images =>
        {
            if (images.Shape.AsSpan()[1..^1].Contains(0))
            {
                throw new ArgumentException($"{Described} cannot cut images without pixels; received shape {x.Shape}.", nameof(x));
            }

            // With more regions than pixels, regions repeat: each distinct one is pooled once and then gathered.
            var axes = OutputSize.Select((count, axis) => Parts(images.Shape[axis + 1], count)).ToArray();
            var pooled = new List<Tensor>();
            Cut(images, axes, 1, pooled);
            var y = Ops.Reshape(Ops.Stack(pooled, axis: 1), [images.Shape[0], .. axes.Select(axis => axis.Parts.Count), images.Shape[^1]]);
            return axes.Index().Aggregate(y, (all, axis) => axis.Item.Taken is { } taken ? Ops.Take(all, taken, axis.Index + 1) : all);
        });
    }

    /// <inheritdoc/>
    protected sealed override void CheckInput(Shape inputShape) => ImageInput.Check(this, inputShape, rank, DataFormat);

    /// <summary>Pools one region per channel.</summary>
    private protected abstract Tensor Pool(Tensor part, Axes space);

    private void Cut(Tensor part, (List<Range> Parts, Tensor? Taken)[] axes, int axis, List<Tensor> pooled)
    {
        if (axis > rank)
        {
            pooled.Add(Pool(part, Axes.Create([.. Enumerable.Range(1, rank)])));
            return;
        }

        foreach (var range in axes[axis - 1].Parts)
        {
            Slice[] slices = [.. Enumerable.Repeat<Slice>(.., axis), range];
            Cut(part[slices], axes, axis + 1, pooled);
        }
    }

    /// <summary>
    /// The distinct regions of an axis in order, and the region index of each output position; null if each region occurs once.
    /// </summary>
    private static (List<Range> Parts, Tensor? Taken) Parts(int extent, int count)
    {
        var parts = new List<Range>();
        var taken = count > extent ? new long[count] : null;
        for (long i = 0; i < count; i++)
        {
            Range part = (int)(i * extent / count)..(int)((((i + 1) * extent) + count - 1) / count);
            if (parts.Count == 0 || !parts[^1].Equals(part))
            {
                parts.Add(part);
            }

            if (taken is not null)
            {
                taken[i] = parts.Count - 1;
            }
        }

        return (parts, taken is null ? null : Tensor.FromSpan<long>(taken));
    }
}

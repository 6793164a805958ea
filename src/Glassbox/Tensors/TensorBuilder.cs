using Glassbox.Backends;

namespace Glassbox;

/// <summary>
/// A mutable tensor to be filled piecewise, for batches and replay buffers: <c>batch[i] = picture; batch[i, 2] = 0.5f;</c> and then
/// <see cref="ToTensor"/>. Initially zero. Not safe for concurrent writes.
/// </summary>
public sealed class TensorBuilder
{
    private readonly Storage storage;
    private readonly Tensor view;

    /// <summary>Creates a builder filled with zeros.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="dtype">float32 by default; assigned values are converted to it.</param>
    /// <exception cref="ArgumentException">A size of the shape is unknown.</exception>
    public TensorBuilder(Shape shape, DType? dtype = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        if (!shape.IsKnown)
        {
            throw new ArgumentException($"TensorBuilder needs a shape without unknown sizes; received {shape}.", nameof(shape));
        }

        view = Tensor.Zeros(shape, dtype).Copy();
        storage = view.Storage;
        storage.MarkChanged();
    }

    /// <summary>The shape.</summary>
    public Shape Shape => view.Shape;

    /// <summary>The element type.</summary>
    public DType DType => view.DType;

    /// <summary>A subtensor: reading copies it; writing accepts a scalar or a tensor that broadcasts to its shape.</summary>
    /// <param name="position">One index per axis from the first on; negative ones count from the end.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is out of range.</exception>
    /// <exception cref="ArgumentException">There are more indices than axes, or the value's shape does not broadcast.</exception>
    public Tensor this[params ReadOnlySpan<int> position]
    {
        get => Part(position).Copy();
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var part = Part(position);
            Device.Current.Copy(Fitted(value, part.Shape).Storage, part.Storage);
            storage.MarkChanged();
        }
    }

    /// <summary>A snapshot of the values as a tensor.</summary>
    public Tensor ToTensor() => view.Copy();

    /// <summary>A snapshot of the values as a tensor.</summary>
    public static implicit operator Tensor(TensorBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.ToTensor();
    }

    /// <summary>The shape and type.</summary>
    public override string ToString() => $"<TensorBuilder shape={Shape}, dtype={DType}>";

    /// <summary>A view of the memory: leading indices select a contiguous block.</summary>
    private Tensor Part(ReadOnlySpan<int> position)
    {
        if (position.Length > Shape.Rank)
        {
            throw new ArgumentException($"A tensor of shape {Shape} has {Shape.Rank} axes; received {position.Length} positions.",
                nameof(position));
        }

        var (offset, size) = (0, Shape.Size);
        for (var axis = 0; axis < position.Length; axis++)
        {
            var at = position[axis] < 0 ? position[axis] + Shape[axis] : position[axis];
            if ((uint)at >= (uint)Shape[axis])
            {
                throw new ArgumentOutOfRangeException(nameof(position), position[axis],
                    $"Position {position[axis]} is out of range for axis {axis} of a tensor of shape {Shape}.");
            }

            size /= Shape[axis];
            offset += at * size;
        }

        return new Tensor(storage.Window(offset, size), Shape[position.Length..]);
    }

    private Tensor Fitted(Tensor value, Shape shape)
    {
        // From the last axis on, sizes must be equal, or 1.
        var fits = value.Rank <= shape.Rank
            && Enumerable.Range(1, value.Rank).All(axis => value.Shape[value.Rank - axis] is var extent
                && (extent == 1 || extent == shape[shape.Rank - axis]));
        return value.Shape == shape ? value.To(DType)
            : fits ? (Tensor.Zeros(shape, DType) + value.To(DType)).To(DType)
            : throw new ArgumentException(
                $"A subtensor of shape {shape} accepts a scalar or a tensor that broadcasts to it; received shape {value.Shape}.",
                nameof(value));
    }
}

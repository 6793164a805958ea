namespace Glassbox.Layers;

/// <summary>
/// Base class of <see cref="Add"/>, <see cref="Subtract"/>, <see cref="Multiply"/>, <see cref="Average"/>, <see cref="Maximum"/> and
/// <see cref="Minimum"/>, which combine several inputs element-wise with broadcasting, for any batch size.
/// </summary>
/// <remarks>
/// Inputs of lower rank are broadcast within each sample: with (None, 5, 3), (None, 3) is treated as (None, 1, 3). Source:
/// <see href="https://keras.io/api/layers/merging_layers/"/>.
/// </remarks>
public abstract class Merge : Layer
{
    private protected Merge(string? name, DType? dtype)
        : base(name: name, dtype: dtype)
    {
    }

    /// <inheritdoc/>
    public override Structure<Shape> ComputeOutputShape(Structure<Shape> inputShapes)
    {
        CheckInput(inputShapes);
        var rank = inputShapes.Max(shape => shape.Rank);
        return inputShapes.Select(shape => Aligned(shape, rank)).Aggregate(Joined);
    }

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call)
    {
        var rank = inputs.Max(x => x.Rank);
        return Join([.. inputs.Select(x => Ops.Reshape(x, Aligned(x.Shape, rank)))]);
    }

    /// <summary>Combines tensors of equal rank.</summary>
    private protected abstract Tensor Join(Tensor[] inputs);

    /// <inheritdoc/>
    protected override void CheckInput(Structure<Shape> inputShapes)
    {
        if (inputShapes.Count < 2)
        {
            throw new ArgumentException(
                $"Layer '{Name}' ({ClassName}) joins two inputs or more; received "
                + $"{(inputShapes.IsSingle ? $"one tensor of shape {inputShapes}" : $"a list of {inputShapes.Count}")}. Apply it to a "
                + $"list: new {ClassName}().Apply([a, b]).", nameof(inputShapes));
        }

        var rank = inputShapes.Max(shape => shape.Rank);
        var shape = inputShapes[0];
        if (inputShapes.Any(other => other.Rank == 0))
        {
            throw new ArgumentException($"Layer '{Name}' ({ClassName}) joins batches of samples; received shapes {inputShapes}, one of "
                + "them a scalar.", nameof(inputShapes));
        }

        foreach (var other in inputShapes.Skip(1))
        {
            try
            {
                shape = Joined(Aligned(shape, rank), Aligned(other, rank));
            }
            catch (ArgumentException)
            {
                throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs inputs of equal shapes, or that broadcast; received "
                    + $"{inputShapes}. Bring them to one shape first, for example with Dense.", nameof(inputShapes));
            }
        }
    }

    /// <summary>Inserts axes of size 1 after the batch axis.</summary>
    private static Shape Aligned(Shape shape, int rank) =>
        shape.Rank == rank ? shape : [shape[0], .. Enumerable.Repeat(1, rank - shape.Rank), .. shape[1..]];

    /// <summary>The broadcast shape; an unknown size takes the other's, unless that is 1.</summary>
    private static Shape Joined(Shape a, Shape b) => [.. a.Zip(b, (x, y) => x == y || y == 1 ? x
        : x == 1 || x == Shape.Unknown ? y
        : y == Shape.Unknown ? x
        : throw new ArgumentException("The shapes do not broadcast."))];
}

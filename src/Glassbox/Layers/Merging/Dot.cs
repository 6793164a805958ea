using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Batched dot product of two inputs, contracted along one axis of each; for vectors the result has shape (None, 1).</summary>
/// <remarks>
/// The remaining axes of the first input precede those of the second: (None, 2, 10) and (None, 5, 10) contracted along the last axes result
/// in (None, 2, 5). Source: <see href="https://keras.io/api/layers/merging_layers/dot/"/>.
/// </remarks>
public sealed class Dot : Layer
{
    private readonly int firstAxis;
    private readonly int secondAxis;

    /// <summary>Creates a layer for two inputs: <c>new Dot(axes: 1).Apply([a, b])</c>.</summary>
    /// <param name="axes">Axis to contract, or one per input: <c>[1, 2]</c>. Axis 0 is the batch and cannot be contracted.</param>
    /// <param name="normalize">Whether to L2-normalize the inputs along their axis first, so that the result is the cosine
    /// similarity.</param>
    /// <param name="name">Layer name; by default <c>dot_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">There are more than two axes, or one is the batch axis.</exception>
    public Dot(Axes axes, bool normalize = false, string? name = null, DType? dtype = null)
        : base(name: name, dtype: dtype)
    {
        ArgumentNullException.ThrowIfNull(axes);
        var given = new List<int>();
        foreach (var axis in axes)
        {
            given.Add(axis);
        }

        if (given.Count is not (1 or 2) || given.Contains(0))
        {
            throw new ArgumentException("Dot accepts one axis, or one for each of its two inputs, none of them 0, which counts the "
                + $"samples; received [{string.Join(", ", given)}].", nameof(axes));
        }

        Axes = axes;
        Normalize = normalize;
        (firstAxis, secondAxis) = (given[0], given[^1]);
    }

    /// <summary>The axes to contract.</summary>
    public Axes Axes { get; }

    /// <summary>Whether the inputs are L2-normalized first.</summary>
    public bool Normalize { get; }

    /// <inheritdoc/>
    public override Structure<Shape> ComputeOutputShape(Structure<Shape> inputShapes)
    {
        CheckInput(inputShapes);
        var (a, b) = inputShapes;
        int[] rest = [.. Without(a, firstAxis), .. Without(b, secondAxis)];
        return Shape.Create([a[0] == Shape.Unknown ? b[0] : a[0], .. rest.Length == 0 ? [1] : rest]);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axes", Axes }, { "normalize", Normalize } };

    internal static Dot FromConfig(Config config) => new(
        config.GetAxesOrNull("axes") ?? throw config.Missing("axes"), config.GetBoolean("normalize", false), config.GetName(),
        config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call)
    {
        var (a, b) = inputs;
        if (Normalize)
        {
            (a, b) = (Unit(a, firstAxis), Unit(b, secondAxis));
        }

        // One matrix product per sample: the contracted axis is moved last in the first input and first in the second.
        var (rowsShape, columnsShape) = (Without(a.Shape, firstAxis), Without(b.Shape, secondAxis));
        var extent = a.Shape[a.Shape.Axis(firstAxis)];
        var rows = Ops.Reshape(Ops.Transpose(a, MovedTo(a, firstAxis, a.Rank - 1)), [a.Shape[0], Size(rowsShape), extent]);
        var columns = Ops.Reshape(Ops.Transpose(b, MovedTo(b, secondAxis, 1)), [b.Shape[0], extent, Size(columnsShape)]);
        return Ops.Reshape(Ops.MatMul(rows, columns), ComputeOutputShape([a.Shape, b.Shape]).One);
    }

    /// <inheritdoc/>
    protected override void CheckInput(Structure<Shape> inputShapes)
    {
        if (inputShapes.Count != 2)
        {
            throw new ArgumentException($"Layer '{Name}' (Dot) takes two inputs; received {inputShapes.Count}: {inputShapes}. Apply it "
                + "to a list: new Dot(axes: 1).Apply([a, b]).", nameof(inputShapes));
        }

        var (a, b) = inputShapes;
        if (a.Rank < 2 || b.Rank < 2)
        {
            throw new ArgumentException($"Layer '{Name}' (Dot) accepts batches, of rank 2 or more; received shapes {inputShapes}.",
                nameof(inputShapes));
        }

        AxisInput.Check(this, a, firstAxis);
        AxisInput.Check(this, b, secondAxis);
        var (first, second) = (a.Axis(firstAxis), b.Axis(secondAxis));
        if (first == 0 || second == 0)
        {
            throw new ArgumentException($"Layer '{Name}' (Dot) cannot sum over the samples, axis 0; its axes are [{firstAxis}, "
                + $"{secondAxis}] of shapes {inputShapes}.", nameof(inputShapes));
        }

        if (a[first] != b[second] && a[first] != Shape.Unknown && b[second] != Shape.Unknown)
        {
            throw new ArgumentException(
                $"Layer '{Name}' (Dot) sums over axis {firstAxis} of the first and axis {secondAxis} of the second input, whose sizes "
                + $"must be equal; received shapes {inputShapes}, with {a[first]} and {b[second]}.", nameof(inputShapes));
        }
    }

    // Keras's epsilon avoids division by zero for zero vectors.
    private static Tensor Unit(Tensor x, int axis) => x / Ops.Sqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), axis, keepdims: true), 1e-12));

    private static int[] Without(Shape shape, int axis) => [.. shape.Where((_, i) => i > 0 && i != shape.Axis(axis))];

    private static int Size(int[] extents) => Shape.Create(extents).Size;

    private static Axes MovedTo(Tensor x, int axis, int place)
    {
        var order = Enumerable.Range(0, x.Rank).Where(i => i != x.Shape.Axis(axis)).ToList();
        order.Insert(place, x.Shape.Axis(axis));
        return Axes.Create([.. order]);
    }
}

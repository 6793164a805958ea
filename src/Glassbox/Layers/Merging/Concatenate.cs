using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Concatenates the inputs along an axis.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/merging_layers/concatenate/"/>.</remarks>
public sealed class Concatenate : Layer
{
    /// <summary>Creates the layer: <c>new Concatenate().Apply([a, b])</c>.</summary>
    /// <param name="axis">Axis to concatenate along; the last by default, 0 is the batch.</param>
    /// <param name="name">Layer name; by default <c>concatenate_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Concatenate(int axis = -1, string? name = null, DType? dtype = null)
        : base(name: name, dtype: dtype) => Axis = axis;

    /// <summary>Axis to concatenate along; negative values count from the end.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override Structure<Shape> ComputeOutputShape(Structure<Shape> inputShapes)
    {
        CheckInput(inputShapes);
        var axis = inputShapes[0].Axis(Axis);
        var extents = inputShapes[0].ToArray();
        for (var i = 0; i < extents.Length; i++)
        {
            // Sizes add up along the axis; along the others, a known size (the maximum) replaces unknown ones (−1).
            extents[i] = i == axis
                ? inputShapes.Any(shape => shape[i] == Shape.Unknown) ? Shape.Unknown : inputShapes.Sum(shape => shape[i])
                : inputShapes.Select(shape => shape[i]).Max();
        }

        return Shape.Create(extents);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axis", Axis } };

    internal static Concatenate FromConfig(Config config) => new(config.GetInt32("axis", -1), config.GetName(), config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Moved;

    /// <inheritdoc/>
    protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call) => Ops.Concatenate([.. inputs], Axis);

    /// <inheritdoc/>
    protected override void CheckInput(Structure<Shape> inputShapes)
    {
        if (inputShapes.IsSingle || inputShapes.Count == 0)
        {
            throw new ArgumentException($"Layer '{Name}' (Concatenate) joins a list of inputs; received "
                + $"{(inputShapes.IsSingle ? $"one tensor of shape {inputShapes}" : "none")}. Apply it to a list: new "
                + "Concatenate().Apply([a, b]).", nameof(inputShapes));
        }

        var first = inputShapes[0];
        AxisInput.Check(this, first, Axis);
        var axis = first.Axis(Axis);
        bool Fits(Shape other) => other.Rank == first.Rank
            && Enumerable.Range(0, first.Rank).All(i =>
            i == axis || first[i] == other[i] || first[i] == Shape.Unknown || other[i] == Shape.Unknown);
        if (!inputShapes.All(Fits))
        {
            throw new ArgumentException($"Layer '{Name}' (Concatenate) needs inputs of equal shapes but for axis {Axis}; received "
                + $"{inputShapes}.", nameof(inputShapes));
        }
    }
}

using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Parametric rectified linear unit: x for x > 0, otherwise alpha · x, with a learned alpha.</summary>
/// <remarks>Source: He et al., arXiv:1502.01852; <see href="https://keras.io/api/layers/activation_layers/prelu/"/>.</remarks>
public sealed class PReLU : Layer
{
    /// <summary>Creates the layer, with one slope per element of a sample unless axes are shared.</summary>
    /// <param name="alphaInitializer">Initializer of the slopes; zeros by default.</param>
    /// <param name="alphaRegularizer">Regularizer applied to the slopes; none by default.</param>
    /// <param name="alphaConstraint">Constraint on the slopes; none by default.</param>
    /// <param name="sharedAxes">Axes that share one slope, counted from 1 (the first axis after the batch): [1, 2] for images.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="trainable">Whether training updates the weights.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public PReLU(
        Initializer? alphaInitializer = null, Regularizer? alphaRegularizer = null, Constraint? alphaConstraint = null,
        Axes? sharedAxes = null, Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
        : base(inputShape, name, trainable, dtype)
    {
        AlphaInitializer = alphaInitializer ?? new Zeros();
        AlphaRegularizer = alphaRegularizer;
        AlphaConstraint = alphaConstraint;
        SharedAxes = sharedAxes;
    }

    /// <summary>Initializer of the slopes.</summary>
    public Initializer AlphaInitializer { get; }

    /// <summary>Regularizer applied to the slopes; null for none.</summary>
    public Regularizer? AlphaRegularizer { get; }

    /// <summary>Constraint on the slopes; null for none.</summary>
    public Constraint? AlphaConstraint { get; }

    /// <summary>Axes that share one slope; null for none.</summary>
    public Axes? SharedAxes { get; }

    /// <summary>The slopes, in the shape of a sample with size 1 along shared axes; null before the layer is built.</summary>
    public Variable? Alpha { get; private set; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        return inputShape;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "alpha_initializer", AlphaInitializer }, { "alpha_regularizer", AlphaRegularizer }, { "alpha_constraint", AlphaConstraint },
        { "shared_axes", SharedAxes is null ? null : (IEnumerable<int>)[.. SharedAxes] },
    };

    internal static PReLU FromConfig(Config config) => new(
        config.GetInitializer("alpha_initializer"), config.GetRegularizer("alpha_regularizer"), config.GetConstraint("alpha_constraint"),
        config.GetAxesOrNull("shared_axes"), name: config.GetName(), dtype: config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        int[] shared = SharedAxes is null ? [] : Axes.Of(SharedAxes, inputShape);
        Shape shape = [.. inputShape.Select((extent, axis) => shared.Contains(axis) ? 1 : extent).Skip(1)];
        Alpha = shape.IsKnown
            ? AddWeight("alpha", shape, AlphaInitializer, regularizer: AlphaRegularizer, constraint: AlphaConstraint)
            : throw new ArgumentException($"Layer '{Name}' (PReLU) needs known sizes of its input, or shared axes where they are "
            + $"unknown; received shape {inputShape}.", nameof(inputShape));
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        var built = BuiltShape;
        int[] shared = SharedAxes is null ? [] : built is null ? [.. SharedAxes] : Axes.Of(SharedAxes, built);
        if (built is null)
        {
            AxisInput.Check(this, inputShape, shared);
        }
        else
        {
            AxisInput.CheckBuilt(this, built, inputShape, anyRank: false,
                [.. Enumerable.Range(1, built.Rank - 1).Where(axis => !shared.Contains(axis))]);
        }
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => Ops.Relu(x) - (Alpha!.Value * Ops.Relu(-x));
}

using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// The channels of each sample are divided into groups, each of which gets mean 0 and variance 1 over its channels and positions.
/// </summary>
/// <param name="groups">How many groups; they must divide the channels. −1 makes each channel a group (instance normalization).</param>
/// <param name="axis">The axis of the channels; the last by default.</param>
/// <param name="epsilon">Is added to the variance, so that a variance of zero does not divide.</param>
/// <param name="center">Whether an offset beta is added.</param>
/// <param name="scale">Whether a factor gamma is multiplied by.</param>
/// <param name="betaInitializer">The offset's first values; zeros by default.</param>
/// <param name="gammaInitializer">The factor's first values; ones by default.</param>
/// <param name="betaRegularizer">The price of the offset; none by default.</param>
/// <param name="gammaRegularizer">The price of the factor; none by default.</param>
/// <param name="betaConstraint">What the offset must keep to; nothing by default.</param>
/// <param name="gammaConstraint">What the factor must keep to; nothing by default.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="trainable">Whether training updates the weights.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>
/// Source: Wu and He, arXiv:1803.08494; <see href="https://keras.io/api/layers/normalization_layers/group_normalization/"/>.
/// </remarks>
public sealed class GroupNormalization(
    int groups = 32, int axis = -1, double epsilon = 1e-3, bool center = true, bool scale = true, Initializer? betaInitializer = null,
    Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
    Constraint? betaConstraint = null, Constraint? gammaConstraint = null, Shape? inputShape = null, string? name = null,
    bool trainable = true, DType? dtype = null)
    : BaseNormalization(epsilon, center, scale, betaInitializer, gammaInitializer, betaRegularizer, gammaRegularizer, betaConstraint,
    gammaConstraint, inputShape, name, trainable, dtype)
{
    /// <summary>How many groups; −1 for one to each channel.</summary>
    public int Groups { get; } = groups is -1 or >= 1 ? groups
        : throw new ArgumentOutOfRangeException(nameof(groups), groups,
        $"GroupNormalization needs 1 or more groups, or -1; received {groups}.");

    /// <summary>The axis of the channels.</summary>
    public int Axis { get; } = axis;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "groups", Groups }, { "axis", Axis } };

    internal static GroupNormalization FromConfig(Config config) => new(
        config.GetInt32("groups", 32), config.GetInt32("axis", -1), config.GetDouble("epsilon", 1e-3), config.GetBoolean("center", true),
        config.GetBoolean("scale", true), config.GetInitializer("beta_initializer"), config.GetInitializer("gamma_initializer"),
        config.GetRegularizer("beta_regularizer"), config.GetRegularizer("gamma_regularizer"), config.GetConstraint("beta_constraint"),
        config.GetConstraint("gamma_constraint"), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) => AddGammaAndBeta([inputShape[inputShape.Axis(Axis)]]);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var axis = x.Shape.Axis(Axis);
        var channels = x.Shape[axis];
        var count = Groups == -1 ? channels : Groups;
        if (axis == x.Rank - 1)
        {
            return Ops.NormalizeGroups(x, count, Gamma?.Value, Beta?.Value, Epsilon);
        }

        Shape grouped = [.. x.Shape[..axis], count, channels / count, .. x.Shape[(axis + 1)..]];
        Shape weights = [.. grouped.Select((extent, a) => a == axis || a == axis + 1 ? extent : 1)];
        int[] others = [.. Enumerable.Range(1, grouped.Rank - 1).Where(a => a != axis)];
        var groups = Ops.Reshape(x, grouped);
        return Ops.Reshape(Scaled(Fused(groups, axis, others), weights), x.Shape);
    }

    /// <summary>Mean 0 and variance 1, with what belongs to a group brought together for it.</summary>
    private Tensor Fused(Tensor groups, int axis, int[] others)
    {
        if (axis == 1)
        {
            return Ops.NormalizeLast(groups, others.Length, centered: true, null, null, Epsilon);
        }

        int[] together = [0, axis, .. others];
        int[] back = [.. Enumerable.Range(0, groups.Rank).Select(a => Array.IndexOf(together, a))];
        return Ops.Transpose(Ops.NormalizeLast(Ops.Transpose(groups, Axes.Create(together)), others.Length, centered: true, null, null,
            Epsilon), Axes.Create(back));
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        AxisInput.Check(this, inputShape, Axis);
        var channels = inputShape[inputShape.Axis(Axis)];
        if (Groups > 0 && channels != Shape.Unknown && channels % Groups != 0)
        {
            throw new ArgumentException($"Layer '{Name}' (GroupNormalization) divides the channels into {Groups} groups; received shape "
                + $"{inputShape}, with {channels} channels, which that does not divide.", nameof(inputShape));
        }

        AxisInput.CheckBuilt(this, BuiltShape, inputShape, anyRank: false, Axis);
    }
}

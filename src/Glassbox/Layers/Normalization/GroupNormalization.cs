using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Group normalization: divides the channels of each sample into groups and normalizes each group to mean 0 and variance 1 over its
/// channels and positions.
/// </summary>
/// <param name="groups">Number of groups, which must divide the number of channels; −1 for one group per channel (instance normalization).
/// 32 by default.</param>
/// <param name="axis">The channel axis; the last by default.</param>
/// <param name="epsilon">Small constant added to the variance, to avoid division by zero; 1e-3 by default.</param>
/// <param name="center">Whether to add a learned offset beta.</param>
/// <param name="scale">Whether to multiply by a learned scale gamma.</param>
/// <param name="betaInitializer">Initializer of beta; zeros by default.</param>
/// <param name="gammaInitializer">Initializer of gamma; ones by default.</param>
/// <param name="betaRegularizer">Regularizer applied to beta; none by default.</param>
/// <param name="gammaRegularizer">Regularizer applied to gamma; none by default.</param>
/// <param name="betaConstraint">Constraint on beta; none by default.</param>
/// <param name="gammaConstraint">Constraint on gamma; none by default.</param>
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
    /// <summary>Number of groups; −1 for one per channel.</summary>
    public int Groups { get; } = groups is -1 or >= 1 ? groups
        : throw new ArgumentOutOfRangeException(nameof(groups), groups,
        $"GroupNormalization needs 1 or more groups, or -1; received {groups}.");

    /// <summary>The channel axis.</summary>
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

    /// <summary>Normalizes each group, transposing so that its elements are contiguous.</summary>
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
                + $"{inputShape}, with {channels} channels, which is not a multiple of it.", nameof(inputShape));
        }

        AxisInput.CheckBuilt(this, BuiltShape, inputShape, anyRank: false, Axis);
    }
}

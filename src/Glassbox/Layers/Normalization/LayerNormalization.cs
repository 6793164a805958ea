using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Layer normalization: normalizes each sample to mean 0 and variance 1 along the given axes, in training and inference alike.
/// </summary>
/// <param name="axis">Axis or axes to normalize over; the last by default.</param>
/// <param name="epsilon">Small constant added to the variance, to avoid division by zero; 1e-3 by default.</param>
/// <param name="center">Whether to add a learned offset beta.</param>
/// <param name="scale">Whether to multiply by a learned scale gamma.</param>
/// <param name="betaInitializer">Initializer of beta; zeros by default.</param>
/// <param name="gammaInitializer">Initializer of gamma; ones by default.</param>
/// <param name="betaRegularizer">Regularizer applied to beta; none by default.</param>
/// <param name="gammaRegularizer">Regularizer applied to gamma; none by default.</param>
/// <param name="betaConstraint">Constraint on beta; none by default.</param>
/// <param name="gammaConstraint">Constraint on gamma; none by default.</param>
/// <param name="rmsScaling">Whether to skip centering: x is divided by its standard deviation and multiplied by gamma only. Kept for models
/// trained with it; for the root mean square, use <see cref="RMSNormalization"/>.</param>
/// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
/// <param name="name">Layer name; by default the class name in snake case and a number.</param>
/// <param name="trainable">Whether training updates the weights.</param>
/// <param name="dtype">Data type of weights and computations; float32 by default.</param>
/// <remarks>
/// Source: Ba et al., arXiv:1607.06450; <see href="https://keras.io/api/layers/normalization_layers/layer_normalization/"/>.
/// </remarks>
public sealed class LayerNormalization(
    Axes? axis = null, double epsilon = 1e-3, bool center = true, bool scale = true, Initializer? betaInitializer = null,
    Initializer? gammaInitializer = null, Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
    Constraint? betaConstraint = null, Constraint? gammaConstraint = null, bool rmsScaling = false, Shape? inputShape = null,
    string? name = null, bool trainable = true, DType? dtype = null)
    : BaseNormalization(epsilon, center, scale, betaInitializer, gammaInitializer, betaRegularizer, gammaRegularizer, betaConstraint,
    gammaConstraint, inputShape, name, trainable, dtype)
{
    /// <summary>The axes to normalize over.</summary>
    public Axes Axis { get; } = axis ?? -1;

    /// <summary>Whether centering is skipped.</summary>
    public bool RmsScaling => rmsScaling;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "axis", Axis }, { "rms_scaling", rmsScaling } };

    internal static LayerNormalization FromConfig(Config config) => new(
        config.GetAxesOrNull("axis"), config.GetDouble("epsilon", 1e-3), config.GetBoolean("center", true),
        config.GetBoolean("scale", true), config.GetInitializer("beta_initializer"), config.GetInitializer("gamma_initializer"),
        config.GetRegularizer("beta_regularizer"), config.GetRegularizer("gamma_regularizer"), config.GetConstraint("beta_constraint"),
        config.GetConstraint("gamma_constraint"), config.GetBoolean("rms_scaling", false), name: config.GetName(),
        dtype: config.GetDType());

    /// <inheritdoc/>
    protected override void Build(Shape inputShape) =>
        AddGammaAndBeta([.. Axes.Of(Axis, inputShape).Select(axis => inputShape[axis])], Scale || rmsScaling, Center && !rmsScaling);

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var axes = Axes.Of(Axis, x.Shape);
        Shape weights = [.. x.Shape.Select((extent, axis) => axes.Contains(axis) ? extent : 1)];
        if (rmsScaling)
        {
            return Scaled(x / Ops.Sqrt(Ops.Var(x, Axis, keepdims: true) + Epsilon), weights);
        }

        if (axes.Length > 0 && axes[0] == x.Rank - axes.Length)
        {
            return Ops.NormalizeLast(x, axes.Length, centered: true, Gamma is null ? null : Gamma.Value, Beta is null ? null : Beta.Value,
                Epsilon);
        }

        var mean = Ops.Mean(x, Axis, keepdims: true);
        var variance = Ops.Mean(Ops.Square(x - mean), Axis, keepdims: true);
        return Normalize(x, mean, variance, weights);
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        AxisInput.CheckBuilt(this, BuiltShape, inputShape, anyRank: true, [.. Axis]);
    }
}

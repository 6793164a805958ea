using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Base class of batch, layer and group normalization: normalizes to mean 0 and variance 1, then applies a learned scale gamma and offset
/// beta.
/// </summary>
public abstract class BaseNormalization : Layer
{
    /// <summary>Sets the options common to these layers.</summary>
    /// <param name="epsilon">Small constant added to the variance, to avoid division by zero.</param>
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
    private protected BaseNormalization(
        double epsilon, bool center, bool scale, Initializer? betaInitializer, Initializer? gammaInitializer, Regularizer? betaRegularizer,
        Regularizer? gammaRegularizer, Constraint? betaConstraint, Constraint? gammaConstraint, Shape? inputShape, string? name,
        bool trainable, DType? dtype)
        : base(inputShape, name, trainable, dtype)
    {
        Epsilon = epsilon >= 0 ? epsilon : throw new ArgumentOutOfRangeException(nameof(epsilon), $"{epsilon}",
            $"{GetType().Name} needs an epsilon of 0 or more; received {epsilon}.");
        Center = center;
        Scale = scale;
        BetaInitializer = betaInitializer ?? new Zeros();
        GammaInitializer = gammaInitializer ?? new Ones();
        BetaRegularizer = betaRegularizer;
        GammaRegularizer = gammaRegularizer;
        BetaConstraint = betaConstraint;
        GammaConstraint = gammaConstraint;
    }

    /// <summary>Constant added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>Whether a learned offset beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether the result is multiplied by a learned scale gamma.</summary>
    public bool Scale { get; }

    /// <summary>Initializer of beta.</summary>
    public Initializer BetaInitializer { get; }

    /// <summary>Initializer of gamma.</summary>
    public Initializer GammaInitializer { get; }

    /// <summary>Regularizer applied to beta; null for none.</summary>
    public Regularizer? BetaRegularizer { get; }

    /// <summary>Regularizer applied to gamma; null for none.</summary>
    public Regularizer? GammaRegularizer { get; }

    /// <summary>Constraint on beta; null for none.</summary>
    public Constraint? BetaConstraint { get; }

    /// <summary>Constraint on gamma; null for none.</summary>
    public Constraint? GammaConstraint { get; }

    /// <summary>The scale gamma; null before the layer is built and without a scale.</summary>
    public Variable? Gamma { get; private set; }

    /// <summary>The offset beta; null before the layer is built and without an offset.</summary>
    public Variable? Beta { get; private set; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        return inputShape;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "epsilon", Epsilon }, { "center", Center }, { "scale", Scale }, { "beta_initializer", BetaInitializer },
            { "gamma_initializer", GammaInitializer },
        { "beta_regularizer", BetaRegularizer }, { "gamma_regularizer", GammaRegularizer }, { "beta_constraint", BetaConstraint },
        { "gamma_constraint", GammaConstraint },
    };

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <summary>Creates gamma and beta.</summary>
    private protected void AddGammaAndBeta(Shape shape) => AddGammaAndBeta(shape, Scale, Center);

    /// <summary>Creates gamma and beta, or one of them.</summary>
    private protected void AddGammaAndBeta(Shape shape, bool scale, bool center)
    {
        if (!shape.IsKnown)
        {
            throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs known sizes along its axis to create its weights.");
        }

        Gamma = scale ? AddWeight("gamma", shape, GammaInitializer, regularizer: GammaRegularizer, constraint: GammaConstraint) : null;
        Beta = center ? AddWeight("beta", shape, BetaInitializer, regularizer: BetaRegularizer, constraint: BetaConstraint) : null;
    }

    /// <summary>gamma · (x − mean) / √(variance + epsilon) + beta, with gamma and beta reshaped to broadcast to x.</summary>
    private protected Tensor Normalize(Tensor x, Tensor mean, Tensor variance, Shape weights) =>
        Scaled((x - mean) / Ops.Sqrt(variance + Epsilon), weights);

    /// <summary>gamma · y + beta.</summary>
    private protected Tensor Scaled(Tensor y, Shape weights)
    {
        y = Gamma is null ? y : y * Ops.Reshape(Gamma, weights);
        return Beta is null ? y : y + Ops.Reshape(Beta, weights);
    }
}

using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// What batch, layer and group normalization have in common: mean 0 and variance 1, then a factor gamma and an offset beta that are
/// learned.
/// </summary>
public abstract class BaseNormalization : Layer
{
    /// <summary>A layer with what is learned.</summary>
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

    /// <summary>What is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>Whether an offset beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether a factor gamma is multiplied by.</summary>
    public bool Scale { get; }

    /// <summary>The offset's first values.</summary>
    public Initializer BetaInitializer { get; }

    /// <summary>The factor's first values.</summary>
    public Initializer GammaInitializer { get; }

    /// <summary>The price of the offset; null for none.</summary>
    public Regularizer? BetaRegularizer { get; }

    /// <summary>The price of the factor; null for none.</summary>
    public Regularizer? GammaRegularizer { get; }

    /// <summary>What the offset must keep to; null for nothing.</summary>
    public Constraint? BetaConstraint { get; }

    /// <summary>What the factor must keep to; null for nothing.</summary>
    public Constraint? GammaConstraint { get; }

    /// <summary>The factor; null before the layer is built and without one.</summary>
    public Variable? Gamma { get; private set; }

    /// <summary>The offset; null before the layer is built and without one.</summary>
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

    /// <summary>Makes gamma and beta.</summary>
    private protected void AddGammaAndBeta(Shape shape) => AddGammaAndBeta(shape, Scale, Center);

    /// <summary>Makes gamma and beta, or one of them.</summary>
    private protected void AddGammaAndBeta(Shape shape, bool scale, bool center)
    {
        if (!shape.IsKnown)
        {
            throw new ArgumentException($"Layer '{Name}' ({ClassName}) needs to know the extents along its axis to make its weights.");
        }

        Gamma = scale ? AddWeight("gamma", shape, GammaInitializer, regularizer: GammaRegularizer, constraint: GammaConstraint) : null;
        Beta = center ? AddWeight("beta", shape, BetaInitializer, regularizer: BetaRegularizer, constraint: BetaConstraint) : null;
    }

    /// <summary>gamma · (x − mean) / √(variance + epsilon) + beta, where gamma and beta are seen in a shape that broadcasts to x.</summary>
    private protected Tensor Normalize(Tensor x, Tensor mean, Tensor variance, Shape weights) =>
        Scaled((x - mean) / Ops.Sqrt(variance + Epsilon), weights);

    /// <summary>gamma · y + beta.</summary>
    private protected Tensor Scaled(Tensor y, Shape weights)
    {
        y = Gamma is null ? y : y * Ops.Reshape(Gamma, weights);
        return Beta is null ? y : y + Ops.Reshape(Beta, weights);
    }
}

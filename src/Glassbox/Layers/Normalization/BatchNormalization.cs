using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Batch normalization: normalizes each channel to mean 0 and variance 1, in training by batch statistics, otherwise by moving averages. A
/// frozen layer (trainable: false) uses the moving averages in training as well.
/// </summary>
/// <remarks>
/// moving = moving · momentum + batch · (1 − momentum), with the biased batch variance (divided by n). Source: Ioffe and Szegedy,
/// arXiv:1502.03167; <see href="https://keras.io/api/layers/normalization_layers/batch_normalization/"/>.
/// </remarks>
public sealed partial class BatchNormalization : BaseNormalization
{
    /// <summary>Creates the layer.</summary>
    /// <param name="axis">The channel axis, along which each position is normalized separately; the last by default.</param>
    /// <param name="momentum">Momentum of the moving averages, 0 to 1; 0.99 by default.</param>
    /// <param name="epsilon">Small constant added to the variance, to avoid division by zero; 1e-3 by default.</param>
    /// <param name="center">Whether to add a learned offset beta.</param>
    /// <param name="scale">Whether to multiply by a learned scale gamma.</param>
    /// <param name="betaInitializer">Initializer of beta; zeros by default.</param>
    /// <param name="gammaInitializer">Initializer of gamma; ones by default.</param>
    /// <param name="movingMeanInitializer">Initializer of the moving mean; zeros by default.</param>
    /// <param name="movingVarianceInitializer">Initializer of the moving variance; ones by default.</param>
    /// <param name="betaRegularizer">Regularizer applied to beta; none by default.</param>
    /// <param name="gammaRegularizer">Regularizer applied to gamma; none by default.</param>
    /// <param name="betaConstraint">Constraint on beta; none by default.</param>
    /// <param name="gammaConstraint">Constraint on gamma; none by default.</param>
    /// <param name="renorm">Whether to use batch renormalization in training (Ioffe, arXiv:1702.03275); inference is unaffected.</param>
    /// <param name="renormClipping">Limits of the correction, with the keys rmax, rmin and dmax; none by default.</param>
    /// <param name="renormMomentum">Momentum of the moving averages of the renormalization statistics, 0 to 1; 0.99 by default.</param>
    /// <param name="synchronized">Whether statistics are synchronized across devices; without effect, since there is one device.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="trainable">Whether training updates the weights and moving averages.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="renormClipping"/> has an unknown key, or a negative or NaN value.</exception>
    public BatchNormalization(
        int axis = -1, double momentum = 0.99, double epsilon = 1e-3, bool center = true, bool scale = true,
        Initializer? betaInitializer = null, Initializer? gammaInitializer = null, Initializer? movingMeanInitializer = null,
        Initializer? movingVarianceInitializer = null, Regularizer? betaRegularizer = null, Regularizer? gammaRegularizer = null,
        Constraint? betaConstraint = null, Constraint? gammaConstraint = null, bool renorm = false,
        IReadOnlyDictionary<string, double>? renormClipping = null, double renormMomentum = 0.99, bool synchronized = false,
        Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
        : base(epsilon, center, scale, betaInitializer, gammaInitializer, betaRegularizer, gammaRegularizer, betaConstraint,
        gammaConstraint, inputShape, name, trainable, dtype)
    {
        Axis = axis;
        Momentum = momentum is >= 0 and <= 1
            ? momentum
            : throw new ArgumentOutOfRangeException(nameof(momentum), $"{momentum}",
            $"BatchNormalization needs a momentum of 0 to 1; received {momentum}.");
        RenormMomentum = renormMomentum is >= 0 and <= 1
            ? renormMomentum
            : throw new ArgumentOutOfRangeException(nameof(renormMomentum), $"{renormMomentum}",
            $"BatchNormalization needs a renormMomentum of 0 to 1; received {renormMomentum}.");
        (Renorm, RenormClipping, Synchronized) = (renorm, CheckClipping(renormClipping), synchronized);
        MovingMeanInitializer = movingMeanInitializer ?? new Zeros();
        MovingVarianceInitializer = movingVarianceInitializer ?? new Ones();
    }

    /// <summary>The channel axis.</summary>
    public int Axis { get; }

    /// <summary>Momentum of the moving averages.</summary>
    public double Momentum { get; }

    /// <summary>Initializer of the moving mean.</summary>
    public Initializer MovingMeanInitializer { get; }

    /// <summary>Initializer of the moving variance.</summary>
    public Initializer MovingVarianceInitializer { get; }

    /// <summary>The moving mean, [channels]; null before the layer is built.</summary>
    public Variable? MovingMean { get; private set; }

    /// <summary>The moving variance, [channels]; null before the layer is built.</summary>
    public Variable? MovingVariance { get; private set; }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "axis", Axis }, { "momentum", Momentum }, { "moving_mean_initializer", MovingMeanInitializer },
            { "moving_variance_initializer", MovingVarianceInitializer },
        { "synchronized", Synchronized }, { "renorm", Renorm }, { "renorm_clipping", WriteClipping() },
        { "renorm_momentum", RenormMomentum },
    };

    internal static BatchNormalization FromConfig(Config config)
    {
        var axes = config.GetInt32s("axis");
        return new BatchNormalization(
            axes is [var axis] ? axis : throw new NotSupportedException("BatchNormalization: one axis is supported; received "
            + $"[{string.Join(", ", axes)}]."), config.GetDouble("momentum", 0.99), config.GetDouble("epsilon", 1e-3),
            config.GetBoolean("center", true), config.GetBoolean("scale", true), config.GetInitializer("beta_initializer"),
            config.GetInitializer("gamma_initializer"), config.GetInitializer("moving_mean_initializer"),
            config.GetInitializer("moving_variance_initializer"), config.GetRegularizer("beta_regularizer"),
            config.GetRegularizer("gamma_regularizer"), config.GetConstraint("beta_constraint"), config.GetConstraint("gamma_constraint"),
            config.GetBoolean("renorm", false), ReadClipping(config), config.GetDouble("renorm_momentum", 0.99),
            config.GetBoolean("synchronized", false), name: config.GetName(), dtype: config.GetDType());
    }

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Shape shape = [inputShape[inputShape.Axis(Axis)]];
        AddGammaAndBeta(shape);
        MovingMean = AddWeight("moving_mean", shape, MovingMeanInitializer, trainable: false);
        MovingVariance = AddWeight("moving_variance", shape, MovingVarianceInitializer, trainable: false);
        if (Renorm)
        {
            AddRenormWeights(shape);
        }
    }

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var axis = x.Shape.Axis(Axis);
        return axis == x.Rank - 1 ? Fused(x, call) : WithAxisLast(x, axis, last => Fused(last, call));
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        AxisInput.Check(this, inputShape, Axis);
        var channels = inputShape[inputShape.Axis(Axis)];
        if (MovingMean is not null && channels != MovingMean.Shape[0])
        {
            throw new ArgumentException(
                $"Layer '{Name}' (BatchNormalization) was built for {MovingMean.Shape[0]} channels along axis {Axis}; received shape "
                + $"{inputShape}, with {channels}.", nameof(inputShape));
        }
    }

    /// <summary>Normalizes an input whose channels are the last axis, with the fused operations.</summary>
    private Tensor Fused(Tensor x, CallContext call)
    {
        var (gamma, beta) = (Gamma is null ? null : Gamma.Value, Beta is null ? null : Beta.Value);
        if (!call.Training || !Trainable)
        {
            return Ops.NormalizeBy(x, call.Read(MovingMean!), call.Read(MovingVariance!), gamma, beta, Epsilon);
        }

        var (y, mean, variance) = Renorm ? Ops.NormalizeBatch(x, null, null, Epsilon) : Ops.NormalizeBatch(x, gamma, beta, Epsilon);
        if (Renorm)
        {
            return Renormalize(y, mean, variance, MovingMean!.Shape, call);
        }

        Average(MovingMean!, mean, Momentum, call);
        Average(MovingVariance!, variance, Momentum, call);
        return y;
    }

    private static Tensor WithAxisLast(Tensor x, int axis, Func<Tensor, Tensor> function)
    {
        int[] there = [.. Enumerable.Range(0, x.Rank).Where(a => a != axis), axis];
        int[] back = [.. Enumerable.Range(0, x.Rank).Select(a => Array.IndexOf(there, a))];
        return Ops.Transpose(function(Ops.Transpose(x, Axes.Create(there))), Axes.Create(back));
    }

    private static void Average(Variable moving, Tensor batch, double momentum, CallContext call) =>
        call.Assign(moving, (call.Read(moving) * momentum) + (Ops.StopGradient(Ops.Reshape(batch, moving.Shape)) * (1 - momentum)));
}

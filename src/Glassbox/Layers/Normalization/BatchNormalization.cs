using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Each channel gets mean 0 and variance 1: in training those of the batch, otherwise running averages of them. A frozen layer (trainable:
/// false) uses the running averages in training, too.
/// </summary>
/// <remarks>
/// moving = moving · momentum + batch · (1 − momentum), with the variance of the batch divided by its size. Source: Ioffe and Szegedy,
/// arXiv:1502.03167;
/// <see href="https://keras.io/api/layers/normalization_layers/batch_normalization/"/>.
/// </remarks>
public sealed partial class BatchNormalization : BaseNormalization
{
    /// <summary>A layer that normalizes over the batch.</summary>
    /// <param name="axis">The axis of the channels: each position along it is normalized by itself; the last by default.</param>
    /// <param name="momentum">How much of the running averages stays at each step, 0 to 1.</param>
    /// <param name="epsilon">Is added to the variance, so that a variance of zero does not divide.</param>
    /// <param name="center">Whether an offset beta is added.</param>
    /// <param name="scale">Whether a factor gamma is multiplied by.</param>
    /// <param name="betaInitializer">The offset's first values; zeros by default.</param>
    /// <param name="gammaInitializer">The factor's first values; ones by default.</param>
    /// <param name="movingMeanInitializer">The running mean's first values; zeros by default.</param>
    /// <param name="movingVarianceInitializer">The running variance's first values; ones by default.</param>
    /// <param name="betaRegularizer">The price of the offset; none by default.</param>
    /// <param name="gammaRegularizer">The price of the factor; none by default.</param>
    /// <param name="betaConstraint">What the offset must keep to; nothing by default.</param>
    /// <param name="gammaConstraint">What the factor must keep to; nothing by default.</param>
    /// <param name="renorm">Whether training corrects the statistics of a batch to running ones (batch renormalization, Ioffe,
    /// arXiv:1702.03275); inference is the same.</param>
    /// <param name="renormClipping">Limits of the correction by the names rmax, rmin and dmax; none by default.</param>
    /// <param name="renormMomentum">How much of the running averages of the correction stays at each step, 0 to 1.</param>
    /// <param name="synchronized">Whether statistics are those of all devices; there is one, so it changes nothing.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="trainable">Whether training changes the weights and the running averages.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException"><paramref name="renormClipping"/> has another name, or a value that is no number.</exception>
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

    /// <summary>The axis of the channels.</summary>
    public int Axis { get; }

    /// <summary>How much of the running averages stays at each step.</summary>
    public double Momentum { get; }

    /// <summary>The running mean's first values.</summary>
    public Initializer MovingMeanInitializer { get; }

    /// <summary>The running variance's first values.</summary>
    public Initializer MovingVarianceInitializer { get; }

    /// <summary>The running mean, [channels]; null before the layer is built.</summary>
    public Variable? MovingMean { get; private set; }

    /// <summary>The running variance, [channels]; null before the layer is built.</summary>
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

    /// <summary>Of channels that come last.</summary>
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

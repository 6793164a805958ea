using Glassbox.Backends;
using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Stochastic gradient descent: w ← w − η·g. With momentum μ: v ← μ·v − η·g and w ← w + v, or with Nesterov momentum w ← w + μ·v − η·g.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/sgd/"/>.</remarks>
public sealed class SGD : Optimizer
{
    private readonly double momentum;
    private readonly bool nesterov;

    /// <summary>SGD.</summary>
    /// <param name="learningRate">η: a constant or a schedule; 0.01 by default.</param>
    /// <param name="momentum">μ, momentum, in [0, 1].</param>
    /// <param name="nesterov">Whether to use Nesterov momentum.</param>
    /// <param name="weightDecay">λ, decoupled weight decay: before each update every weight is multiplied by 1 − λ·η; null (the default)
    /// disables it.</param>
    /// <param name="clipnorm">Maximum L2 norm of each variable's gradient; gradients above it are rescaled to it.</param>
    /// <param name="clipvalue">Clips each element of every gradient to [−clipvalue, clipvalue].</param>
    /// <param name="globalClipnorm">Maximum global norm of all gradients; above it all are rescaled by the same factor. Only one of the
    /// three clipping options may be set.</param>
    /// <param name="useEma">Whether to keep an exponential moving average (EMA) of each weight, which overwrites the weight at the end of
    /// training.</param>
    /// <param name="emaMomentum">Decay rate of the weight EMA, in [0, 1].</param>
    /// <param name="emaOverwriteFrequency">Overwrites the weights with their EMA every this many steps; null (the default) only at the end
    /// of training.</param>
    /// <param name="gradientAccumulationSteps">Number of batches whose averaged gradients make one step; null (the default) updates after
    /// each batch.</param>
    /// <param name="name">Name of the optimizer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of range.</exception>
    /// <exception cref="ArgumentException">More than one clipping option is set.</exception>
    public SGD(
        LearningRateSchedule? learningRate = null, double momentum = 0, bool nesterov = false,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "sgd")
        : base(learningRate ?? 0.01, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        this.momentum = momentum is >= 0 and <= 1 ? momentum
            : throw new ArgumentOutOfRangeException(nameof(momentum), $"{momentum}",
            $"SGD needs a momentum of 0 to 1; received {momentum}.");
        this.nesterov = nesterov;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "momentum", momentum }, { "nesterov", nesterov } };

    internal static SGD FromConfig(Config config) => new(
        config.GetLearningRate(0.01), config.GetDouble("momentum", 0), config.GetBoolean("nesterov", false),
        name: config.GetString("name", "sgd"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) => momentum == 0 ? [] : [Slot(variable, "momentum")];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        using var weight = variable.BeginUpdate();
        using var velocity = slots.Length > 0 ? slots[0].BeginUpdate() : default;
        Device.Current.Sgd(weight.Storage, gradient.Storage, velocity.StorageOrNull, LearningRate, momentum, nesterov);
    }

}

using Glassbox.Backends;
using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Divides each gradient by the root of a moving average of its squares: v ← ρ·v + (1 − ρ)·g² and w ← w − η·g / √(v + ε). If centered, the
/// squared moving average of g is subtracted from v. With momentum μ: m ← μ·m + step.
/// </summary>
/// <remarks>Source: Hinton's lecture 6e; <see href="https://keras.io/api/optimizers/rmsprop/"/>.</remarks>
public sealed class RMSprop : Optimizer
{
    private readonly double rho;
    private readonly double momentum;
    private readonly double epsilon;
    private readonly bool centered;

    /// <summary>RMSprop.</summary>
    /// <param name="learningRate">η: a constant or a schedule; 0.001 by default.</param>
    /// <param name="rho">ρ: decay rate of the moving average.</param>
    /// <param name="momentum">μ, momentum, in [0, 1].</param>
    /// <param name="epsilon">ε, for numerical stability.</param>
    /// <param name="centered">Whether to divide by the standard deviation of the gradient instead of its RMS.</param>
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
    public RMSprop(
        LearningRateSchedule? learningRate = null, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "rmsprop")
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        this.rho = rho is >= 0 and <= 1 ? rho : throw new ArgumentOutOfRangeException(nameof(rho), $"{rho}",
            $"RMSprop needs a rho of 0 to 1; received {rho}.");
        this.momentum = momentum is >= 0 and <= 1 ? momentum
            : throw new ArgumentOutOfRangeException(nameof(momentum), $"{momentum}",
            $"RMSprop needs a momentum of 0 to 1; received {momentum}.");
        (this.epsilon, this.centered) = (Setting.NotNegative(epsilon), centered);
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "rho", rho }, { "momentum", momentum }, { "epsilon", epsilon }, { "centered", centered } };

    internal static RMSprop FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("rho", 0.9), config.GetDouble("momentum", 0), config.GetDouble("epsilon", 1e-7),
        config.GetBoolean("centered", false), name: config.GetString("name", "rmsprop"));

    /// <inheritdoc/>
    private protected override int InterleavedSlots => 1;

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) =>
    [
        Slot(variable, "velocity"),
        .. momentum > 0 ? [Slot(variable, "momentum")] : Array.Empty<Variable>(),
        .. centered ? [Slot(variable, "average_gradient")] : Array.Empty<Variable>(),
    ];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        using var weight = variable.BeginUpdate();
        using var velocity = slots[0].BeginUpdate();
        using var moved = momentum > 0 ? slots[1].BeginUpdate() : default;
        using var average = centered ? slots[^1].BeginUpdate() : default;
        Device.Current.RmsProp(
            weight.Storage, gradient.Storage, velocity.Storage, moved.StorageOrNull, average.StorageOrNull, LearningRate, rho, momentum,
            epsilon);
    }

}

using Glassbox.Backends;
using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Divides each gradient by the root of a moving mean of its squares: v ← ρ·v + (1 − ρ)·g² and w ← w − η·g / √(v + ε); centered, the
/// squared moving mean of g is taken from v. With momentum μ the steps are summed up: m ← μ·m + step.
/// </summary>
/// <remarks>Source: Hinton's lecture 6e; <see href="https://keras.io/api/optimizers/rmsprop/"/>.</remarks>
public sealed class RMSprop : Optimizer
{
    private readonly double rho;
    private readonly double momentum;
    private readonly double epsilon;
    private readonly bool centered;

    /// <summary>RMSprop.</summary>
    /// <param name="learningRate">η, a number or a schedule; 0.001 by default.</param>
    /// <param name="rho">ρ: how much of the old mean remains at each step.</param>
    /// <param name="momentum">μ, from 0 to 1.</param>
    /// <param name="epsilon">ε, against division by zero.</param>
    /// <param name="centered">Whether to use the variance of the gradient in place of its mean square.</param>
    /// <param name="weightDecay">λ: before each update, weights shrink by λ·η of themselves; not at all by default.</param>
    /// <param name="clipnorm">The greatest norm of each variable's gradient; longer ones are shortened to it.</param>
    /// <param name="clipvalue">The greatest absolute value of each element of a gradient.</param>
    /// <param name="globalClipnorm">The greatest norm of all gradients together. Only one way of clipping may be given.</param>
    /// <param name="useEma">Whether to keep a moving average of each weight, which takes the weight's place at the end of the
    /// training.</param>
    /// <param name="emaMomentum">How much of the old average remains at each step, 0 to 1.</param>
    /// <param name="emaOverwriteFrequency">After how many steps, again and again, the averages take the weights' places; only at the end by
    /// default.</param>
    /// <param name="gradientAccumulationSteps">How many batches make one step with the mean of their gradients; each by default.</param>
    /// <param name="name">A name.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    /// <exception cref="ArgumentException">There is more than one way of clipping.</exception>
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

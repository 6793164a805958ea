using Glassbox.Backends;
using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Stochastic gradient descent: w ← w − η·g. With momentum μ: v ← μ·v − η·g and w ← w + v, or with Nesterov's look ahead w ← w + μ·v − η·g.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/sgd/"/>.</remarks>
public sealed class SGD : Optimizer
{
    private readonly double momentum;
    private readonly bool nesterov;

    /// <summary>SGD.</summary>
    /// <param name="learningRate">η, a number or a schedule; 0.01 by default.</param>
    /// <param name="momentum">μ, from 0 to 1.</param>
    /// <param name="nesterov">Whether to look ahead.</param>
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

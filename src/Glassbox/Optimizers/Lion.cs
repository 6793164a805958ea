using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Steps of one size, whose signs a mean of gradients decides: w ← w − η·sign(β₁·m + (1 − β₁)·g), then m ← β₂·m + (1 − β₂)·g.
/// </summary>
/// <remarks>Source: Chen et al., 2023; <see href="https://keras.io/api/optimizers/lion/"/>.</remarks>
public sealed class Lion : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;

    /// <summary>Lion.</summary>
    /// <param name="learningRate">η, a number or a schedule; 0.001 by default.</param>
    /// <param name="beta1">β₁, at least 0 and less than 1.</param>
    /// <param name="beta2">β₂, at least 0 and less than 1.</param>
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
    public Lion(
        LearningRateSchedule? learningRate = null, double beta1 = 0.9, double beta2 = 0.99,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "lion")
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        this.beta1 = CheckBeta(beta1, nameof(beta1));
        this.beta2 = CheckBeta(beta2, nameof(beta2));
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "beta_1", beta1 }, { "beta_2", beta2 } };

    internal static Lion FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("beta_1", 0.9), config.GetDouble("beta_2", 0.99),
        name: config.GetString("name", "lion"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) => [Slot(variable, "momentum")];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var m = slots[0];
        variable.Assign(variable.Value - (Ops.Sign((m.Value * beta1) + (gradient * (1 - beta1))) * LearningRate));
        m.Assign((m.Value * beta2) + (gradient * (1 - beta2)));
    }

}

using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Adam with the largest absolute gradient, u ← max(β₂·u, |g|), in place of the root of the mean square: w ← w − η / (1 − β₁ᵗ) · m / (u +
/// ε).
/// </summary>
/// <remarks>Source: Kingma and Ba, 2014; <see href="https://keras.io/api/optimizers/adamax/"/>.</remarks>
public sealed class Adamax : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;

    /// <summary>Adamax.</summary>
    /// <param name="learningRate">η, a number or a schedule; 0.001 by default.</param>
    /// <param name="beta1">β₁, at least 0 and less than 1.</param>
    /// <param name="beta2">β₂, at least 0 and less than 1.</param>
    /// <param name="epsilon">ε, against division by zero.</param>
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
    public Adamax(
        LearningRateSchedule? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "adamax")
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        this.beta1 = CheckBeta(beta1, nameof(beta1));
        this.beta2 = CheckBeta(beta2, nameof(beta2));
        this.epsilon = Setting.NotNegative(epsilon);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "beta_1", beta1 }, { "beta_2", beta2 }, { "epsilon", epsilon } };

    internal static Adamax FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("beta_1", 0.9), config.GetDouble("beta_2", 0.999),
        config.GetDouble("epsilon", 1e-7), name: config.GetString("name", "adamax"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) => [Slot(variable, "momentum"), Slot(variable, "norm")];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var (m, u) = (slots[0], slots[1]);
        m.Assign(m.Value + ((gradient - m.Value) * (1 - beta1)));
        u.Assign(Ops.Maximum(u.Value * beta2, Ops.Abs(gradient)));
        variable.Assign(variable.Value - (m.Value * (LearningRate / (1 - Math.Pow(beta1, Iterations + 1))) / (u.Value + epsilon)));
    }

}

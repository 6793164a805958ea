using Glassbox.Backends;
using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Adaptive moments: moving means of the gradient, m ← m + (1 − β₁)·(g − m), and of its square, v ← v + (1 − β₂)·(g² − v), make the step
/// w ← w − α·m / (√v + ε) with α = η·√(1 − β₂ᵗ) / (1 − β₁ᵗ), which corrects for their start at zero.
/// </summary>
/// <remarks>Source: Kingma and Ba, 2014; <see href="https://keras.io/api/optimizers/adam/"/>.</remarks>
public sealed class Adam : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly bool amsgrad;

    /// <summary>Adam.</summary>
    /// <param name="learningRate">η, a number or a schedule; 0.001 by default.</param>
    /// <param name="beta1">β₁, at least 0 and less than 1.</param>
    /// <param name="beta2">β₂, at least 0 and less than 1.</param>
    /// <param name="epsilon">ε, against division by zero; outside the root.</param>
    /// <param name="amsgrad">Whether to divide by the largest v so far (Reddi et al., 2018).</param>
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
    public Adam(
        LearningRateSchedule? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "adam")
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        this.beta1 = CheckBeta(beta1, nameof(beta1));
        this.beta2 = CheckBeta(beta2, nameof(beta2));
        (this.epsilon, this.amsgrad) = (Setting.NotNegative(epsilon), amsgrad);
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "beta_1", beta1 }, { "beta_2", beta2 }, { "epsilon", epsilon }, { "amsgrad", amsgrad } };

    internal static Adam FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("beta_1", 0.9), config.GetDouble("beta_2", 0.999),
        config.GetDouble("epsilon", 1e-7), config.GetBoolean("amsgrad", false), name: config.GetString("name", "adam"));

    /// <inheritdoc/>
    private protected override int InterleavedSlots => 2;

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) =>
    [
        Slot(variable, "momentum"),
        Slot(variable, "velocity"),
        .. amsgrad ? [Slot(variable, "velocity_hat")] : Array.Empty<Variable>(),
    ];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var t = Iterations + 1;
        var alpha = LearningRate * Math.Sqrt(1 - Math.Pow(beta2, t)) / (1 - Math.Pow(beta1, t));
        using var weight = variable.BeginUpdate();
        using var m = slots[0].BeginUpdate();
        using var v = slots[1].BeginUpdate();
        using var largest = amsgrad ? slots[2].BeginUpdate() : default;
        Device.Current.Adam(weight.Storage, gradient.Storage, m.Storage, v.Storage, largest.StorageOrNull, alpha, beta1, beta2, epsilon);
    }

}

using Glassbox.Backends;
using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Adaptive moment estimation: w ← w − α·m / (√v + ε) with the moving averages of the gradient, m ← m + (1 − β₁)·(g − m), and of its
/// square, v ← v + (1 − β₂)·(g² − v); α = η·√(1 − β₂ᵗ) / (1 − β₁ᵗ) corrects the bias of their zero initialization.
/// </summary>
/// <remarks>Source: Kingma and Ba, 2014; <see href="https://keras.io/api/optimizers/adam/"/>.</remarks>
public sealed class Adam : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly bool amsgrad;

    /// <summary>Adam.</summary>
    /// <param name="learningRate">η: a constant or a schedule; 0.001 by default.</param>
    /// <param name="beta1">β₁, decay rate of the first moment, in [0, 1).</param>
    /// <param name="beta2">β₂, decay rate of the second moment, in [0, 1).</param>
    /// <param name="epsilon">ε, for numerical stability; added outside the square root.</param>
    /// <param name="amsgrad">Whether to divide by the maximum of all v so far (AMSGrad; Reddi et al., 2018).</param>
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

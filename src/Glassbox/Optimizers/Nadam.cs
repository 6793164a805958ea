using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Adam with Nesterov momentum: with μₜ = β₁·(1 − 0.96ᵗ / 2) the first moment is m̂ = μₜ₊₁·m / (1 − μ₁·…·μₜ₊₁) + (1 − μₜ)·g / (1 −
/// μ₁·…·μₜ), and w ← w − η·m̂ / (√(v / (1 − β₂ᵗ)) + ε).
/// </summary>
/// <remarks>Source: Dozat, 2015; <see href="https://keras.io/api/optimizers/Nadam/"/>.</remarks>
public sealed class Nadam : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly Variable product = new(1f, trainable: false, "u_product");

    /// <summary>Nadam.</summary>
    /// <param name="learningRate">η: a constant or a schedule; 0.001 by default.</param>
    /// <param name="beta1">β₁, decay rate of the first moment, in [0, 1).</param>
    /// <param name="beta2">β₂, decay rate of the second moment, in [0, 1).</param>
    /// <param name="epsilon">ε, for numerical stability.</param>
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
    public Nadam(
        LearningRateSchedule? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "nadam")
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        this.beta1 = CheckBeta(beta1, nameof(beta1));
        this.beta2 = CheckBeta(beta2, nameof(beta2));
        this.epsilon = Setting.NotNegative(epsilon);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "beta_1", beta1 }, { "beta_2", beta2 }, { "epsilon", epsilon } };

    internal static Nadam FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("beta_1", 0.9), config.GetDouble("beta_2", 0.999),
        config.GetDouble("epsilon", 1e-7), name: config.GetString("name", "nadam"));

    /// <inheritdoc/>
    private protected override IEnumerable<Variable> OwnVariables => [product];

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) => [Slot(variable, "momentum"), Slot(variable, "velocity")];

    /// <inheritdoc/>
    private protected override void BeginUpdates() => product.Assign(product.Value * Momentum(Iterations + 1));

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var t = Iterations + 1;
        var (m, v) = (slots[0], slots[1]);
        var (now, next) = (Momentum(t), Momentum(t + 1));
        var product = (double)this.product.Value;
        m.Assign(m.Value + ((gradient - m.Value) * (1 - beta1)));
        v.Assign(v.Value + ((Ops.Square(gradient) - v.Value) * (1 - beta2)));
        var mean = (m.Value * (next / (1 - (product * next)))) + (gradient * ((1 - now) / (1 - product)));
        variable.Assign(variable.Value - (mean * LearningRate / (Ops.Sqrt(v.Value / (1 - Math.Pow(beta2, t))) + epsilon)));
    }


    private double Momentum(long t) => beta1 * (1 - (0.5 * Math.Pow(0.96, t)));
}

using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Adam with a layer-wise trust ratio: with u = m̂ / (√v̂ + ε), w ← w − η · |w| / |u| · u for each variable. For very large batches.
/// </summary>
/// <remarks>Source: You et al., 2019; <see href="https://keras.io/api/optimizers/lamb/"/>.</remarks>
public sealed class Lamb : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;

    /// <summary>Lamb.</summary>
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
    public Lamb(
        LearningRateSchedule? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "lamb")
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        this.beta1 = CheckBeta(beta1, nameof(beta1));
        this.beta2 = CheckBeta(beta2, nameof(beta2));
        this.epsilon = Setting.NotNegative(epsilon);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "beta_1", beta1 }, { "beta_2", beta2 }, { "epsilon", epsilon } };

    internal static Lamb FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("beta_1", 0.9), config.GetDouble("beta_2", 0.999),
        config.GetDouble("epsilon", 1e-7), name: config.GetString("name", "lamb"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) => [Slot(variable, "momentum"), Slot(variable, "velocity")];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var t = Iterations + 1;
        var (m, v) = (slots[0], slots[1]);
        m.Assign(m.Value + ((gradient - m.Value) * (1 - beta1)));
        v.Assign(v.Value + ((Ops.Square(gradient) - v.Value) * (1 - beta2)));
        var step = m.Value / (1 - Math.Pow(beta1, t)) / (Ops.Sqrt(v.Value / (1 - Math.Pow(beta2, t))) + epsilon);
        var (size, stepSize) = (Norm(variable.Value), Norm(step));
        var trust = size > 0 && stepSize > 0 ? size / stepSize : 1;
        variable.Assign(variable.Value - (step * (LearningRate * trust)));
    }


    private static double Norm(Tensor x) => Math.Sqrt((double)Ops.Sum(Ops.Square(x)));
}

using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// AdamW without a learning rate schedule: steps update a sequence z, x is the running average of z, and gradients are evaluated at the
/// weights y = (1 − β₁)·z + β₁·x. Evaluation should use x: call <see cref="SwapToEval"/> after training, and <see cref="SwapToTrain"/>
/// before resuming it.
/// </summary>
/// <remarks>Source: Defazio et al., 2024; <see href="https://keras.io/api/optimizers/"/>.</remarks>
public sealed class ScheduleFreeAdamW : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly int warmupSteps;
    private readonly List<(Variable Weight, Variable Z)> sequences = [];

    /// <summary>ScheduleFreeAdamW.</summary>
    /// <param name="learningRate">η: a constant or a schedule; 0.0025 by default.</param>
    /// <param name="beta1">β₁, in (0, 1): interpolation between z and x.</param>
    /// <param name="beta2">β₂, decay rate of the second moment, in [0, 1).</param>
    /// <param name="epsilon">ε, for numerical stability.</param>
    /// <param name="warmupSteps">Number of steps over which η rises linearly from 0.</param>
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
    public ScheduleFreeAdamW(
        LearningRateSchedule? learningRate = null, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8, int warmupSteps = 0,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "schedule_free_adamw")
        : base(learningRate ?? 0.0025, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        this.beta1 = beta1 is > 0 and < 1 ? beta1
            : throw new ArgumentOutOfRangeException(nameof(beta1), $"{beta1}", $"ScheduleFreeAdamW needs 0 < beta1 < 1; received {beta1}.");
        this.beta2 = CheckBeta(beta2, nameof(beta2));
        (this.epsilon, this.warmupSteps) = (Setting.NotNegative(epsilon), warmupSteps);
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "beta_1", beta1 }, { "beta_2", beta2 }, { "epsilon", epsilon }, { "warmup_steps", warmupSteps } };

    internal static ScheduleFreeAdamW FromConfig(Config config) => new(
        config.GetLearningRate(0.0025), config.GetDouble("beta_1", 0.9), config.GetDouble("beta_2", 0.999),
        config.GetDouble("epsilon", 1e-8), config.GetInt32("warmup_steps", 0), name: config.GetString("name", "schedule_free_adamw"));

    /// <summary>Sets the weights to the average x, for evaluation, prediction and saving.</summary>
    public void SwapToEval()
    {
        foreach (var (variable, z) in sequences)
        {
            variable.Assign((variable.Value - (z.Value * (1 - beta1))) / beta1);
        }
    }

    /// <summary>Sets the weights back to y, where gradients are evaluated, after <see cref="SwapToEval"/>.</summary>
    public void SwapToTrain()
    {
        foreach (var (variable, z) in sequences)
        {
            variable.Assign((z.Value * (1 - beta1)) + (variable.Value * beta1));
        }
    }

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable)
    {
        var z = Slot(variable, "momentum");
        z.Assign(variable);
        sequences.Add((variable, z));
        return [z, Slot(variable, "velocity")];
    }

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var t = Iterations + 1;
        var rate = LearningRate * (warmupSteps > 0 ? Math.Min(1, (double)t / warmupSteps) : 1);
        var (z, v) = (slots[0], slots[1]);
        v.Assign(v.Value + ((Ops.Square(gradient) - v.Value) * (1 - beta2)));
        var mean = (variable.Value - (z.Value * (1 - beta1))) / beta1;
        var next = z.Value - (gradient * rate / (Ops.Sqrt(v.Value / (1 - Math.Pow(beta2, t))) + epsilon));
        z.Assign(next);
        var newMean = (mean * (1 - (1.0 / t))) + (next * (1.0 / t));
        variable.Assign((next * (1 - beta1)) + (newMean * beta1));
    }

}

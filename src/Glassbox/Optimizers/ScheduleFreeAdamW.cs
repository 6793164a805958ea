using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Adam without momentum and without a schedule: the steps go to a sequence z, x is the mean of all z, and the weights stand between them,
/// y = (1 − β₁)·z + β₁·x, where the gradients are taken. For evaluation the weights should be x: call <see cref="SwapToEval"/> after the
/// training, and <see cref="SwapToTrain"/> before going on.
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
    /// <param name="learningRate">η, a number or a schedule; 0.0025 by default.</param>
    /// <param name="beta1">β₁, above 0 and less than 1: where the weights stand between z and x.</param>
    /// <param name="beta2">β₂, at least 0 and less than 1.</param>
    /// <param name="epsilon">ε, against division by zero.</param>
    /// <param name="warmupSteps">How many steps η takes to rise from 0 to its value.</param>
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

    /// <summary>The weights become x, the mean, for evaluation, prediction and saving.</summary>
    public void SwapToEval()
    {
        foreach (var (variable, z) in sequences)
        {
            variable.Assign((variable.Value - (z.Value * (1 - beta1))) / beta1);
        }
    }

    /// <summary>The weights become y again, where gradients are taken, after <see cref="SwapToEval"/>.</summary>
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

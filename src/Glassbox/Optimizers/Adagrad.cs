using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Divides by the root of the accumulated squared gradients, a ← a + g²: w ← w − η·g / √(a + ε). The effective learning rate of frequently
/// updated weights decreases.
/// </summary>
/// <remarks>Source: Duchi et al., 2011; <see href="https://keras.io/api/optimizers/adagrad/"/>.</remarks>
public sealed class Adagrad : Optimizer
{
    private readonly double initialAccumulatorValue;
    private readonly double epsilon;

    /// <summary>Adagrad.</summary>
    /// <param name="learningRate">η: a constant or a schedule; 0.001 by default.</param>
    /// <param name="initialAccumulatorValue">Initial value of the accumulator a; 0 or more.</param>
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
    public Adagrad(
        LearningRateSchedule? learningRate = null, double initialAccumulatorValue = 0.1, double epsilon = 1e-7,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "adagrad")
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        this.initialAccumulatorValue = initialAccumulatorValue >= 0
            ? initialAccumulatorValue
            : throw new ArgumentOutOfRangeException(
                nameof(initialAccumulatorValue), $"{initialAccumulatorValue}",
                $"Adagrad needs an initialAccumulatorValue of 0 or more; received {initialAccumulatorValue}.");
        this.epsilon = Setting.NotNegative(epsilon);
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "initial_accumulator_value", initialAccumulatorValue }, { "epsilon", epsilon } };

    internal static Adagrad FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("initial_accumulator_value", 0.1), config.GetDouble("epsilon", 1e-7),
        name: config.GetString("name", "adagrad"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) => [Slot(variable, "accumulator", initialAccumulatorValue)];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var accumulator = slots[0];
        accumulator.Assign(accumulator.Value + Ops.Square(gradient));
        variable.Assign(variable.Value - (gradient * LearningRate / Ops.Sqrt(accumulator.Value + epsilon)));
    }

}

using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Divides by the root of all squares of the gradient so far, a ← a + g²: w ← w − η·g / √(a + ε). What changed much changes less and less.
/// </summary>
/// <remarks>Source: Duchi et al., 2011; <see href="https://keras.io/api/optimizers/adagrad/"/>.</remarks>
public sealed class Adagrad : Optimizer
{
    private readonly double initialAccumulatorValue;
    private readonly double epsilon;

    /// <summary>Adagrad.</summary>
    /// <param name="learningRate">η, a number or a schedule; 0.001 by default.</param>
    /// <param name="initialAccumulatorValue">Where a starts, 0 or more.</param>
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

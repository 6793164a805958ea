using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Adapts each step to the size of the last ones: with moving means of the squares of gradients, a ← ρ·a + (1 − ρ)·g², and of steps, d ←
/// ρ·d + (1 − ρ)·δ², the step is δ = −√(d + ε) / √(a + ε) · g and w ← w + η·δ.
/// </summary>
/// <remarks>Source: Zeiler, 2012; <see href="https://keras.io/api/optimizers/adadelta/"/>.</remarks>
public sealed class Adadelta : Optimizer
{
    private readonly double rho;
    private readonly double epsilon;

    /// <summary>Adadelta.</summary>
    /// <param name="learningRate">η, a number or a schedule; 0.001 by default.</param>
    /// <param name="rho">ρ: how much of the old means remains at each step.</param>
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
    public Adadelta(
        LearningRateSchedule? learningRate = null, double rho = 0.95, double epsilon = 1e-7,
        double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "adadelta")
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        (this.rho, this.epsilon) = (rho, Setting.NotNegative(epsilon));
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "rho", rho }, { "epsilon", epsilon } };

    internal static Adadelta FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("rho", 0.95), config.GetDouble("epsilon", 1e-7),
        name: config.GetString("name", "adadelta"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) =>
        [Slot(variable, "accumulated_grad"), Slot(variable, "accumulated_delta_var")];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var (squares, steps) = (slots[0], slots[1]);
        squares.Assign((squares.Value * rho) + (Ops.Square(gradient) * (1 - rho)));
        var delta = -Ops.Sqrt(steps.Value + epsilon) * gradient / Ops.Sqrt(squares.Value + epsilon);
        steps.Assign((steps.Value * rho) + (Ops.Square(delta) * (1 - rho)));
        variable.Assign(variable.Value + (delta * LearningRate));
    }

}

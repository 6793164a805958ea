using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Scales each step by the RMS of recent steps over the RMS of recent gradients: with the moving averages a ← ρ·a + (1 − ρ)·g² and d ← ρ·d
/// + (1 − ρ)·δ², the step is δ = −√(d + ε) / √(a + ε) · g and w ← w + η·δ.
/// </summary>
/// <remarks>Source: Zeiler, 2012; <see href="https://keras.io/api/optimizers/adadelta/"/>.</remarks>
public sealed class Adadelta : Optimizer
{
    private readonly double rho;
    private readonly double epsilon;

    /// <summary>Adadelta.</summary>
    /// <param name="learningRate">η: a constant or a schedule; 0.001 by default.</param>
    /// <param name="rho">ρ: decay rate of the moving averages.</param>
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

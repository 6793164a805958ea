using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Adam with factored second moments and no momentum, for low memory: of the mean squares v of a matrix it stores only the row means r and
/// the column means c, v ≈ r·cᵀ / mean(r). With β₂ = 1 − tᵈ, u = g / √v and û = u / max(1, rms(u) / clipThreshold): w ← w − max(ε₂, rms(w))
/// · min(η, 1/√t) · û.
/// </summary>
/// <remarks>Source: Shazeer and Stern, 2018; <see href="https://keras.io/api/optimizers/adafactor/"/>.</remarks>
public sealed class Adafactor : Optimizer
{
    private readonly double beta2Decay;
    private readonly double epsilon1;
    private readonly double epsilon2;
    private readonly double clipThreshold;
    private readonly bool relativeStep;

    /// <summary>Adafactor.</summary>
    /// <param name="learningRate">η: a constant or a schedule; 0.001 by default.</param>
    /// <param name="beta2Decay">d, the exponent of β₂.</param>
    /// <param name="epsilon1">ε₁, added to the squared gradients.</param>
    /// <param name="epsilon2">ε₂, lower bound of rms(w) in the step size.</param>
    /// <param name="clipThreshold">Maximum RMS of an update.</param>
    /// <param name="relativeStep">Whether the learning rate decays with 1/√t when η is a constant.</param>
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
    public Adafactor(
        LearningRateSchedule? learningRate = null, double beta2Decay = -0.8, double epsilon1 = 1e-30, double epsilon2 = 1e-3,
        double clipThreshold = 1, bool relativeStep = true, double? weightDecay = null, double? clipnorm = null, double? clipvalue = null,
        double? globalClipnorm = null, bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null,
        int? gradientAccumulationSteps = null, string name = "adafactor")
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        (this.beta2Decay, this.epsilon1, this.epsilon2) =
            (Setting.Finite(beta2Decay), Setting.NotNegative(epsilon1), Setting.NotNegative(epsilon2));
        (this.clipThreshold, this.relativeStep) = (Setting.NotNegative(clipThreshold), relativeStep);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "beta_2_decay", beta2Decay }, { "epsilon_1", epsilon1 },
        { "epsilon_2", epsilon2 }, { "clip_threshold", clipThreshold }, { "relative_step", relativeStep } };

    internal static Adafactor FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("beta_2_decay", -0.8), config.GetDouble("epsilon_1", 1e-30),
        config.GetDouble("epsilon_2", 1e-3), config.GetDouble("clip_threshold", 1), config.GetBoolean("relative_step", true),
        name: config.GetString("name", "adafactor"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable)
    {
        var shape = variable.Shape;
        Shape rows = shape.Rank < 2 ? [] : shape[..^1];
        Shape columns = shape.Rank < 2 ? [] : [.. shape[..^2], shape[^1]];
        return [Means(rows, "r"), Means(columns, "c"), Slot(variable, "velocity")];

        Variable Means(Shape itsShape, string name) =>
            new(Tensor.Zeros(itsShape, variable.DType), trainable: false, name) { Path = $"{variable.Path}/{name}" };
    }

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var t = Iterations + 1;
        var (r, c, v) = (slots[0], slots[1], slots[2]);
        var rate = relativeStep && LearningRateSchedule is null ? Math.Min(LearningRate, 1 / Math.Sqrt(t)) : LearningRate;
        var alpha = Math.Max(epsilon2, Rms(variable.Value)) * Math.Min(rate, 1 / Math.Sqrt(t));
        var beta2 = 1 - Math.Pow(t, beta2Decay);
        var squares = Ops.Square(gradient) + epsilon1;
        if (variable.Shape.Rank < 2)
        {
            v.Assign((v.Value * beta2) + (squares * (1 - beta2)));
        }
        else
        {
            r.Assign((r.Value * beta2) + (Ops.Mean(squares, axis: -1) * (1 - beta2)));
            c.Assign((c.Value * beta2) + (Ops.Mean(squares, axis: -2) * (1 - beta2)));
            v.Assign(Ops.ExpandDims(r.Value / Ops.Mean(r.Value, axis: -1, keepdims: true), -1) * Ops.ExpandDims(c.Value, -2));
        }

        var step = gradient / Ops.Sqrt(v.Value);
        variable.Assign(variable.Value - (step * (alpha / Math.Max(1, Rms(step) / clipThreshold))));
    }


    private static double Rms(Tensor x) => Math.Sqrt((double)Ops.Mean(Ops.Square(x)));
}

using Glassbox.Optimizers.Schedules;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Follow the regularized leader: keeps accumulated gradients instead of the weights and derives the weights from them; L1 regularization
/// makes them exactly zero. With a′ = a + g² and σ = (a′^−p − a^−p) / η: z ← z + g − σ·w and w ← (clip(z, ±l1) − z) / (a′^−p / η + 2·l2 + β
/// / η).
/// </summary>
/// <remarks>Source: McMahan et al., 2013; <see href="https://keras.io/api/optimizers/ftrl/"/>.</remarks>
public sealed class Ftrl : Optimizer
{
    private readonly double learningRatePower;
    private readonly double initialAccumulatorValue;
    private readonly double l1RegularizationStrength;
    private readonly double l2RegularizationStrength;
    private readonly double l2ShrinkageRegularizationStrength;
    private readonly double beta;

    /// <summary>Ftrl.</summary>
    /// <param name="learningRate">η: a constant or a schedule; 0.001 by default.</param>
    /// <param name="learningRatePower">p, 0 or less: exponent of the accumulated squared gradients in the learning rate.</param>
    /// <param name="initialAccumulatorValue">Initial value of the accumulator a; 0 or more.</param>
    /// <param name="l1RegularizationStrength">l1, L1 regularization strength, 0 or more.</param>
    /// <param name="l2RegularizationStrength">l2, L2 regularization strength, 0 or more.</param>
    /// <param name="l2ShrinkageRegularizationStrength">L2 penalty on the weights that is added to the gradient (shrinkage); 0 or
    /// more.</param>
    /// <param name="beta">β, added to the per-weight learning rate's denominator.</param>
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
    public Ftrl(
        LearningRateSchedule? learningRate = null, double learningRatePower = -0.5, double initialAccumulatorValue = 0.1,
        double l1RegularizationStrength = 0, double l2RegularizationStrength = 0, double l2ShrinkageRegularizationStrength = 0,
        double beta = 0, double? weightDecay = null, double? clipnorm = null, double? clipvalue = null, double? globalClipnorm = null,
        bool useEma = false, double emaMomentum = 0.99, int? emaOverwriteFrequency = null, int? gradientAccumulationSteps = null,
        string name = "ftrl")
        : base(learningRate ?? 0.001, name, weightDecay, clipnorm, clipvalue, globalClipnorm, useEma, emaMomentum, emaOverwriteFrequency,
        gradientAccumulationSteps)
    {
        (this.learningRatePower, this.initialAccumulatorValue, this.beta) = (learningRatePower, initialAccumulatorValue, beta);
        (this.l1RegularizationStrength, this.l2RegularizationStrength) = (l1RegularizationStrength, l2RegularizationStrength);
        this.l2ShrinkageRegularizationStrength = l2ShrinkageRegularizationStrength;
        Check(-learningRatePower, "learningRatePower of 0 or less", nameof(learningRatePower));
        Check(initialAccumulatorValue, "initialAccumulatorValue of 0 or more", nameof(initialAccumulatorValue));
        Check(l1RegularizationStrength, "l1RegularizationStrength of 0 or more", nameof(l1RegularizationStrength));
        Check(l2RegularizationStrength, "l2RegularizationStrength of 0 or more", nameof(l2RegularizationStrength));
        Check(l2ShrinkageRegularizationStrength, "l2ShrinkageRegularizationStrength of 0 or more",
            nameof(l2ShrinkageRegularizationStrength));

        static void Check(double value, string need, string argument)
        {
            if (!(value >= 0))
            {
                throw new ArgumentOutOfRangeException(argument, $"Ftrl needs {need}.");
            }
        }
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "learning_rate_power", learningRatePower },
        { "initial_accumulator_value", initialAccumulatorValue }, { "l1_regularization_strength", l1RegularizationStrength },
        { "l2_regularization_strength", l2RegularizationStrength },
        { "l2_shrinkage_regularization_strength", l2ShrinkageRegularizationStrength }, { "beta", beta } };

    internal static Ftrl FromConfig(Config config) => new(
        config.GetLearningRate(0.001), config.GetDouble("learning_rate_power", -0.5), config.GetDouble("initial_accumulator_value", 0.1),
        config.GetDouble("l1_regularization_strength", 0), config.GetDouble("l2_regularization_strength", 0),
        config.GetDouble("l2_shrinkage_regularization_strength", 0), config.GetDouble("beta", 0), name: config.GetString("name", "ftrl"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) =>
        [Slot(variable, "accumulator", initialAccumulatorValue), Slot(variable, "linear")];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var (accumulator, linear) = (slots[0], slots[1]);
        var rate = LearningRate;
        var w = variable.Value;
        var squares = accumulator.Value + Ops.Square(gradient);
        var (before, after) = (Ops.Power(accumulator.Value, -learningRatePower), Ops.Power(squares, -learningRatePower));
        var sigma = (after - before) / rate;
        linear.Assign(linear.Value + gradient + (w * (2 * l2ShrinkageRegularizationStrength)) - (sigma * w));
        var quadratic = (after / rate) + (2 * (l2RegularizationStrength + (beta / (2 * rate))));
        variable.Assign((Ops.Clip(linear.Value, -l1RegularizationStrength, l1RegularizationStrength) - linear.Value) / quadratic);
        accumulator.Assign(squares);
    }

}

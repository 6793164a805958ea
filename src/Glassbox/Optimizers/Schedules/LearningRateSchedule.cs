using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Optimizers.Schedules;

/// <summary>
/// A learning rate that changes with the steps. A number is accepted wherever one is, and stays what it is: <c>new Adam(learningRate:
/// 0.01)</c>,
/// <c>new Adam(new ExponentialDecay(0.1, decaySteps: 1000, decayRate: 0.9))</c>. Derive from this class for a schedule of your own.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/learning_rate_schedules/"/>.</remarks>
public abstract class LearningRateSchedule : IConfigurable
{
    internal static readonly Registry<LearningRateSchedule> Known = new("learning rate schedule", "keras.optimizers.schedules")
    {
        ExponentialDecay.FromConfig, InverseTimeDecay.FromConfig, PolynomialDecay.FromConfig, PiecewiseConstantDecay.FromConfig,
            CosineDecay.FromConfig, CosineDecayRestarts.FromConfig,
    };

    /// <summary>The rate at a step.</summary>
    /// <param name="step">How many steps were made before it: 0 for the first.</param>
    public abstract double At(long step);

    /// <summary>The settings by Keras's names.</summary>
    public virtual Config GetConfig() => new();

    /// <summary>A rate that stays.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public static implicit operator LearningRateSchedule(double learningRate) => new ConstantRate(learningRate);

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Serialize();

    /// <summary>The description that stands in files.</summary>
    private protected virtual JsonNode Serialize() => Known.Serialize(this);

    /// <summary>A count of steps that must be 1 or more.</summary>
    private protected static int CheckSteps(int steps, string schedule, string argument) =>
        steps > 0 ? steps : throw new ArgumentOutOfRangeException(argument, steps,
            $"{schedule} needs {argument} of 1 or more; received {steps}.");
}

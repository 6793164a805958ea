using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Optimizers.Schedules;

/// <summary>
/// A learning rate as a function of the step. A number converts to a constant rate: <c>new Adam(learningRate: 0.01)</c>, <c>new Adam(new
/// ExponentialDecay(0.1, decaySteps: 1000, decayRate: 0.9))</c>. Derive from this class for a custom schedule.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/learning_rate_schedules/"/>.</remarks>
public abstract class LearningRateSchedule : IConfigurable
{
    internal static readonly Registry<LearningRateSchedule> Known = new("learning rate schedule", "keras.optimizers.schedules")
    {
        ExponentialDecay.FromConfig, InverseTimeDecay.FromConfig, PolynomialDecay.FromConfig, PiecewiseConstantDecay.FromConfig,
            CosineDecay.FromConfig, CosineDecayRestarts.FromConfig,
    };

    /// <summary>The learning rate at a step.</summary>
    /// <param name="step">Number of steps made before it: 0 for the first.</param>
    public abstract double At(long step);

    /// <summary>Returns the settings under Keras's names.</summary>
    public virtual Config GetConfig() => new();

    /// <summary>A constant learning rate.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public static implicit operator LearningRateSchedule(double learningRate) => new ConstantRate(learningRate);

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => Serialize();

    /// <summary>The serialized form stored in files.</summary>
    private protected virtual JsonNode Serialize() => Known.Serialize(this);

    /// <summary>Checks a step count, which must be 1 or more.</summary>
    private protected static int CheckSteps(int steps, string schedule, string argument) =>
        steps > 0 ? steps : throw new ArgumentOutOfRangeException(argument, steps,
            $"{schedule} needs {argument} of 1 or more; received {steps}.");
}

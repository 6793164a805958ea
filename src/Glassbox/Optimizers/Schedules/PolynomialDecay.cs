using Glassbox.Saving;

namespace Glassbox.Optimizers.Schedules;

/// <summary>Polynomial decay from η₀ to η₁: (η₀ − η₁) · (1 − step / decaySteps)^power + η₁, constant afterwards.</summary>
/// <param name="initialLearningRate">η₀, initial learning rate.</param>
/// <param name="decaySteps">Number of steps of the decay.</param>
/// <param name="endLearningRate">η₁, final learning rate.</param>
/// <param name="power">Exponent; 1 is linear.</param>
/// <param name="cycle">Whether the decay restarts at the end, stretched to the next multiple of <paramref name="decaySteps"/>.</param>
/// <param name="name">Name of the schedule.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="decaySteps"/> is 0 or less.</exception>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/learning_rate_schedules/polynomial_decay/"/>.</remarks>
public sealed class PolynomialDecay(
    double initialLearningRate, int decaySteps, double endLearningRate = 0.0001, double power = 1, bool cycle = false,
    string name = "PolynomialDecay") : LearningRateSchedule
{
    private readonly double initialLearningRate = Setting.NotNegative(initialLearningRate);
    private readonly double endLearningRate = Setting.NotNegative(endLearningRate);
    private readonly double power = Setting.NotNegative(power);
    private readonly int decaySteps = CheckSteps(decaySteps, nameof(PolynomialDecay), nameof(decaySteps));

    /// <inheritdoc/>
    public override double At(long step)
    {
        var length = cycle ? decaySteps * Math.Max(1, Math.Ceiling((double)step / decaySteps)) : decaySteps;
        var p = Math.Min(step, length) / length;
        return ((initialLearningRate - endLearningRate) * Math.Pow(1 - p, power)) + endLearningRate;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "initial_learning_rate", initialLearningRate }, { "decay_steps", decaySteps }, { "end_learning_rate", endLearningRate },
            { "power", power }, { "cycle", cycle }, { "name", name },
    };

    internal static PolynomialDecay FromConfig(Config config) => new(
        config.GetDouble("initial_learning_rate"), config.GetInt32("decay_steps"), config.GetDouble("end_learning_rate", 0.0001),
        config.GetDouble("power", 1), config.GetBoolean("cycle", false), config.GetString("name", "PolynomialDecay"));
}

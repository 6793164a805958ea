using Glassbox.Saving;

namespace Glassbox.Optimizers.Schedules;

/// <summary>η₀ · decayRate^(step / decaySteps).</summary>
/// <param name="initialLearningRate">η₀, initial learning rate.</param>
/// <param name="decaySteps">Number of steps in which the rate decays by <paramref name="decayRate"/>.</param>
/// <param name="decayRate">Decay factor.</param>
/// <param name="staircase">Whether to decay in discrete steps, every <paramref name="decaySteps"/> steps.</param>
/// <param name="name">Name of the schedule.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="decaySteps"/> is 0 or less.</exception>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/learning_rate_schedules/exponential_decay/"/>.</remarks>
public sealed class ExponentialDecay(double initialLearningRate, int decaySteps, double decayRate, bool staircase = false,
    string name = "ExponentialDecay") : LearningRateSchedule
{
    private readonly double initialLearningRate = Setting.NotNegative(initialLearningRate);
    private readonly double decayRate = Setting.NotNegative(decayRate);
    private readonly int decaySteps = CheckSteps(decaySteps, nameof(ExponentialDecay), nameof(decaySteps));

    /// <inheritdoc/>
    public override double At(long step)
    {
        var p = (double)step / decaySteps;
        return initialLearningRate * Math.Pow(decayRate, staircase ? Math.Floor(p) : p);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "initial_learning_rate", initialLearningRate }, { "decay_steps", decaySteps }, { "decay_rate", decayRate },
            { "staircase", staircase }, { "name", name },
    };

    internal static ExponentialDecay FromConfig(Config config) => new(
        config.GetDouble("initial_learning_rate"), config.GetInt32("decay_steps"), config.GetDouble("decay_rate"),
        config.GetBoolean("staircase", false), config.GetString("name", "ExponentialDecay"));
}

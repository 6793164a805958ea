using Glassbox.Saving;

namespace Glassbox.Optimizers.Schedules;

/// <summary>
/// η₀ · ((1 − α) · (1 + cos(π · step / decaySteps)) / 2 + α): cosine decay to α · η₀, constant afterwards. With a warm-up, the rate first
/// rises linearly from η₀ to the target, and the decay starts there.
/// </summary>
/// <remarks>
/// Source: Loshchilov and Hutter, 2016; <see href="https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/"/>.
/// </remarks>
public sealed class CosineDecay : LearningRateSchedule
{
    private readonly double initialLearningRate;
    private readonly int decaySteps;
    private readonly double alpha;
    private readonly string name;
    private readonly double? warmupTarget;
    private readonly int warmupSteps;

    /// <summary>Creates the schedule.</summary>
    /// <param name="initialLearningRate">η₀, initial learning rate.</param>
    /// <param name="decaySteps">Number of steps of the decay.</param>
    /// <param name="alpha">α: final learning rate as a fraction of the initial one.</param>
    /// <param name="name">Name of the schedule.</param>
    /// <param name="warmupTarget">Learning rate at the end of the warm-up; no warm-up by default.</param>
    /// <param name="warmupSteps">Number of steps of the warm-up.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="decaySteps"/> is 0 or less, or <paramref name="warmupSteps"/> is
    /// negative.</exception>
    public CosineDecay(double initialLearningRate, int decaySteps, double alpha = 0, string name = "CosineDecay",
        double? warmupTarget = null, int warmupSteps = 0)
    {
        this.decaySteps = CheckSteps(decaySteps, nameof(CosineDecay), nameof(decaySteps));
        this.warmupSteps = warmupSteps >= 0 ? warmupSteps
            : throw new ArgumentOutOfRangeException(nameof(warmupSteps), warmupSteps,
            $"{nameof(CosineDecay)} needs warmupSteps of 0 or more; received {warmupSteps}.");
        (this.initialLearningRate, this.alpha, this.name, this.warmupTarget) =
            (Setting.NotNegative(initialLearningRate), Setting.Finite(alpha), name, warmupTarget);
    }

    /// <inheritdoc/>
    public override double At(long step) => warmupTarget is not { } target
        ? Wave(initialLearningRate, step)
        : step < warmupSteps
            ? initialLearningRate + ((target - initialLearningRate) * step / warmupSteps)
            : Wave(target, step - warmupSteps);

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "initial_learning_rate", initialLearningRate }, { "decay_steps", decaySteps }, { "alpha", alpha }, { "name", name },
            { "warmup_target", warmupTarget }, { "warmup_steps", warmupSteps },
    };

    internal static CosineDecay FromConfig(Config config) => new(
        config.GetDouble("initial_learning_rate"), config.GetInt32("decay_steps"), config.GetDouble("alpha", 0),
        config.GetString("name", "CosineDecay"), config.GetDoubleOrNull("warmup_target"), config.GetInt32("warmup_steps", 0));

    private double Wave(double start, long step)
    {
        var p = Math.Min(step, decaySteps) / (double)decaySteps;
        return start * (((1 - alpha) * 0.5 * (1 + Math.Cos(Math.PI * p))) + alpha);
    }
}

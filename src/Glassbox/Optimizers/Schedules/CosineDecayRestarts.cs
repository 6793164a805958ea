using Glassbox.Saving;

namespace Glassbox.Optimizers.Schedules;

/// <summary>
/// Cosine decay (<see cref="CosineDecay"/>) with warm restarts: each period is <c>tMul</c> times as long as the previous one and starts at
/// <c>mMul</c> times its initial rate.
/// </summary>
/// <remarks>
/// Source: Loshchilov and Hutter, 2016; <see href="https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay_restarts/"/>.
/// </remarks>
public sealed class CosineDecayRestarts : LearningRateSchedule
{
    private readonly double initialLearningRate;
    private readonly int firstDecaySteps;
    private readonly double tMul;
    private readonly double mMul;
    private readonly double alpha;
    private readonly string name;

    /// <summary>Creates the schedule.</summary>
    /// <param name="initialLearningRate">Initial learning rate.</param>
    /// <param name="firstDecaySteps">Number of steps of the first period.</param>
    /// <param name="tMul">Factor of the period's length after each restart; 1 or more.</param>
    /// <param name="mMul">Factor of the initial rate after each restart.</param>
    /// <param name="alpha">Final learning rate of a period as a fraction of its initial one.</param>
    /// <param name="name">Name of the schedule.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="firstDecaySteps"/> is 0 or less, or <paramref name="tMul"/> is less
    /// than 1.</exception>
    public CosineDecayRestarts(double initialLearningRate, int firstDecaySteps, double tMul = 2, double mMul = 1, double alpha = 0,
        string name = "SGDRDecay")
    {
        this.firstDecaySteps = CheckSteps(firstDecaySteps, nameof(CosineDecayRestarts), nameof(firstDecaySteps));
        this.tMul = tMul >= 1 ? tMul : throw new ArgumentOutOfRangeException(nameof(tMul), $"{tMul}",
            $"{nameof(CosineDecayRestarts)} needs tMul of 1 or more, or the waves would shrink to nothing; received {tMul}.");
        (this.initialLearningRate, this.mMul, this.alpha, this.name) =
            (Setting.NotNegative(initialLearningRate), Setting.Finite(mMul), Setting.Finite(alpha), name);
    }

    /// <inheritdoc/>
    public override double At(long step)
    {
        double restarts = 0;
        double length = firstDecaySteps;
        double within = step;
        if (tMul == 1)
        {
            restarts = Math.Floor(within / length);
            within -= restarts * length;
        }

        while (within >= length)
        {
            within -= length;
            length *= tMul;
            restarts++;
        }

        var wave = 0.5 * Math.Pow(mMul, restarts) * (1 + Math.Cos(Math.PI * within / length));
        return initialLearningRate * (((1 - alpha) * wave) + alpha);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "initial_learning_rate", initialLearningRate }, { "first_decay_steps", firstDecaySteps }, { "t_mul", tMul }, { "m_mul", mMul },
            { "alpha", alpha }, { "name", name },
    };

    internal static CosineDecayRestarts FromConfig(Config config) => new(
        config.GetDouble("initial_learning_rate"), config.GetInt32("first_decay_steps"), config.GetDouble("t_mul", 2),
        config.GetDouble("m_mul", 1), config.GetDouble("alpha", 0), config.GetString("name", "SGDRDecay"));
}

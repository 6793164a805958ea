using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Adaptive moments: moving means of the gradient, m ← m + (1 − β₁)·(g − m), and of its square, v ← v + (1 − β₂)·(g² − v), make the step
/// w ← w − α·m / (√v + ε) with α = η·√(1 − β₂ᵗ) / (1 − β₁ᵗ), which corrects for their start at zero.
/// </summary>
/// <remarks>Source: Kingma and Ba, 2014; <see href="https://keras.io/api/optimizers/adam/"/>.</remarks>
public sealed class Adam : Optimizer
{
    private readonly double beta1;
    private readonly double beta2;
    private readonly double epsilon;
    private readonly bool amsgrad;

    /// <summary>Adam.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, at least 0 and less than 1.</param>
    /// <param name="beta2">β₂, at least 0 and less than 1.</param>
    /// <param name="epsilon">ε, against division by zero; outside the root.</param>
    /// <param name="amsgrad">Whether to divide by the largest v so far (Reddi et al., 2018).</param>
    /// <param name="name">A name.</param>
    /// <exception cref="ArgumentOutOfRangeException">β₁ or β₂ is outside [0, 1).</exception>
    public Adam(double learningRate = 0.001, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-7, bool amsgrad = false, string name = "adam")
        : base(learningRate, name)
    {
        this.beta1 = beta1 is >= 0 and < 1 ? beta1 : throw new ArgumentOutOfRangeException(nameof(beta1), beta1, $"Adam needs 0 ≤ beta1 < 1; received {beta1}.");
        this.beta2 = beta2 is >= 0 and < 1 ? beta2 : throw new ArgumentOutOfRangeException(nameof(beta2), beta2, $"Adam needs 0 ≤ beta2 < 1; received {beta2}.");
        this.epsilon = epsilon;
        this.amsgrad = amsgrad;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "beta_1", beta1 }, { "beta_2", beta2 }, { "epsilon", epsilon }, { "amsgrad", amsgrad } };

    internal static Adam FromConfig(Config config) => new(
        config.GetDouble("learning_rate", 0.001), config.GetDouble("beta_1", 0.9), config.GetDouble("beta_2", 0.999), config.GetDouble("epsilon", 1e-7),
        config.GetBoolean("amsgrad", false), config.GetString("name", "adam"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) =>
    [
        Slot(variable, "momentum"),
        Slot(variable, "velocity"),
        .. amsgrad ? [Slot(variable, "velocity_hat")] : Array.Empty<Variable>(),
    ];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots)
    {
        var t = Iterations + 1;
        var alpha = LearningRate * Math.Sqrt(1 - Math.Pow(beta2, t)) / (1 - Math.Pow(beta1, t));
        Device.Current.Adam(
            variable.Writable(), gradient.Storage, slots[0].Writable(), slots[1].Writable(), amsgrad ? slots[2].Writable() : null, alpha, beta1, beta2, epsilon);
    }
}

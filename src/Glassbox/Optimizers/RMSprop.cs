using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Divides each gradient by the root of a moving mean of its squares: v ← ρ·v + (1 − ρ)·g² and w ← w − η·g / √(v + ε); centered, the squared moving mean of g is
/// taken from v. With momentum μ the steps are summed up: m ← μ·m + step.
/// </summary>
/// <remarks>Source: Hinton's lecture 6e; <see href="https://keras.io/api/optimizers/rmsprop/"/>.</remarks>
public sealed class RMSprop : Optimizer
{
    private readonly double rho;
    private readonly double momentum;
    private readonly double epsilon;
    private readonly bool centered;

    /// <summary>RMSprop.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="rho">ρ: how much of the old mean remains at each step.</param>
    /// <param name="momentum">μ, from 0 to 1.</param>
    /// <param name="epsilon">ε, against division by zero.</param>
    /// <param name="centered">Whether to use the variance of the gradient in place of its mean square.</param>
    /// <param name="name">A name.</param>
    /// <exception cref="ArgumentOutOfRangeException">ρ or the momentum is outside [0, 1].</exception>
    public RMSprop(double learningRate = 0.001, double rho = 0.9, double momentum = 0, double epsilon = 1e-7, bool centered = false, string name = "rmsprop")
        : base(learningRate, name)
    {
        this.rho = rho is >= 0 and <= 1 ? rho : throw new ArgumentOutOfRangeException(nameof(rho), rho, $"RMSprop needs a rho of 0 to 1; received {rho}.");
        this.momentum = momentum is >= 0 and <= 1 ? momentum : throw new ArgumentOutOfRangeException(nameof(momentum), momentum, $"RMSprop needs a momentum of 0 to 1; received {momentum}.");
        this.epsilon = epsilon;
        this.centered = centered;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "rho", rho }, { "momentum", momentum }, { "epsilon", epsilon }, { "centered", centered } };

    internal static RMSprop FromConfig(Config config) => new(
        config.GetDouble("learning_rate", 0.001), config.GetDouble("rho", 0.9), config.GetDouble("momentum", 0), config.GetDouble("epsilon", 1e-7),
        config.GetBoolean("centered", false), config.GetString("name", "rmsprop"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) =>
    [
        Slot(variable, "velocity"),
        .. momentum > 0 ? [Slot(variable, "momentum")] : Array.Empty<Variable>(),
        .. centered ? [Slot(variable, "average_gradient")] : Array.Empty<Variable>(),
    ];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots) => Device.Current.RmsProp(
        variable.Writable(), gradient.Storage, slots[0].Writable(), momentum > 0 ? slots[1].Writable() : null, centered ? slots[^1].Writable() : null,
        LearningRate, rho, momentum, epsilon);
}

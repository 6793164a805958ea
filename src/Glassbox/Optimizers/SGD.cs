using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Optimizers;

/// <summary>
/// Stochastic gradient descent: w ← w − η·g. With momentum μ: v ← μ·v − η·g and w ← w + v, or with Nesterov's look ahead w ← w + μ·v − η·g.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/sgd/"/>.</remarks>
public sealed class SGD : Optimizer
{
    private readonly double momentum;
    private readonly bool nesterov;

    /// <summary>Stochastic gradient descent.</summary>
    /// <param name="learningRate">η.</param>
    /// <param name="momentum">μ, from 0 to 1.</param>
    /// <param name="nesterov">Whether to look ahead.</param>
    /// <param name="name">A name.</param>
    /// <exception cref="ArgumentOutOfRangeException">The momentum is outside [0, 1].</exception>
    public SGD(double learningRate = 0.01, double momentum = 0, bool nesterov = false, string name = "sgd")
        : base(learningRate, name)
    {
        this.momentum = momentum is >= 0 and <= 1 ? momentum : throw new ArgumentOutOfRangeException(nameof(momentum), momentum, $"SGD needs a momentum of 0 to 1; received {momentum}.");
        this.nesterov = nesterov;
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "momentum", momentum }, { "nesterov", nesterov } };

    internal static SGD FromConfig(Config config) => new(
        config.GetDouble("learning_rate", 0.01), config.GetDouble("momentum", 0), config.GetBoolean("nesterov", false), config.GetString("name", "sgd"));

    /// <inheritdoc/>
    protected override Variable[] MakeSlots(Variable variable) => momentum == 0 ? [] : [Slot(variable, "momentum")];

    /// <inheritdoc/>
    protected override void Update(Variable variable, Tensor gradient, Variable[] slots) =>
        Device.Current.Sgd(variable.Writable(), gradient.Storage, slots is [var velocity] ? velocity.Writable() : null, LearningRate, momentum, nesterov);
}

using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// (1 − p)^γ times the binary crossentropy, p the probability given to what is right, the mean over the last axis: easy samples count less.
/// Targets are 0 or 1; predictions are probabilities, or logits, which go through a sigmoid.
/// </summary>
/// <remarks>
/// Source: Lin et al., 2017; <see href="https://keras.io/api/losses/probabilistic_losses/#binaryfocalcrossentropy-class"/>.
/// </remarks>
public sealed class BinaryFocalCrossentropy : Loss
{
    private readonly bool applyClassBalancing;
    private readonly double alpha;
    private readonly double gamma;
    private readonly bool fromLogits;
    private readonly double labelSmoothing;
    private readonly int axis;

    /// <summary>The loss with its settings.</summary>
    /// <param name="applyClassBalancing">Whether to weigh the classes with α.</param>
    /// <param name="alpha">α: the weight of class 1; that of class 0 is 1 − α.</param>
    /// <param name="gamma">γ: how much less easy samples count; 0 is the plain crossentropy.</param>
    /// <param name="fromLogits">Whether predictions are logits, before the sigmoid.</param>
    /// <param name="labelSmoothing">How far targets are drawn from 0 and 1 to one half, 0 to 1.</param>
    /// <param name="axis">The axis over which the mean is taken.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">A name.</param>
    /// <param name="dtype">The type to compute in; that of the predictions by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is outside [0, 1].</exception>
    public BinaryFocalCrossentropy(
        bool applyClassBalancing = false, double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0,
        int axis = -1, Reduction reduction = default, string name = "binary_focal_crossentropy", DType? dtype = null)
        : base(name, reduction, dtype)
    {
        (this.applyClassBalancing, this.alpha, this.gamma, this.fromLogits, this.axis) =
            (applyClassBalancing, Setting.Finite(alpha), Setting.NotNegative(gamma), fromLogits, axis);
        this.labelSmoothing = CheckSmoothing(labelSmoothing, name);
    }

    internal override bool? FromLogits => fromLogits;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "from_logits", fromLogits }, { "label_smoothing", labelSmoothing }, { "axis", axis },
            { "apply_class_balancing", applyClassBalancing }, { "alpha", alpha }, { "gamma", gamma },
    };

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        CheckSameShape(yTrue, yPred);
        var y = BinaryCrossentropy.Smooth(Ops.Cast(yTrue, yPred.DType), labelSmoothing);
        var p = fromLogits ? Ops.Sigmoid(yPred) : yPred;
        var right = (y * p) + ((1 - y) * (1 - p));
        var loss = Ops.Power(1 - right, gamma) * BinaryCrossentropy.OfProbabilities(y, p);
        return Ops.Mean(applyClassBalancing ? ((y * alpha) + ((1 - y) * (1 - alpha))) * loss : loss, axis);
    }

    internal static BinaryFocalCrossentropy FromConfig(Config config) => new(
        config.GetBoolean("apply_class_balancing", false), config.GetDouble("alpha", 0.25), config.GetDouble("gamma", 2),
        config.GetBoolean("from_logits", false), config.GetDouble("label_smoothing", 0), config.GetInt32("axis", -1), config.GetReduction(),
        config.GetString("name", "binary_focal_crossentropy"));
}

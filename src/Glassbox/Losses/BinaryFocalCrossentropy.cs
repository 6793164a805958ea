using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Binary focal crossentropy: the mean of (1 − p)^γ · crossentropy over the last axis, with p the predicted probability of the true class,
/// which down-weights easy samples. Targets are 0 or 1; predictions are probabilities, or logits, to which a sigmoid is applied.
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

    /// <summary>Creates the loss.</summary>
    /// <param name="applyClassBalancing">Whether to weight the classes by α.</param>
    /// <param name="alpha">α: weight of class 1; class 0 has weight 1 − α. 0.25 by default.</param>
    /// <param name="gamma">γ: focusing parameter; larger values down-weight easy samples more, 0 is plain crossentropy. 2 by
    /// default.</param>
    /// <param name="fromLogits">Whether predictions are logits rather than probabilities (sigmoid outputs).</param>
    /// <param name="labelSmoothing">Label smoothing, 0 to 1: moves targets from 0 and 1 towards 0.5; 0 by default.</param>
    /// <param name="axis">Axis to average over; the last by default.</param>
    /// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
    /// <param name="name">Name of the loss.</param>
    /// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label smoothing is outside [0, 1].</exception>
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

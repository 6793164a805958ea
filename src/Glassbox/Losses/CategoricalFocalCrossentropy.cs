using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// −Σ α · (1 − p)^γ · yTrue · log(p) over the classes, for one-hot targets: samples that are already right count less. Predictions are
/// probabilities, which are scaled to add up to one, or logits, which go through softmax.
/// </summary>
/// <remarks>
/// Source: Lin et al., 2017; <see href="https://keras.io/api/losses/probabilistic_losses/#categoricalfocalcrossentropy-class"/>.
/// </remarks>
public sealed class CategoricalFocalCrossentropy : Loss
{
    private readonly double alpha;
    private readonly double gamma;
    private readonly bool fromLogits;
    private readonly double labelSmoothing;
    private readonly int axis;

    /// <summary>The loss with its settings.</summary>
    /// <param name="alpha">α: a factor.</param>
    /// <param name="gamma">γ: how much less easy samples count; 0 is the plain crossentropy.</param>
    /// <param name="fromLogits">Whether predictions are logits, before softmax.</param>
    /// <param name="labelSmoothing">The part of the target that is spread evenly over all classes, 0 to 1.</param>
    /// <param name="axis">The axis of the classes.</param>
    /// <param name="reduction">How the losses of a batch become one number.</param>
    /// <param name="name">A name.</param>
    /// <param name="dtype">The type to compute in; that of the predictions by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The smoothing is outside [0, 1].</exception>
    public CategoricalFocalCrossentropy(
        double alpha = 0.25, double gamma = 2, bool fromLogits = false, double labelSmoothing = 0, int axis = -1,
        Reduction reduction = default, string name = "categorical_focal_crossentropy", DType? dtype = null)
        : base(name, reduction, dtype)
    {
        (this.alpha, this.gamma, this.fromLogits, this.axis) = (Setting.Finite(alpha), Setting.NotNegative(gamma), fromLogits, axis);
        this.labelSmoothing = CheckSmoothing(labelSmoothing, name);
    }

    internal override bool? FromLogits => fromLogits;

    internal override int? ClassAxis => axis;

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "from_logits", fromLogits }, { "label_smoothing", labelSmoothing }, { "axis", axis }, { "alpha", alpha }, { "gamma", gamma },
    };

    /// <inheritdoc/>
    protected internal override Tensor Call(Tensor yTrue, Tensor yPred)
    {
        var target = CategoricalCrossentropy.Target(yTrue, yPred, axis, labelSmoothing, Name);
        var p = fromLogits ? Ops.Softmax(yPred, axis) : yPred;
        p = Ops.Clip(p / Ops.Sum(p, axis, keepdims: true), Epsilon, 1 - Epsilon);
        return Ops.Sum(Ops.Power(1 - p, gamma) * alpha * (-target * Ops.Log(p)), axis);
    }

    internal static CategoricalFocalCrossentropy FromConfig(Config config) => new(
        config.GetDouble("alpha", 0.25), config.GetDouble("gamma", 2), config.GetBoolean("from_logits", false),
        config.GetDouble("label_smoothing", 0), config.GetInt32("axis", -1), config.GetReduction(),
        config.GetString("name", "categorical_focal_crossentropy"));
}

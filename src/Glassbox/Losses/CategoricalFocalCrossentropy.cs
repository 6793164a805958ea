using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Categorical focal crossentropy: −Σ α · (1 − p)^γ · yTrue · log(p) over the classes, for one-hot targets, which down-weights
/// well-classified samples. Predictions are probabilities, normalized to sum to 1, or logits, to which softmax is applied.
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

    /// <summary>Creates the loss.</summary>
    /// <param name="alpha">α: weight factor; 0.25 by default.</param>
    /// <param name="gamma">γ: focusing parameter; larger values down-weight easy samples more, 0 is plain crossentropy. 2 by
    /// default.</param>
    /// <param name="fromLogits">Whether predictions are logits rather than probabilities (softmax outputs).</param>
    /// <param name="labelSmoothing">Label smoothing: fraction of the target spread uniformly over all classes, 0 to 1; 0 by
    /// default.</param>
    /// <param name="axis">The class axis; the last by default.</param>
    /// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
    /// <param name="name">Name of the loss.</param>
    /// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The label smoothing is outside [0, 1].</exception>
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

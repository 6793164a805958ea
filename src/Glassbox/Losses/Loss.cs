using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// Base class of losses: the scalar that training minimizes. Where a loss is expected, its name is accepted: <c>loss:
/// "categorical_crossentropy"</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/losses/"/>.</remarks>
public abstract class Loss : IConfigurable
{
    /// <summary>Probabilities are clipped to [epsilon, 1 − epsilon], so that their logarithms are finite.</summary>
    protected const double Epsilon = 1e-7;

    internal static readonly Registry<Loss> Known = new("loss", "keras.losses", (loss, config) => loss.ReadSettings(config),
        (loss, name) => loss.GivenName = name)
    {
        CategoricalCrossentropy.FromConfig, SparseCategoricalCrossentropy.FromConfig,
            { BinaryCrossentropy.FromConfig, ["binary_crossentropy", "bce"] },
        BinaryFocalCrossentropy.FromConfig, CategoricalFocalCrossentropy.FromConfig, { CategoricalGeneralizedCrossEntropy.FromConfig, [] },
        { MeanSquaredError.FromConfig, ["mean_squared_error", "mse"] }, { MeanAbsoluteError.FromConfig, ["mean_absolute_error", "mae"] },
        { MeanAbsolutePercentageError.FromConfig, ["mean_absolute_percentage_error", "mape"] },
        { MeanSquaredLogarithmicError.FromConfig, ["mean_squared_logarithmic_error", "msle"] }, Huber.FromConfig, LogCosh.FromConfig,
        CosineSimilarity.FromConfig, Poisson.FromConfig, { KLDivergence.FromConfig, ["kl_divergence", "kld"] }, Hinge.FromConfig,
        SquaredHinge.FromConfig, CategoricalHinge.FromConfig, Dice.FromConfig, Tversky.FromConfig, Circle.FromConfig,
    };

    /// <summary>Sets the properties common to all losses.</summary>
    /// <param name="name">Name, such as <c>mean_squared_error</c>; by default the class name in snake case.</param>
    /// <param name="reduction">How the losses of a batch are reduced to a scalar.</param>
    /// <param name="dtype">Data type to compute in; that of the predictions by default.</param>
    /// <exception cref="ArgumentException">The data type is not a floating-point one.</exception>
    protected Loss(string? name = null, Reduction reduction = default, DType? dtype = null)
    {
        Name = name ?? Identifiers.SnakeCase(GetType().Name);
        Reduction = reduction;
        DType = dtype is not { IsFloating: false } ? dtype : throw new ArgumentException($"{Name}: a loss is computed in float32 or "
            + $"float64; received dtype {dtype}.", nameof(dtype));
    }

    /// <summary>Name, such as <c>mean_squared_error</c>.</summary>
    public string Name { get; private set; }

    /// <summary>How the losses of a batch are reduced to a scalar.</summary>
    public Reduction Reduction { get; private set; }

    /// <summary>Data type to compute in; null for that of the predictions.</summary>
    public DType? DType { get; private set; }

    /// <summary>The string by which the object was specified, which is then also its serialized form.</summary>
    internal string? GivenName { get; private set; }

    /// <summary>Whether the predictions are logits (true), probabilities (false), or neither (null).</summary>
    internal virtual bool? FromLogits => null;

    /// <summary>Whether the loss has a fromLogits option.</summary>
    internal virtual bool TakesLogits => true;

    /// <summary>The axis of mutually exclusive classes in the predictions; null for none.</summary>
    internal virtual int? ClassAxis => null;

    /// <summary>The loss of a given name, with default settings.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message suggests the closest one.</exception>
    public static Loss Get(string name) => Known.Get(name);

    /// <summary>The loss of a given name, as <see cref="Get"/>.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static implicit operator Loss?(string? name) => name is null ? null : Get(name);

    /// <summary>A custom loss: maps (yTrue, yPred) to a loss per sample, with differentiable operations (<see cref="Ops"/>).</summary>
    public static implicit operator Loss(Func<Tensor, Tensor, Tensor> function) => new LossFunctionWrapper(function);

    /// <summary>
    /// The configuration, with Keras's keys. Override it to add settings: <c>new(base.GetConfig()) { { "delta", delta } }</c>.
    /// </summary>
    public virtual Config GetConfig()
    {
        var config = new Config { { "name", Name }, { "reduction", Reduction.Setting } };
        if (DType is not null)
        {
            config.Add("dtype", DType.Name);
        }

        return config;
    }

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => GivenName ?? Serialize();

    /// <summary>The serialized form.</summary>
    private protected virtual JsonNode Serialize() => Known.Serialize(this);

    /// <summary>The loss of a batch: a scalar, unless the reduction is <see cref="Reduction.None"/>.</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sampleWeight">Weights of the losses, in their shape or one that broadcasts to it.</param>
    /// <exception cref="ArgumentException">The shapes do not match, or labels are out of range.</exception>
    public Tensor Apply(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        (yTrue, yPred) = SameRank(yTrue, DType is null ? yPred : Ops.Cast(yPred, DType));
        using var code = RunningCode.Enter(RunningCode.IsUsers(this));
        CheckClasses(yPred);
        var losses = Call(yTrue, yPred);
        var weights = sampleWeight is null ? null : WeightsFor(losses, sampleWeight);
        if (Counts(yTrue, losses) is { } counts)
        {
            weights = Masked(weights, Ops.Cast(counts, losses.DType));
        }

        var weighted = weights is null ? losses : losses * weights;
        return Reduction == Reduction.None ? weighted
            : Reduction == Reduction.Sum ? Ops.Sum(weighted)
            : Reduction == Reduction.MeanWithSampleWeight && weights is not null
            ? Ops.Sum(weighted) / Ops.Sum(Ops.BroadcastTo(weights, weighted.Shape))
            : Ops.Mean(weighted);
    }

    /// <summary>The loss of each sample (or of each of its positions).</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    protected internal abstract Tensor Call(Tensor yTrue, Tensor yPred);

    /// <summary>A mask of losses to include in the reduction, 1 or 0; null for all. A mean is taken over the included losses.</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="losses">The result of <see cref="Call"/>.</param>
    internal virtual Tensor? Counts(Tensor yTrue, Tensor losses) => null;

    /// <summary>The label smoothing, after checking its range.</summary>
    private protected static double CheckSmoothing(double labelSmoothing, string name) => labelSmoothing is >= 0 and <= 1
        ? labelSmoothing
        : throw new ArgumentOutOfRangeException(nameof(labelSmoothing), $"{labelSmoothing}",
        $"{name} needs a label smoothing of 0 to 1; received {labelSmoothing}.");

    /// <summary>Throws if targets and predictions differ in shape, since broadcasting would compare the wrong elements.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    protected void CheckSameShape(Tensor yTrue, Tensor yPred)
    {
        if (yTrue.Shape != yPred.Shape)
        {
            throw new ArgumentException($"{Name} needs targets of the shape of the predictions; received targets of shape {yTrue.Shape} "
                + $"for predictions of shape {yPred.Shape}. {TargetHint.For(yTrue.Shape, yPred.Shape)}".TrimEnd(), nameof(yTrue));
        }
    }

    /// <summary>Equalizes ranks that differ by a trailing axis of size 1.</summary>
    internal static (Tensor A, Tensor B) SameRank(Tensor a, Tensor b)
    {
        if (a.Rank == b.Rank + 1 && a.Shape[^1] == 1)
        {
            return b.Rank == 1 ? (a, Ops.ExpandDims(b, -1)) : (Ops.Squeeze(a, -1), b);
        }

        if (b.Rank == a.Rank + 1 && b.Shape[^1] == 1)
        {
            return a.Rank == 1 ? (Ops.ExpandDims(a, -1), b) : (a, Ops.Squeeze(b, -1));
        }

        return (a, b);
    }

    /// <summary>Weights in the losses' data type, reshaped to broadcast to their shape from the first axis.</summary>
    internal static Tensor WeightsFor(Tensor losses, Tensor sampleWeight)
    {
        var weights = Ops.Cast(sampleWeight, losses.DType);
        if (losses.Rank == 0)
        {
            return weights;    // one loss for the whole batch, which counts as much as each sample
        }

        while (weights.Rank > losses.Rank && weights.Shape[^1] == 1)
        {
            weights = Ops.Squeeze(weights, -1);
        }

        while (weights.Rank < losses.Rank)
        {
            weights = Ops.ExpandDims(weights, -1);
        }

        return weights.Rank == losses.Rank && weights.Shape.Zip(losses.Shape).All(pair => pair.First == 1 || pair.First == pair.Second)
            ? weights
            : throw new ArgumentException($"The sample weights must have one value for each sample; received shape {sampleWeight.Shape} "
            + $"for losses of shape {losses.Shape}.", nameof(sampleWeight));
    }

    // Settings common to all losses, read here so that each FromConfig need not.
    private void ReadSettings(Config config)
    {
        Name = config.GetName() ?? Name;
        Reduction = config.Contains("reduction") ? config.GetReduction() : Reduction;
        DType = config.GetDType() ?? DType;
    }

    /// <summary>Warns, once, that with a single class every prediction is correct.</summary>
    private void CheckClasses(Tensor yPred)
    {
        if (ClassAxis is { } axis && yPred.Rank > 0 && yPred.Shape[yPred.Shape.Axis(axis)] == 1)
        {
            Warnings.Once(this, "one class", () =>
                $"The loss {Name} chooses between classes along axis {axis}; received predictions of shape {yPred.Shape}, which have one. "
                + "For two classes and one output unit with a sigmoid use the loss \"binary_crossentropy\", or give the model one unit for "
                + "each class and a softmax.");
        }
    }

    private Tensor Masked(Tensor? weights, Tensor counts)
    {
        if (Reduction == Reduction.SumOverBatchSize || Reduction == Reduction.Mean)
        {
            counts *= counts.Size / (Ops.Sum(counts) + Epsilon);
        }

        return weights is null ? counts : weights * counts;
    }
}

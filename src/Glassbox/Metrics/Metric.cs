using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>
/// Base class of metrics, which are accumulated over batches and reported but not minimized. Where a metric is expected, its name is
/// accepted: <c>metrics: ["accuracy"]</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/metrics/"/>.</remarks>
public abstract class Metric : IConfigurable
{
    internal static readonly Registry<Metric> Known = new(
        "metric", "keras.metrics", (metric, config) =>
        (metric.Name, metric.DType) = (config.GetName() ?? metric.Name, ReadDType(config) ?? metric.DType),
        (metric, name) => (metric.GivenName, metric.Name) = (name, name), suffix: "Metric")
    {
        { "accuracy", name => new MetricByShape(name, crossentropy: false) },
            { "acc", name => new MetricByShape(name, crossentropy: false) },
        { "crossentropy", name => new MetricByShape(name, crossentropy: true) },
        { "ce", name => new MetricByShape(name, crossentropy: true) }, { Accuracy.FromConfig, [] }, BinaryAccuracy.FromConfig,
        CategoricalAccuracy.FromConfig, SparseCategoricalAccuracy.FromConfig, TopKCategoricalAccuracy.FromConfig,
        SparseTopKCategoricalAccuracy.FromConfig, { BinaryCrossentropyMetric.FromConfig, ["binary_crossentropy", "bce"] },
        CategoricalCrossentropyMetric.FromConfig, SparseCategoricalCrossentropyMetric.FromConfig, KLDivergenceMetric.FromConfig,
        PoissonMetric.FromConfig, { MeanSquaredErrorMetric.FromConfig, ["mean_squared_error", "mse"] }, RootMeanSquaredError.FromConfig,
        { MeanAbsoluteErrorMetric.FromConfig, ["mean_absolute_error", "mae"] },
        { MeanAbsolutePercentageErrorMetric.FromConfig, ["mean_absolute_percentage_error", "mape"] },
        { MeanSquaredLogarithmicErrorMetric.FromConfig, ["mean_squared_logarithmic_error", "msle"] }, CosineSimilarityMetric.FromConfig,
        LogCoshError.FromConfig, R2Score.FromConfig, PearsonCorrelation.FromConfig, ConcordanceCorrelation.FromConfig,
        HingeMetric.FromConfig, SquaredHingeMetric.FromConfig, CategoricalHingeMetric.FromConfig,
        Precision.FromConfig, Recall.FromConfig, TruePositives.FromConfig, TrueNegatives.FromConfig, FalsePositives.FromConfig,
        FalseNegatives.FromConfig, { AUC.FromConfig, ["auc"] }, { PrecisionAtRecall.FromConfig, [] }, { RecallAtPrecision.FromConfig, [] },
        { SensitivityAtSpecificity.FromConfig, [] }, { SpecificityAtSensitivity.FromConfig, [] }, F1Score.FromConfig,
        { FBetaScore.FromConfig, ["fbeta_score", "f_beta_score"] }, { IoU.FromConfig, [] }, { MeanIoU.FromConfig, [] },
        { OneHotIoU.FromConfig, [] }, { OneHotMeanIoU.FromConfig, [] }, { BinaryIoU.FromConfig, ["binary_iou", "binary_io_u"] },
        Mean.FromConfig, Sum.FromConfig,
    };

    private readonly List<Variable> variables = [];

    /// <summary>Sets the properties common to all metrics.</summary>
    /// <param name="name">Key in the logs, such as <c>accuracy</c>; by default the class name in snake case.</param>
    /// <param name="dtype">Data type recorded in files, float32 by default; the built-in metrics always accumulate in double
    /// precision.</param>
    protected Metric(string? name = null, DType? dtype = null) =>
        (Name, DType) = (name ?? Identifiers.SnakeCase(GetType().Name), dtype ?? DType.Float32);

    /// <summary>Key in the logs, such as <c>accuracy</c>.</summary>
    public string Name { get; private set; }

    /// <summary>
    /// Whether larger values are better, for callbacks that monitor the metric; null if unspecified, in which case they need <c>mode</c>.
    /// </summary>
    public virtual bool? LargerIsBetter => null;

    /// <summary>Whether a larger value is better, by the exact name of a metric such as <c>mae</c>; null for unknown names.</summary>
    internal static bool? IsLargerBetter(string name) => name == "loss" ? false : Known.Find(name)?.LargerIsBetter;

    /// <summary>Data type recorded in files.</summary>
    public DType DType { get; private set; }

    /// <summary>The string by which the object was specified, which is then also its serialized form.</summary>
    internal string? GivenName { get; private set; }

    /// <summary>
    /// The metric of a given name, with default settings. "accuracy" and "crossentropy" resolve to the binary, categorical or sparse form
    /// by the shapes of the first batch.
    /// </summary>
    /// <exception cref="ArgumentException">The name is unknown; the message suggests the closest one.</exception>
    public static Metric Get(string name) => Known.Get(name);

    /// <summary>The metric of a given name, as <see cref="Get"/>.</summary>
    public static implicit operator Metric(string name) => Get(name);

    /// <summary>A custom metric: the mean of a function that maps (yTrue, yPred) to a value per sample.</summary>
    public static implicit operator Metric(Func<Tensor, Tensor, Tensor> function) => new MeanMetricWrapper(function);

    /// <summary>The mean of a loss as a metric, under the loss's name: <c>metrics: [new MeanSquaredError()]</c>.</summary>
    public static implicit operator Metric(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new MeanMetricWrapper(loss.Call, loss.Name);
    }

    /// <summary>
    /// The configuration, with Keras's keys. Override it to add settings: <c>new(base.GetConfig()) { { "threshold", threshold } }</c>.
    /// </summary>
    public virtual Config GetConfig() => new() { { "name", Name }, { "dtype", DType.Name } };

    /// <summary>The data type in a configuration; null if it is unknown, which does not affect results.</summary>
    private static DType? ReadDType(Config config)
    {
        var name = config.GetNode("dtype") is JsonObject policy ? policy["config"]?["name"] : config.GetNode("dtype");
        return name?.GetValueKind() == JsonValueKind.String && name.GetValue<string>() is "float32" or "float64" or "int32" or "int64"
            ? DType.Parse(name.GetValue<string>()) : null;
    }

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => GivenName ?? Serialize();

    /// <summary>The serialized form.</summary>
    private protected virtual JsonNode Serialize() => Known.Serialize(this);

    /// <summary>The variables created by <see cref="AddVariable"/>.</summary>
    public IReadOnlyList<Variable> Variables => variables;

    /// <summary>Adds a batch to the accumulated state.</summary>
    /// <param name="yTrue">Targets.</param>
    /// <param name="yPred">Predictions.</param>
    /// <param name="sampleWeight">Weight of each sample; equal by default.</param>
    public abstract void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null);

    /// <summary>Adds precomputed values, such as the loss of a batch; supported by <see cref="Mean"/> and <see cref="Sum"/>.</summary>
    /// <param name="values">A scalar or a tensor of values.</param>
    /// <exception cref="NotSupportedException">The metric compares targets and predictions.</exception>
    public virtual void UpdateState(Tensor values) => throw new NotSupportedException(
        $"'{Name}' compares targets and predictions: call UpdateState(yTrue, yPred). A mean of values is new Mean(\"{Name}\").");

    /// <summary>The result over all batches since the last reset; 0 before the first.</summary>
    public abstract double Result();

    /// <summary>
    /// All results of a metric with several, such as one per class, whose mean is <see cref="Result"/>; otherwise the only one.
    /// </summary>
    public virtual Tensor Results() => Result();

    /// <summary>Resets the accumulated state. By default the metric's variables are set to zero.</summary>
    public virtual void ResetState()
    {
        foreach (var variable in variables)
        {
            variable.Assign(Tensor.Zeros(variable.Shape, variable.DType));
        }
    }

    /// <summary>The current result, deferred until read if later batches cannot change it.</summary>
    internal virtual Figure Snapshot() => Result();

    /// <summary>
    /// A copy of the accumulated state, for rolling back a rejected step; by default the values of the metric's variables.
    /// </summary>
    internal virtual object? Gathered
    {
        get => variables.ConvertAll(variable => variable.Value.Copy());
        set
        {
            foreach (var (variable, before) in variables.Zip((List<Tensor>)value!))
            {
                variable.Assign(before);
            }
        }
    }

    /// <summary>A sum that is allocated outside the step arena and not recorded by tapes.</summary>
    /// <exception cref="NoValuesException">The values are symbolic.</exception>
    private protected static Tensor KeptSum(Tensor numbers)
    {
        using (StepMemory.Suspend())
        {
            return numbers.HasValues ? Ops.Sum(Ops.StopGradient(numbers)) : throw numbers.WithoutValues();
        }
    }

    /// <summary>Creates a variable for the accumulated state of a custom metric; update it with <see cref="Variable.AssignAdd"/>.</summary>
    /// <param name="shape">Shape; <c>[]</c> for a scalar.</param>
    /// <param name="initializer">Initializer, such as <c>"zeros"</c>.</param>
    /// <param name="dtype">Data type; that of the metric by default.</param>
    /// <param name="name">Name of the variable.</param>
    protected Variable AddVariable(Shape shape, Initializer initializer, DType? dtype = null, string? name = null)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(initializer);
        var called = name ?? "variable";
        var variable = new Variable(initializer.Call(shape, dtype ?? DType), trainable: false, called) { Path = $"{Name}/{called}" };
        variables.Add(variable);
        return variable;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Initializers;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Saving;

namespace Glassbox.Metrics;

/// <summary>
/// A figure that is watched during training and gathered over batches. A string is accepted wherever one is: <c>metrics: ["accuracy"]</c>.
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

    /// <summary>Sets what all metrics have in common.</summary>
    /// <param name="name">The key under which it is logged, such as <c>accuracy</c>; by default its class in snake case.</param>
    /// <param name="dtype">The type that files name, float32 by default; the metrics here gather their figures in double precision whatever
    /// it is.</param>
    protected Metric(string? name = null, DType? dtype = null) =>
        (Name, DType) = (name ?? Identifiers.SnakeCase(GetType().Name), dtype ?? DType.Float32);

    /// <summary>The key under which it is logged, such as <c>accuracy</c>.</summary>
    public string Name { get; private set; }

    /// <summary>
    /// Whether a larger figure is the better one, which callbacks that watch it want to know; null where the metric does not say, and they
    /// need <c>mode</c>.
    /// </summary>
    public virtual bool? LargerIsBetter => null;

    /// <summary>Whether a larger value is better, by the exact name of a metric such as <c>mae</c>; null if no metric has it.</summary>
    internal static bool? IsLargerBetter(string name) => name == "loss" ? false : Known.Find(name)?.LargerIsBetter;

    /// <summary>The type that files name.</summary>
    public DType DType { get; private set; }

    /// <summary>The string by which it was asked for, which is what files say then.</summary>
    internal string? GivenName { get; private set; }

    /// <summary>
    /// The metric of a name, with its default settings. "accuracy" and "crossentropy" become the binary, categorical or sparse form when
    /// the first batch shows the shapes.
    /// </summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Metric Get(string name) => Known.Get(name);

    /// <summary>The metric of a name, as <see cref="Get"/>.</summary>
    public static implicit operator Metric(string name) => Get(name);

    /// <summary>A metric of your own: the mean of what a function from (yTrue, yPred) says of each sample.</summary>
    public static implicit operator Metric(Func<Tensor, Tensor, Tensor> function) => new MeanMetricWrapper(function);

    /// <summary>The mean of a loss as a metric, under the loss's name: <c>metrics: [new MeanSquaredError()]</c>.</summary>
    public static implicit operator Metric(Loss loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        return new MeanMetricWrapper(loss.Call, loss.Name);
    }

    /// <summary>
    /// The settings by Keras's names. A metric with settings of its own adds them: <c>new(base.GetConfig()) { { "threshold", threshold }
    /// }</c>.
    /// </summary>
    public virtual Config GetConfig() => new() { { "name", Name }, { "dtype", DType.Name } };

    /// <summary>The type that a description names; null where it is one that is not known here, which changes no figure.</summary>
    private static DType? ReadDType(Config config)
    {
        var name = config.GetNode("dtype") is JsonObject policy ? policy["config"]?["name"] : config.GetNode("dtype");
        return name?.GetValueKind() == JsonValueKind.String && name.GetValue<string>() is "float32" or "float64" or "int32" or "int64"
            ? DType.Parse(name.GetValue<string>()) : null;
    }

    /// <inheritdoc/>
    JsonNode IConfigurable.Serialize() => GivenName ?? Serialize();

    /// <summary>The description that stands in files.</summary>
    private protected virtual JsonNode Serialize() => Known.Serialize(this);

    /// <summary>What <see cref="AddVariable"/> made.</summary>
    public IReadOnlyList<Variable> Variables => variables;

    /// <summary>Takes a batch into account.</summary>
    /// <param name="yTrue">What is right.</param>
    /// <param name="yPred">What was predicted.</param>
    /// <param name="sampleWeight">How much each sample counts; equally by default.</param>
    public abstract void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null);

    /// <summary>
    /// Takes values into account that are there already, such as the loss of a batch: <see cref="Mean"/> and <see cref="Sum"/> do.
    /// </summary>
    /// <param name="values">One number, or several.</param>
    /// <exception cref="NotSupportedException">The metric compares targets and predictions.</exception>
    public virtual void UpdateState(Tensor values) => throw new NotSupportedException(
        $"'{Name}' compares targets and predictions: call UpdateState(yTrue, yPred). A mean of values is new Mean(\"{Name}\").");

    /// <summary>The figure over all batches since the last reset; 0 before the first.</summary>
    public abstract double Result();

    /// <summary>
    /// All figures of a metric that has several, such as one for each class, whose mean is <see cref="Result"/>; the only one otherwise.
    /// </summary>
    public virtual Tensor Results() => Result();

    /// <summary>Forgets all batches. By default the metric's variables become zero.</summary>
    public virtual void ResetState()
    {
        foreach (var variable in variables)
        {
            variable.Assign(Tensor.Zeros(variable.Shape, variable.DType));
        }
    }

    /// <summary>The result as it is now, computed when it is read where nothing that comes later can change it.</summary>
    internal virtual Figure Snapshot() => Result();

    /// <summary>
    /// What was gathered so far, to go back to where a step is refused. Of a metric of one's own it is what its variables hold.
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

    /// <summary>A sum that outlives the step, and that no tape holds on to.</summary>
    /// <exception cref="NoValuesException">The numbers are symbolic.</exception>
    private protected static Tensor KeptSum(Tensor numbers)
    {
        using (StepMemory.Suspend())
        {
            return numbers.HasValues ? Ops.Sum(Ops.StopGradient(numbers)) : throw numbers.WithoutValues();
        }
    }

    /// <summary>
    /// Makes a variable in which a metric of one's own gathers something over the batches; <see cref="Variable.AssignAdd"/> adds to it.
    /// </summary>
    /// <param name="shape">Its shape; <c>[]</c> for one number.</param>
    /// <param name="initializer">Its first values: <c>"zeros"</c>.</param>
    /// <param name="dtype">That of the metric by default.</param>
    /// <param name="name">What it is called.</param>
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

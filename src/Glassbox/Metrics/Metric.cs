using Glassbox.Losses;

namespace Glassbox.Metrics;

/// <summary>
/// A figure that is watched during training and gathered over batches. A string is accepted wherever one is: <c>metrics: ["accuracy"]</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/metrics/"/>.</remarks>
public abstract class Metric
{
    private static readonly (string Name, Func<string, Metric> Make)[] Known =
    [
        ("accuracy", name => new MetricByShape(name, crossentropy: false)), ("acc", name => new MetricByShape(name, crossentropy: false)),
        ("crossentropy", name => new MetricByShape(name, crossentropy: true)), ("ce", name => new MetricByShape(name, crossentropy: true)),
        ("binary_accuracy", _ => new BinaryAccuracy()),
        ("categorical_accuracy", _ => new CategoricalAccuracy()),
        ("sparse_categorical_accuracy", _ => new SparseCategoricalAccuracy()),
        ("categorical_crossentropy", name => new LossMetric(name, new CategoricalCrossentropy())),
        ("sparse_categorical_crossentropy", name => new LossMetric(name, new SparseCategoricalCrossentropy())),
        ("binary_crossentropy", name => new LossMetric(name, new BinaryCrossentropy())), ("bce", name => new LossMetric(name, new BinaryCrossentropy())),
        ("mean_squared_error", name => new LossMetric(name, new MeanSquaredError())), ("mse", name => new LossMetric(name, new MeanSquaredError())),
        ("mean_absolute_error", name => new LossMetric(name, new MeanAbsoluteError())), ("mae", name => new LossMetric(name, new MeanAbsoluteError())),
    ];

    /// <summary>Sets the name.</summary>
    /// <param name="name">The key under which it is logged, such as <c>accuracy</c>.</param>
    protected Metric(string name) => Name = name;

    /// <summary>The key under which it is logged, such as <c>accuracy</c>.</summary>
    public string Name { get; }

    /// <summary>The metric of a name, with its default settings. "accuracy" and "crossentropy" become the binary, categorical or sparse form when the first batch shows the shapes.</summary>
    /// <exception cref="ArgumentException">There is none; the message names the nearest.</exception>
    public static Metric Get(string name)
    {
        var wanted = Identifiers.Normalize(name);
        var found = Array.Find(Known, entry => Identifiers.Normalize(entry.Name) == wanted);
        return found.Make?.Invoke(found.Name) ?? throw new ArgumentException(Identifiers.Unknown("metric", name, Known.Select(entry => entry.Name)), nameof(name));
    }

    /// <summary>The metric of a name, as <see cref="Get"/>.</summary>
    public static implicit operator Metric(string name) => Get(name);

    /// <summary>A metric of your own: the mean of what a function from (yTrue, yPred) says of each sample.</summary>
    public static implicit operator Metric(Func<Tensor, Tensor, Tensor> function) => new FunctionMetric(function);

    /// <summary>Takes a batch into account.</summary>
    /// <param name="yTrue">What is right.</param>
    /// <param name="yPred">What was predicted.</param>
    /// <param name="sampleWeight">How much each sample counts; equally by default.</param>
    public abstract void UpdateState(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null);

    /// <summary>The figure over all batches since the last reset; 0 before the first.</summary>
    public abstract double Result();

    /// <summary>Forgets all batches.</summary>
    public abstract void ResetState();

    private sealed class FunctionMetric(Func<Tensor, Tensor, Tensor> function) : MeanMetric(function.Method.Name)
    {
        protected override Tensor Values(Tensor yTrue, Tensor yPred) => function(yTrue, yPred);
    }
}

using System.Runtime.CompilerServices;
using Glassbox.Backends;
using Glassbox.Callbacks;
using Glassbox.Layers;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;
using Glassbox.Saving;

namespace Glassbox;

/// <summary>
/// A network of layers with training, evaluation and inference:
/// <see cref="Compile(Optimizer, Loss, IReadOnlyList{Metric}, IReadOnlyList{Metric}, double)"/>,
/// <see cref="Fit(Tensor, Tensor, int?, int, int, IReadOnlyList{Callback}, double, Batch, bool, IReadOnlyDictionary{int, double}, Tensor,
/// int, int?, int?, int?, int, CancellationToken)"/>,
/// <see cref="Evaluate(Tensor, Tensor, int?, int, Tensor, int?, IReadOnlyList{Callback}, CancellationToken)"/>,
/// <see cref="Predict(Tensor, int?, int, int?, IReadOnlyList{Callback}, CancellationToken)"/>. A model is itself a layer and can be
/// nested in another model.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/models/model_training_apis/"/>.</remarks>
public partial class Model : Layer, IDeclaresLayers
{
    private const int DefaultBatchSize = 32;

    static Model()
    {
        KnownLayers.All.Add("keras", Sequential.FromConfig);
        KnownLayers.All.Add("keras.src.models.functional", "Functional", FunctionalConfig.Make);
    }

    private Trainer? trainer;
    private LossTracker? tracker;

    /// <summary>The optimizer the model was compiled with.</summary>
    /// <exception cref="InvalidOperationException">The model is not compiled (see <see cref="IsCompiled"/>).</exception>
    public Optimizer Optimizer
    {
        get
        {
            RequireCompiled("asking for its Optimizer");
            return OptimizerOrNone!;
        }
    }

    /// <summary>Whether the model is compiled and so has an optimizer.</summary>
    public bool IsCompiled => trainer is not null;

    /// <summary>The optimizer; null before the model is compiled.</summary>
    internal Optimizer? OptimizerOrNone { get; private set; }

    /// <summary>
    /// The compiled loss; null before <see cref="Compile(Optimizer, Loss, IReadOnlyList{Metric}, IReadOnlyList{Metric}, double)"/>, and if
    /// each output has its own loss.
    /// </summary>
    public Loss? Loss => Compiled is { Loss.Count: 1 } options ? options.Loss.One : null;

    /// <summary>The compile settings except the optimizer; null before.</summary>
    internal CompileOptions? Compiled { get; private set; }

    /// <summary>Set to true (by a callback) to stop training after the current step.</summary>
    public bool StopTraining { get; set; }

    /// <summary>Progress of the current training; null before the first.</summary>
    internal TrainingProgress? Progress { get; set; }

    /// <summary>
    /// Prints a table of the layers with output shapes, parameter counts and totals; for a graph also the inbound connections.
    /// </summary>
    /// <param name="lineLength">Minimum width of the table; 65 by default, 98 for a graph.</param>
    /// <param name="printFn">Called with each line; prints to the console by default.</param>
    /// <param name="expandNested">Whether to list the layers of nested models.</param>
    /// <param name="showTrainable">Whether to add a column that shows which layers are trainable: Y, N, or - for those without
    /// weights.</param>
    public void Summary(int? lineLength = null, Action<string>? printFn = null, bool expandNested = false, bool showTrainable = false)
    {
        foreach (var line in ModelSummary.Lines(this, lineLength, expandNested, showTrainable))
        {
            (printFn ?? Console.WriteLine)(line);
        }
    }

    /// <summary>Configures training: optimizer, loss and metrics.</summary>
    /// <param name="optimizer">A name such as "adam", or an optimizer; rmsprop by default.</param>
    /// <param name="loss">A name such as "categorical_crossentropy", a loss, or a function. Without a loss the model cannot be
    /// trained.</param>
    /// <param name="metrics">Names such as "accuracy", metrics, or functions. Not weighted by sample weights.</param>
    /// <param name="weightedMetrics">The same, but weighted by sample weights.</param>
    /// <param name="lossWeight">Factor of the loss.</param>
    /// <exception cref="ArgumentException">A name is unknown, or the optimizer has trained another model.</exception>
    public void Compile(
        Optimizer? optimizer = null, Loss? loss = null, IReadOnlyList<Metric>? metrics = null,
        IReadOnlyList<Metric>? weightedMetrics = null, double lossWeight = 1)
    {
        Compile(optimizer, new CompileOptions(loss, metrics?.ToArray(), weightedMetrics?.ToArray(), lossWeight));
    }

    /// <summary>Configures training with functions among the metrics: <c>metrics: ["mae", MeanPrediction]</c>.</summary>
    /// <inheritdoc cref="Compile(Optimizer, Loss, IReadOnlyList{Metric}, IReadOnlyList{Metric}, double)"/>
    [OverloadResolutionPriority(-2)]
    public void Compile(Optimizer? optimizer, Loss? loss, MetricList? metrics = null, MetricList? weightedMetrics = null,
        double lossWeight = 1)
    {
        Compile(optimizer, new CompileOptions(loss, metrics?.ToArray(), weightedMetrics?.ToArray(), lossWeight));
    }

    /// <summary>
    /// Configures training with a custom loss: a function from (yTrue, yPred) to one loss per sample, composed of differentiable operations
    /// (<see cref="Ops"/>).
    /// </summary>
    /// <inheritdoc cref="Compile(Optimizer, Loss, IReadOnlyList{Metric}, IReadOnlyList{Metric}, double)"/>
    [OverloadResolutionPriority(-2)]
    public void Compile(Optimizer? optimizer, Func<Tensor, Tensor, Tensor> loss, MetricList? metrics = null,
        MetricList? weightedMetrics = null, double lossWeight = 1)
    {
        Compile(optimizer, new CompileOptions(new LossFunctionWrapper(loss), metrics?.ToArray(), weightedMetrics?.ToArray(), lossWeight));
    }

    /// <summary>Trains the model on tensors.</summary>
    /// <param name="x">The samples; the first axis is the batch axis.</param>
    /// <param name="y">The targets, one per sample.</param>
    /// <param name="batchSize">Samples per gradient step; 32 by default.</param>
    /// <param name="epochs">Number of passes over the data.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line per epoch.</param>
    /// <param name="callbacks">Callbacks to run during training.</param>
    /// <param name="validationSplit">Fraction of the data, taken from the end, that is held out for validation; in [0, 1).</param>
    /// <param name="validationData">Validation data, evaluated after each epoch: <c>(x, y)</c> or <c>(x, y, sampleWeight)</c>. Takes
    /// precedence over the split.</param>
    /// <param name="shuffle">Whether to shuffle the samples before each epoch.</param>
    /// <param name="classWeight">Loss weight per class; 1 for classes not listed.</param>
    /// <param name="sampleWeight">Weight per sample.</param>
    /// <param name="initialEpoch">Epoch at which to start, to resume a training.</param>
    /// <param name="stepsPerEpoch">Steps per epoch; by default one pass over the data.</param>
    /// <param name="validationSteps">Number of validation batches; all by default.</param>
    /// <param name="validationBatchSize">Samples per validation batch; <paramref name="batchSize"/> by default.</param>
    /// <param name="validationFreq">Validates every this many epochs.</param>
    /// <param name="cancellationToken">Stops training after the current step; the weights keep their values at that point.</param>
    /// <returns>Loss and metrics of each epoch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled, or has no loss.</exception>
    /// <exception cref="ArgumentException">The data is inconsistent, or incompatible with the model or the loss.</exception>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public History Fit(
        Tensor x, Tensor y, int? batchSize = null, int epochs = 1, int verbose = 1, IReadOnlyList<Callback>? callbacks = null,
        double validationSplit = 0, Batch? validationData = null, bool shuffle = true, IReadOnlyDictionary<int, double>? classWeight = null,
        Tensor? sampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        int? validationBatchSize = null, int validationFreq = 1, CancellationToken cancellationToken = default) => Fit(
            Given(x), y, batchSize, epochs, verbose, callbacks, validationSplit, validationData, shuffle, classWeight,
            sampleWeight, initialEpoch, stepsPerEpoch, validationSteps, validationBatchSize, validationFreq, cancellationToken);

    /// <summary>
    /// Trains the model on a stream of batches, such as an iterator method. Without <paramref name="stepsPerEpoch"/> the stream must be
    /// finite and is enumerated anew for each epoch.
    /// </summary>
    /// <param name="data">Batches: <c>(x, y)</c> or <c>(x, y, sampleWeight)</c> each.</param>
    /// <param name="epochs">Number of passes over the data.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line per epoch.</param>
    /// <param name="callbacks">Callbacks to run during training.</param>
    /// <param name="validationData">Validation batches, evaluated after each epoch.</param>
    /// <param name="classWeight">Loss weight per class; 1 for classes not listed.</param>
    /// <param name="initialEpoch">Epoch at which to start, to resume a training.</param>
    /// <param name="stepsPerEpoch">Number of batches per epoch; the next epoch continues where the last one stopped.</param>
    /// <param name="validationSteps">Number of validation batches; all by default.</param>
    /// <param name="validationFreq">Validates every this many epochs.</param>
    /// <param name="cancellationToken">Stops training after the current step; the weights keep their values at that point.</param>
    /// <inheritdoc cref="Fit(Tensor, Tensor, int?, int, int, IReadOnlyList{Callback}, double, Batch, bool, IReadOnlyDictionary{int,
    /// double}, Tensor, int, int?, int?, int?, int, CancellationToken)"/>
    public History Fit(
        IEnumerable<Batch> data, int epochs = 1, int verbose = 1, IReadOnlyList<Callback>? callbacks = null,
        IEnumerable<Batch>? validationData = null, IReadOnlyDictionary<int, double>? classWeight = null, int initialEpoch = 0,
        int? stepsPerEpoch = null, int? validationSteps = null, int validationFreq = 1, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireCompiled("Fit");
        var batches = classWeight is null ? data
            : data.Select(batch => batch with { SampleWeights = SampleWeights(batch.Targets, classWeight, batch.SampleWeights) });
        return Fit(
            new StreamFeed(batches), validationData is null ? null : new StreamFeed(validationData),
            new FitPlan(epochs, initialEpoch, stepsPerEpoch, validationSteps, validationFreq), verbose, callbacks, cancellationToken);
    }

    /// <summary>Computes loss and metrics on tensors.</summary>
    /// <param name="x">The samples; the first axis is the batch axis.</param>
    /// <param name="y">The targets, one per sample.</param>
    /// <param name="batchSize">Samples per gradient step; 32 by default.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line.</param>
    /// <param name="sampleWeight">Weight per sample.</param>
    /// <param name="steps">Number of batches to evaluate; all by default.</param>
    /// <param name="callbacks">Callbacks to run.</param>
    /// <param name="cancellationToken">Stops the evaluation after the current step.</param>
    /// <returns>The loss, then the metrics: <c>var (loss, accuracy) = model.Evaluate(x, y)</c>.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled, or has no loss.</exception>
    /// <exception cref="ArgumentException">The data is inconsistent, or incompatible with the model or the loss.</exception>
    public Logs Evaluate(
        Tensor x, Tensor y, int? batchSize = null, int verbose = 1, Tensor? sampleWeight = null, int? steps = null,
        IReadOnlyList<Callback>? callbacks = null, CancellationToken cancellationToken = default) =>
        Evaluate(Given(x), y, batchSize, verbose, sampleWeight, steps, callbacks, cancellationToken);

    /// <summary>Computes loss and metrics on a stream of batches.</summary>
    /// <param name="data">Batches: <c>(x, y)</c> or <c>(x, y, sampleWeight)</c> each.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line.</param>
    /// <param name="steps">Number of batches to evaluate; all by default.</param>
    /// <param name="callbacks">Callbacks to run.</param>
    /// <param name="cancellationToken">Stops the evaluation after the current step.</param>
    /// <inheritdoc cref="Evaluate(Tensor, Tensor, int?, int, Tensor, int?, IReadOnlyList{Callback}, CancellationToken)"/>
    public Logs Evaluate(
        IEnumerable<Batch> data, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireCompiled("Evaluate");
        return Evaluate(new StreamFeed(data), steps, verbose, callbacks, cancellationToken);
    }

    /// <summary>Computes the model's output for tensors, in batches.</summary>
    /// <param name="x">The samples; the first axis is the batch axis.</param>
    /// <param name="batchSize">Samples per batch; 32 by default, or more for small samples if nothing is printed and there are no
    /// callbacks.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line.</param>
    /// <param name="steps">Number of batches to predict; all by default.</param>
    /// <param name="callbacks">Callbacks to run.</param>
    /// <param name="cancellationToken">Stops the prediction after the current step.</param>
    /// <exception cref="ArgumentException">The data is incompatible with the model.</exception>
    public Tensor Predict(
        Tensor x, int? batchSize = null, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) =>
        Predict(Given(x), batchSize, verbose, steps, callbacks, cancellationToken);

    /// <summary>Computes the model's output for a stream of batches; targets in them are ignored.</summary>
    /// <param name="data">The batches.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line.</param>
    /// <param name="steps">Number of batches to predict; all by default.</param>
    /// <param name="callbacks">Callbacks to run.</param>
    /// <param name="cancellationToken">Stops the prediction after the current step.</param>
    /// <exception cref="ArgumentException">The data is incompatible with the model.</exception>
    public Tensor Predict(
        IEnumerable<Batch> data, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) =>
        OneOrList(PredictAll(data, verbose, steps, callbacks, cancellationToken), nameof(PredictAll));

    /// <summary>Makes one gradient step on one batch.</summary>
    /// <param name="x">The samples; the first axis is the batch axis.</param>
    /// <param name="y">The targets, one per sample.</param>
    /// <param name="sampleWeight">Weight per sample.</param>
    /// <param name="classWeight">Loss weight per class; 1 for classes not listed.</param>
    /// <returns>Loss and metrics of the batch before the step.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled, or has no loss.</exception>
    /// <exception cref="ArgumentException">The data is inconsistent, or incompatible with the model or the loss.</exception>
    public Logs TrainOnBatch(Tensor x, Tensor y, Tensor? sampleWeight = null, IReadOnlyDictionary<int, double>? classWeight = null) =>
        TrainOnBatch(Given(x), y, sampleWeight, classWeight);

    /// <summary>Computes loss and metrics of one batch.</summary>
    /// <inheritdoc cref="TrainOnBatch(Tensor, Tensor, Tensor, IReadOnlyDictionary{int, double})"/>
    public Logs TestOnBatch(Tensor x, Tensor y, Tensor? sampleWeight = null) => TestOnBatch(Given(x), y, sampleWeight);

    private static Structure<Tensor> Given(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x;
    }

    /// <summary>Rejects a single sample without a batch axis, which would be taken for a batch of scalars.</summary>
    private Structure<Tensor> Samples(Structure<Tensor> x)
    {
        if (x.Count == 1 && Built && InputShapes.Count == 1 && ShapeHint.IsOneSample(InputShapes.One, x[0].Shape))
        {
            CheckInput(x.Map(tensor => tensor.Shape));
        }

        return x;
    }

    /// <summary>Computes the model's output for one batch of any size.</summary>
    /// <param name="x">The samples; the first axis is the batch axis.</param>
    /// <exception cref="ArgumentException">The data is incompatible with the model.</exception>
    public Tensor PredictOnBatch(Tensor x) => PredictOnBatch((Structure<Tensor>)x);

    private static Structure<Tensor> SampleWeights(Structure<Tensor> y, IReadOnlyDictionary<int, double>? classWeight,
        Structure<Tensor> sampleWeight)
    {
        if (classWeight is null)
        {
            return sampleWeight;
        }

        return sampleWeight.Count > 0 ? throw new ArgumentException("Give classWeight or sampleWeight, not both.", nameof(classWeight))
            : y.Count != 1 ? throw new ArgumentException($"Class weights are for models with one output; received targets for {y.Count}. "
            + "Give sampleWeight for each output instead.", nameof(classWeight))
            : ClassWeights.ToSampleWeights(y.One, classWeight);
    }

    private static void CheckVerbose(int verbose)
    {
        if (verbose is < 0 or > 2)
        {
            throw new ArgumentOutOfRangeException(nameof(verbose), verbose,
                $"verbose is 0 (nothing), 1 (a progress bar) or 2 (a line an epoch); received {verbose}.");
        }
    }

    private History Fit(DataFeed feed, DataFeed? validation, FitPlan plan, int verbose, IReadOnlyList<Callback>? callbacks,
        CancellationToken cancellation) =>
        trainer!.Fit(feed, validation, plan.Checked(), WithProgress(feed, plan.StepsPerEpoch, verbose, plan.Epochs, callbacks),
            cancellation);

    private Logs Evaluate(DataFeed feed, int? steps, int verbose, IReadOnlyList<Callback>? callbacks, CancellationToken cancellation) =>
        trainer!.Evaluate(feed, steps, WithProgress(feed, steps, verbose, 1, callbacks), cancellation);

    private Structure<Tensor> PredictAll(DataFeed feed, int? steps, int verbose, IReadOnlyList<Callback>? callbacks,
        CancellationToken cancellation) =>
        Trainer.Predict(this, feed, steps, WithProgress(feed, steps, verbose, 1, callbacks), cancellation);

    private CallbackList WithProgress(DataFeed feed, int? steps, int verbose, int epochs, IReadOnlyList<Callback>? callbacks)
    {
        CheckVerbose(verbose);
        return new CallbackList(this, [.. callbacks ?? [],
            .. verbose == 0 ? Array.Empty<Callback>() : [new ProgbarLogger(verbose, epochs, () => steps ?? feed.Batches)]]);
    }

    private Trainer TrainerFor(string method, Batch batch)
    {
        RequireCompiled(method);
        _ = new TensorFeed(batch, 1, shuffle: false);
        return trainer!;
    }

    private void Compile(Optimizer? optimizer, CompileOptions options)
    {
        OptimizerOrNone = optimizer ?? new RMSprop();
        OptimizerOrNone.BelongTo(this);
        Compiled = options;
        tracker = new LossTracker(this, options, OutputNames);
        trainer = new Trainer(this);
    }

    private void RequireCompiled(string method)
    {
        if (trainer is null)
        {
            throw new InvalidOperationException(
                $"Model '{Name}' is not compiled. Before {method}, call Compile(optimizer, loss, metrics), for example "
                + "model.Compile(\"adam\", \"categorical_crossentropy\", [\"accuracy\"]).");
        }
    }
}

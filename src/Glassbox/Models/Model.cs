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
/// A graph of layers that can be trained, judged and used:
/// <see cref="Compile(Optimizer, Loss, IReadOnlyList{Metric}, IReadOnlyList{Metric}, double)"/>,
/// <see cref="Fit(Tensor, Tensor, int?, int, int, IReadOnlyList{Callback}, double, Batch, bool, IReadOnlyDictionary{int, double}, Tensor,
/// int, int?, int?, int?, int, CancellationToken)"/>,
/// <see cref="Evaluate(Tensor, Tensor, int?, int, Tensor, int?, IReadOnlyList{Callback}, CancellationToken)"/>,
/// <see cref="Predict(Tensor, int?, int, int?, IReadOnlyList{Callback}, CancellationToken)"/>. A model is itself a layer and may be part of
/// another.
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

    /// <summary>What changes the weights.</summary>
    /// <exception cref="InvalidOperationException">The model is not compiled (see <see cref="IsCompiled"/>).</exception>
    public Optimizer Optimizer
    {
        get
        {
            RequireCompiled("asking for its Optimizer");
            return OptimizerOrNone!;
        }
    }

    /// <summary>Whether the model was compiled, and so has an optimizer.</summary>
    public bool IsCompiled => trainer is not null;

    /// <summary>What changes the weights; null before the model is compiled.</summary>
    internal Optimizer? OptimizerOrNone { get; private set; }

    /// <summary>
    /// What training makes small; null before <see cref="Compile(Optimizer, Loss, IReadOnlyList{Metric}, IReadOnlyList{Metric}, double)"/>,
    /// and where each output has a loss of its own.
    /// </summary>
    public Loss? Loss => Compiled is { Loss.Count: 1 } options ? options.Loss.One : null;

    /// <summary>What the model was compiled with, but for the optimizer; null before.</summary>
    internal CompileOptions? Compiled { get; private set; }

    /// <summary>Set to true (by a callback) to end the training after the step that runs.</summary>
    public bool StopTraining { get; set; }

    /// <summary>Where the training that runs is; null before the first.</summary>
    internal TrainingProgress? Progress { get; set; }

    /// <summary>
    /// Prints the layers with their output shapes and numbers of parameters, and the totals; of a graph also where each layer's inputs come
    /// from.
    /// </summary>
    /// <param name="lineLength">The least width of the table; 65 by default, 98 for a graph.</param>
    /// <param name="printFn">Takes each line; the console by default.</param>
    /// <param name="expandNested">Whether the layers of models within the model are listed, too.</param>
    /// <param name="showTrainable">Whether a column says which layers are trained: Y, N, or - for those without weights.</param>
    public void Summary(int? lineLength = null, Action<string>? printFn = null, bool expandNested = false, bool showTrainable = false)
    {
        foreach (var line in ModelSummary.Lines(this, lineLength, expandNested, showTrainable))
        {
            (printFn ?? Console.WriteLine)(line);
        }
    }

    /// <summary>Says how the model learns and what is watched meanwhile.</summary>
    /// <param name="optimizer">A name such as "adam" or an optimizer; rmsprop by default.</param>
    /// <param name="loss">A name such as "categorical_crossentropy", a loss, or a function. Without one the model cannot be
    /// trained.</param>
    /// <param name="metrics">Names such as "accuracy", metrics, or functions. They count each sample once.</param>
    /// <param name="weightedMetrics">The same, but with the samples' weights.</param>
    /// <param name="lossWeight">A factor of the loss.</param>
    /// <exception cref="ArgumentException">A name is unknown, or the optimizer has trained another model.</exception>
    public void Compile(
        Optimizer? optimizer = null, Loss? loss = null, IReadOnlyList<Metric>? metrics = null,
        IReadOnlyList<Metric>? weightedMetrics = null, double lossWeight = 1)
    {
        Compile(optimizer, new CompileOptions(loss, metrics?.ToArray(), weightedMetrics?.ToArray(), lossWeight));
    }

    /// <summary>Says how the model learns, where functions are among the metrics: <c>metrics: ["mae", MeanPrediction]</c>.</summary>
    /// <inheritdoc cref="Compile(Optimizer, Loss, IReadOnlyList{Metric}, IReadOnlyList{Metric}, double)"/>
    [OverloadResolutionPriority(-2)]
    public void Compile(Optimizer? optimizer, Loss? loss, MetricList? metrics = null, MetricList? weightedMetrics = null,
        double lossWeight = 1)
    {
        Compile(optimizer, new CompileOptions(loss, metrics?.ToArray(), weightedMetrics?.ToArray(), lossWeight));
    }

    /// <summary>
    /// Says how the model learns by a loss of one's own: a function from (yTrue, yPred) to a loss for each sample, made of differentiable
    /// operations (<see cref="Ops"/>).
    /// </summary>
    /// <inheritdoc cref="Compile(Optimizer, Loss, IReadOnlyList{Metric}, IReadOnlyList{Metric}, double)"/>
    [OverloadResolutionPriority(-2)]
    public void Compile(Optimizer? optimizer, Func<Tensor, Tensor, Tensor> loss, MetricList? metrics = null,
        MetricList? weightedMetrics = null, double lossWeight = 1)
    {
        Compile(optimizer, new CompileOptions(new LossFunctionWrapper(loss), metrics?.ToArray(), weightedMetrics?.ToArray(), lossWeight));
    }

    /// <summary>Trains on tensors.</summary>
    /// <param name="x">The samples; the first axis counts them.</param>
    /// <param name="y">The targets, as many.</param>
    /// <param name="batchSize">How many samples make a step; 32 by default.</param>
    /// <param name="epochs">How often the data is gone through.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line an epoch.</param>
    /// <param name="callbacks">What else happens during the training.</param>
    /// <param name="validationSplit">The part of the data, from its end, that is kept for validation; at least 0 and less than 1.</param>
    /// <param name="validationData">Data for validation after each epoch: <c>(x, y)</c> or <c>(x, y, sampleWeight)</c>. Takes precedence
    /// over the split.</param>
    /// <param name="shuffle">Whether the samples are shuffled before each epoch.</param>
    /// <param name="classWeight">How much samples of a class count; 1 where not given.</param>
    /// <param name="sampleWeight">How much each sample counts.</param>
    /// <param name="initialEpoch">The epoch to start at, to go on with a training.</param>
    /// <param name="stepsPerEpoch">How many steps make an epoch; by default one pass over the data.</param>
    /// <param name="validationSteps">How many batches are validated; all by default.</param>
    /// <param name="validationBatchSize">How many samples make a batch of the validation; <paramref name="batchSize"/> by default.</param>
    /// <param name="validationFreq">Validate after every so many epochs.</param>
    /// <param name="cancellationToken">Ends the training after the step that runs; the weights stay as they are then.</param>
    /// <returns>The figures of each epoch.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled, or without a loss.</exception>
    /// <exception cref="ArgumentException">The data does not fit the model, the loss or itself.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled.</exception>
    public History Fit(
        Tensor x, Tensor y, int? batchSize = null, int epochs = 1, int verbose = 1, IReadOnlyList<Callback>? callbacks = null,
        double validationSplit = 0, Batch? validationData = null, bool shuffle = true, IReadOnlyDictionary<int, double>? classWeight = null,
        Tensor? sampleWeight = null, int initialEpoch = 0, int? stepsPerEpoch = null, int? validationSteps = null,
        int? validationBatchSize = null, int validationFreq = 1, CancellationToken cancellationToken = default) => Fit(
            Given(x), y, batchSize, epochs, verbose, callbacks, validationSplit, validationData, shuffle, classWeight,
            sampleWeight, initialEpoch, stepsPerEpoch, validationSteps, validationBatchSize, validationFreq, cancellationToken);

    /// <summary>
    /// Trains on a stream of batches, such as an iterator method. Without <paramref name="stepsPerEpoch"/> the stream must end, and is
    /// started over for each epoch.
    /// </summary>
    /// <param name="data">The batches: <c>(x, y)</c> or <c>(x, y, sampleWeight)</c> each.</param>
    /// <param name="epochs">How often the data is gone through.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line an epoch.</param>
    /// <param name="callbacks">What else happens during the training.</param>
    /// <param name="validationData">Batches for validation after each epoch.</param>
    /// <param name="classWeight">How much samples of a class count; 1 where not given.</param>
    /// <param name="initialEpoch">The epoch to start at, to go on with a training.</param>
    /// <param name="stepsPerEpoch">How many batches make an epoch; the next epoch goes on where the last stopped.</param>
    /// <param name="validationSteps">How many batches are validated; all by default.</param>
    /// <param name="validationFreq">Validate after every so many epochs.</param>
    /// <param name="cancellationToken">Ends the training after the step that runs; the weights stay as they are then.</param>
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

    /// <summary>The loss and metrics on tensors.</summary>
    /// <param name="x">The samples; the first axis counts them.</param>
    /// <param name="y">The targets, as many.</param>
    /// <param name="batchSize">How many samples make a step; 32 by default.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line.</param>
    /// <param name="sampleWeight">How much each sample counts.</param>
    /// <param name="steps">How many batches are evaluated; all by default.</param>
    /// <param name="callbacks">What else happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the evaluation after the step that runs.</param>
    /// <returns>The loss, then the metrics: <c>var (loss, accuracy) = model.Evaluate(x, y)</c>.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled, or without a loss.</exception>
    /// <exception cref="ArgumentException">The data does not fit the model, the loss or itself.</exception>
    public Logs Evaluate(
        Tensor x, Tensor y, int? batchSize = null, int verbose = 1, Tensor? sampleWeight = null, int? steps = null,
        IReadOnlyList<Callback>? callbacks = null, CancellationToken cancellationToken = default) =>
        Evaluate(Given(x), y, batchSize, verbose, sampleWeight, steps, callbacks, cancellationToken);

    /// <summary>The loss and metrics on a stream of batches.</summary>
    /// <param name="data">The batches: <c>(x, y)</c> or <c>(x, y, sampleWeight)</c> each.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line.</param>
    /// <param name="steps">How many batches are evaluated; all by default.</param>
    /// <param name="callbacks">What else happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the evaluation after the step that runs.</param>
    /// <inheritdoc cref="Evaluate(Tensor, Tensor, int?, int, Tensor, int?, IReadOnlyList{Callback}, CancellationToken)"/>
    public Logs Evaluate(
        IEnumerable<Batch> data, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        RequireCompiled("Evaluate");
        return Evaluate(new StreamFeed(data), steps, verbose, callbacks, cancellationToken);
    }

    /// <summary>The model's output for tensors, computed in batches.</summary>
    /// <param name="x">The samples; the first axis counts them.</param>
    /// <param name="batchSize">How many samples make a step; 32 by default, or more of small samples where nothing is printed and no
    /// callback listens.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line.</param>
    /// <param name="steps">How many batches are predicted; all by default.</param>
    /// <param name="callbacks">What else happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the prediction after the step that runs.</param>
    /// <exception cref="ArgumentException">The data does not fit the model.</exception>
    public Tensor Predict(
        Tensor x, int? batchSize = null, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) =>
        Predict(Given(x), batchSize, verbose, steps, callbacks, cancellationToken);

    /// <summary>The model's output for a stream of batches; targets in them are not looked at.</summary>
    /// <param name="data">The batches.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line.</param>
    /// <param name="steps">How many batches are predicted; all by default.</param>
    /// <param name="callbacks">What else happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the prediction after the step that runs.</param>
    /// <exception cref="ArgumentException">The data does not fit the model.</exception>
    public Tensor Predict(
        IEnumerable<Batch> data, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) =>
        OneOrList(PredictAll(data, verbose, steps, callbacks, cancellationToken), nameof(PredictAll));

    /// <summary>One gradient step on one batch.</summary>
    /// <param name="x">The samples; the first axis counts them.</param>
    /// <param name="y">The targets, as many.</param>
    /// <param name="sampleWeight">How much each sample counts.</param>
    /// <param name="classWeight">How much samples of a class count; 1 where not given.</param>
    /// <returns>The loss and metrics of the batch, before the step.</returns>
    /// <exception cref="InvalidOperationException">The model is not compiled, or without a loss.</exception>
    /// <exception cref="ArgumentException">The data does not fit the model, the loss or itself.</exception>
    public Logs TrainOnBatch(Tensor x, Tensor y, Tensor? sampleWeight = null, IReadOnlyDictionary<int, double>? classWeight = null) =>
        TrainOnBatch(Given(x), y, sampleWeight, classWeight);

    /// <summary>The loss and metrics of one batch.</summary>
    /// <inheritdoc cref="TrainOnBatch(Tensor, Tensor, Tensor, IReadOnlyDictionary{int, double})"/>
    public Logs TestOnBatch(Tensor x, Tensor y, Tensor? sampleWeight = null) => TestOnBatch(Given(x), y, sampleWeight);

    private static Structure<Tensor> Given(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return x;
    }

    /// <summary>Refuses one sample in place of several, which would be taken for samples of a single number each.</summary>
    private Structure<Tensor> Samples(Structure<Tensor> x)
    {
        if (x.Count == 1 && Built && InputShapes.Count == 1 && ShapeHint.IsOneSample(InputShapes.One, x[0].Shape))
        {
            CheckInput(x.Map(tensor => tensor.Shape));
        }

        return x;
    }

    /// <summary>The model's output for one batch, whatever its size.</summary>
    /// <param name="x">The samples; the first axis counts them.</param>
    /// <exception cref="ArgumentException">The data does not fit the model.</exception>
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

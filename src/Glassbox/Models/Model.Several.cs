using System.Runtime.CompilerServices;
using Glassbox.Callbacks;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;

namespace Glassbox;

/// <remarks>
/// Models with several inputs or outputs accept lists or dictionaries by name: <c>model.Fit([titles, bodies], new Dictionary&lt;string,
/// Tensor&gt; { ["priority"] = p, ["department"] = d })</c>.
/// </remarks>
public partial class Model
{
    /// <summary>Configures the training of a model with several outputs. The loss is the weighted sum of the outputs' losses.</summary>
    /// <param name="optimizer">A name such as "adam", or an optimizer; rmsprop by default.</param>
    /// <param name="loss">One per output, as a list in order or a dictionary by name: <c>["mse", "binary_crossentropy"]</c>. An output
    /// without a loss is not trained.</param>
    /// <param name="metrics">Metrics of each output, as a list in order or a dictionary by name: <c>[["mae"], ["accuracy"]]</c>. Not
    /// weighted by sample weights.</param>
    /// <param name="weightedMetrics">The same, but weighted by sample weights.</param>
    /// <param name="lossWeights">Weight of each output's loss, as a list in order or a dictionary by name; 1 by default.</param>
    /// <exception cref="ArgumentException">A name is unknown, the count does not match the outputs, or the optimizer has trained another
    /// model.</exception>
    public void Compile(
        Optimizer? optimizer, Structure<Loss> loss, Structure<Metric[]> metrics = default, Structure<Metric[]> weightedMetrics = default,
        Structure<double> lossWeights = default) =>
        Compile(optimizer, new CompileOptions(loss, metrics, weightedMetrics, lossWeights));

    /// <summary>Configures the training of a model whose outputs all use the same loss.</summary>
    /// <param name="optimizer">A name such as "adam", or an optimizer; rmsprop by default.</param>
    /// <param name="loss">The loss of every output.</param>
    /// <param name="metrics">Metrics of each output, as a list in order or a dictionary by name.</param>
    /// <param name="weightedMetrics">The same, but weighted by sample weights.</param>
    /// <param name="lossWeights">Weight of each output's loss, as a list in order or a dictionary by name; 1 by default.</param>
    /// <inheritdoc cref="Compile(Optimizer, Structure{Loss}, Structure{Metric[]}, Structure{Metric[]}, Structure{double})"/>
    [OverloadResolutionPriority(-1)]
    public void Compile(
        Optimizer? optimizer, Loss? loss, Structure<Metric[]> metrics = default, Structure<Metric[]> weightedMetrics = default,
        Structure<double> lossWeights = default) =>
        Compile(optimizer, (Structure<Loss>)loss, metrics, weightedMetrics, lossWeights);

    /// <summary>Trains the model on several input or output tensors.</summary>
    /// <param name="x">Samples of each input; the first axis is the batch axis.</param>
    /// <param name="y">Targets of each output, with as many samples; none if a custom train step or the layers compute the loss without
    /// them.</param>
    /// <param name="batchSize">Samples per gradient step; 32 by default.</param>
    /// <param name="epochs">Number of passes over the data.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line per epoch.</param>
    /// <param name="callbacks">Callbacks to run during training.</param>
    /// <param name="validationSplit">Fraction of the data, taken from the end, that is held out for validation; in [0, 1).</param>
    /// <param name="validationData">Validation data, evaluated after each epoch: <c>new Batch([a, b], [y, z])</c>. Takes precedence over
    /// the split.</param>
    /// <param name="shuffle">Whether to shuffle the samples before each epoch.</param>
    /// <param name="classWeight">Loss weight per class, for models with one output; 1 for classes not listed.</param>
    /// <param name="sampleWeight">Weight per sample: for all outputs, or per output.</param>
    /// <param name="initialEpoch">Epoch at which to start, to resume a training.</param>
    /// <param name="stepsPerEpoch">Steps per epoch; by default one pass over the data.</param>
    /// <param name="validationSteps">Number of validation batches; all by default.</param>
    /// <param name="validationBatchSize">Samples per validation batch; <paramref name="batchSize"/> by default.</param>
    /// <param name="validationFreq">Validates every this many epochs.</param>
    /// <param name="cancellationToken">Stops training after the current step; the weights keep their values at that point.</param>
    /// <inheritdoc cref="Fit(Tensor, Tensor, int?, int, int, IReadOnlyList{Callback}, double, Batch, bool, IReadOnlyDictionary{int,
    /// double}, Tensor, int, int?, int?, int?, int, CancellationToken)"/>
    public History Fit(
        Structure<Tensor> x, Structure<Tensor> y = default, int? batchSize = null, int epochs = 1, int verbose = 1,
        IReadOnlyList<Callback>? callbacks = null, double validationSplit = 0, Batch? validationData = null, bool shuffle = true,
        IReadOnlyDictionary<int, double>? classWeight = null, Structure<Tensor> sampleWeight = default, int initialEpoch = 0,
        int? stepsPerEpoch = null, int? validationSteps = null, int? validationBatchSize = null, int validationFreq = 1,
        CancellationToken cancellationToken = default)
    {
        RequireCompiled(nameof(Fit));
        var size = batchSize ?? DefaultBatchSize;
        var data = new Batch(Samples(x), y, SampleWeights(y, classWeight, sampleWeight));
        if (validationSplit != 0 && validationData is null)
        {
            (data, validationData) = ValidationSplit.Apply(data, validationSplit);
        }

        return Fit(
            new TensorFeed(data, size, shuffle, WholeNumbersAs),
            validationData is null ? null : new TensorFeed(validationData, validationBatchSize ?? size, shuffle: false, WholeNumbersAs),
            new FitPlan(epochs, initialEpoch, stepsPerEpoch, validationSteps, validationFreq), verbose, callbacks, cancellationToken);
    }

    /// <summary>Computes loss and metrics on several tensors.</summary>
    /// <param name="x">Samples of each input; the first axis is the batch axis.</param>
    /// <param name="y">Targets of each output, with as many samples; none if a custom train step or the layers compute the loss without
    /// them.</param>
    /// <param name="batchSize">Samples per gradient step; 32 by default.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line.</param>
    /// <param name="sampleWeight">Weight per sample: for all outputs, or per output.</param>
    /// <param name="steps">Number of batches to evaluate; all by default.</param>
    /// <param name="callbacks">Callbacks to run.</param>
    /// <param name="cancellationToken">Stops the evaluation after the current step.</param>
    /// <returns>The loss, the outputs' losses (<c>priority_loss</c>), then the outputs' metrics (<c>priority_accuracy</c>).</returns>
    /// <inheritdoc cref="Evaluate(Tensor, Tensor, int?, int, Tensor, int?, IReadOnlyList{Callback}, CancellationToken)"/>
    public Logs Evaluate(
        Structure<Tensor> x, Structure<Tensor> y = default, int? batchSize = null, int verbose = 1,
        Structure<Tensor> sampleWeight = default, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default)
    {
        RequireCompiled(nameof(Evaluate));
        var data = new Batch(Samples(x), y, sampleWeight);
        return Evaluate(new TensorFeed(data, batchSize ?? DefaultBatchSize, shuffle: false, WholeNumbersAs), steps, verbose,
            callbacks, cancellationToken);
    }

    /// <summary>Computes the output of a model with several inputs, in batches.</summary>
    /// <param name="x">Samples of each input; the first axis is the batch axis.</param>
    /// <param name="batchSize">Samples per batch; 32 by default, or more for small samples if nothing is printed and there are no
    /// callbacks.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line.</param>
    /// <param name="steps">Number of batches to predict; all by default.</param>
    /// <param name="callbacks">Callbacks to run.</param>
    /// <param name="cancellationToken">Stops the prediction after the current step.</param>
    /// <exception cref="ArgumentException">The data is incompatible with the model.</exception>
    /// <exception cref="InvalidOperationException">The model has several outputs; use PredictAll.</exception>
    public Tensor Predict(
        Structure<Tensor> x, int? batchSize = null, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) =>
        OneOrList(PredictAll(x, batchSize, verbose, steps, callbacks, cancellationToken), nameof(PredictAll));

    /// <summary>Computes all outputs of a multi-output model: <c>var (priority, department) = model.PredictAll(x)</c>.</summary>
    /// <param name="x">The samples, one tensor or one per input; the first axis is the batch axis.</param>
    /// <param name="batchSize">Samples per batch; 32 by default, or more for small samples if nothing is printed and there are no
    /// callbacks.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line.</param>
    /// <param name="steps">Number of batches to predict; all by default.</param>
    /// <param name="callbacks">Callbacks to run.</param>
    /// <param name="cancellationToken">Stops the prediction after the current step.</param>
    /// <exception cref="ArgumentException">The data is incompatible with the model.</exception>
    public Structure<Tensor> PredictAll(
        Structure<Tensor> x, int? batchSize = null, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) =>
        PredictAll(new TensorFeed(new Batch(Samples(x)), batchSize
            ?? (verbose == 0 && callbacks is null && steps is null ? UnwatchedBatchSize(x) : DefaultBatchSize), shuffle: false,
            WholeNumbersAs), steps, verbose, callbacks, cancellationToken);

    /// <summary>The type to which the model casts integer inputs, if it uses one type for all; batches are then created in it.</summary>
    private protected virtual DType? WholeNumbersAs => null;

    /// <summary>
    /// If nothing is displayed or called between batches, their size is not observable: larger ones are faster, as long as the samples are
    /// small enough for a batch to stay in the caches.
    /// </summary>
    private static int UnwatchedBatchSize(Structure<Tensor> x)
    {
        const int Elements = 256 * 1024;
        const int Largest = 256;
        var samples = x.Count > 0 && x[0].Rank > 0 ? x[0].Shape[0] : 0;
        return samples == 0 ? DefaultBatchSize : (int)Math.Clamp(Elements / Math.Max(1, x.Sum(input => (long)input.Size) / samples),
            DefaultBatchSize, Largest);
    }

    /// <summary>Computes all outputs for a stream of batches; targets in them are ignored.</summary>
    /// <param name="data">The batches.</param>
    /// <param name="verbose">0 is silent, 1 shows a progress bar, 2 prints one line.</param>
    /// <param name="steps">Number of batches to predict; all by default.</param>
    /// <param name="callbacks">Callbacks to run.</param>
    /// <param name="cancellationToken">Stops the prediction after the current step.</param>
    /// <exception cref="ArgumentException">The data is incompatible with the model.</exception>
    public Structure<Tensor> PredictAll(
        IEnumerable<Batch> data, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) =>
        PredictAll(new StreamFeed(data), steps, verbose, callbacks, cancellationToken);

    /// <summary>Makes one gradient step on one batch of several tensors.</summary>
    /// <param name="x">Samples of each input; the first axis is the batch axis.</param>
    /// <param name="y">Targets of each output, with as many samples; none if a custom train step or the layers compute the loss without
    /// them.</param>
    /// <param name="sampleWeight">Weight per sample: for all outputs, or per output.</param>
    /// <param name="classWeight">Loss weight per class, for models with one output; 1 for classes not listed.</param>
    /// <inheritdoc cref="TrainOnBatch(Tensor, Tensor, Tensor, IReadOnlyDictionary{int, double})"/>
    public Logs TrainOnBatch(Structure<Tensor> x, Structure<Tensor> y = default, Structure<Tensor> sampleWeight = default,
        IReadOnlyDictionary<int, double>? classWeight = null)
    {
        var batch = new Batch(Samples(x), y, SampleWeights(y, classWeight, sampleWeight));
        return TrainerFor(nameof(TrainOnBatch), batch).TrainOnBatch(batch);
    }

    /// <summary>Computes loss and metrics of one batch of several tensors.</summary>
    /// <inheritdoc cref="TrainOnBatch(Structure{Tensor}, Structure{Tensor}, Structure{Tensor}, IReadOnlyDictionary{int, double})"/>
    public Logs TestOnBatch(Structure<Tensor> x, Structure<Tensor> y = default, Structure<Tensor> sampleWeight = default)
    {
        var batch = new Batch(Samples(x), y, sampleWeight);
        return TrainerFor(nameof(TestOnBatch), batch).TestOnBatch(batch);
    }

    /// <summary>Computes the output of a multi-input model for one batch.</summary>
    /// <param name="x">Samples of each input; the first axis is the batch axis.</param>
    /// <exception cref="ArgumentException">The data is incompatible with the model.</exception>
    /// <exception cref="InvalidOperationException">The model has several outputs; use PredictAllOnBatch.</exception>
    public Tensor PredictOnBatch(Structure<Tensor> x) => Only(PredictAllOnBatch(x), nameof(PredictAllOnBatch));

    /// <summary>Computes all outputs of a multi-output model for one batch.</summary>
    /// <param name="x">The samples, one tensor or one per input; the first axis is the batch axis.</param>
    /// <exception cref="ArgumentException">The data is incompatible with the model.</exception>
    public Structure<Tensor> PredictAllOnBatch(Structure<Tensor> x) =>
        PredictAll(x, Math.Max(1, x.Count > 0 && x[0].Rank > 0 ? x[0].Shape[0] : 1), verbose: 0);
}

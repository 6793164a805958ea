using System.Runtime.CompilerServices;
using Glassbox.Callbacks;
using Glassbox.Losses;
using Glassbox.Metrics;
using Glassbox.Optimizers;

namespace Glassbox;

/// <remarks>
/// Models with several inputs or outputs take them as lists or by name: <c>model.Fit([titles, bodies], new Dictionary&lt;string, Tensor&gt;
/// { ["priority"] = p, ["department"] = d })</c>.
/// </remarks>
public partial class Model
{
    /// <summary>Says how a model with several outputs learns. The loss is the sum of those of the outputs, each times its weight.</summary>
    /// <param name="optimizer">A name such as "adam" or an optimizer; rmsprop by default.</param>
    /// <param name="loss">One for each output, in their order or by name: <c>["mse", "binary_crossentropy"]</c>. An output without one is
    /// not trained.</param>
    /// <param name="metrics">Those of each output, in their order or by name: <c>[["mae"], ["accuracy"]]</c>. They count each sample
    /// once.</param>
    /// <param name="weightedMetrics">The same, but with the samples' weights.</param>
    /// <param name="lossWeights">The factor of each output's loss, in their order or by name; 1 by default.</param>
    /// <exception cref="ArgumentException">A name is unknown, there are more or fewer than outputs, or the optimizer has trained another
    /// model.</exception>
    public void Compile(
        Optimizer? optimizer, Structure<Loss> loss, Structure<Metric[]> metrics = default, Structure<Metric[]> weightedMetrics = default,
        Structure<double> lossWeights = default) =>
        Compile(optimizer, new CompileOptions(loss, metrics, weightedMetrics, lossWeights));

    /// <summary>Says how a model with several outputs learns that have the same loss.</summary>
    /// <param name="optimizer">A name such as "adam" or an optimizer; rmsprop by default.</param>
    /// <param name="loss">The loss of each output.</param>
    /// <param name="metrics">Those of each output, in their order or by name.</param>
    /// <param name="weightedMetrics">The same, but with the samples' weights.</param>
    /// <param name="lossWeights">The factor of each output's loss, in their order or by name; 1 by default.</param>
    /// <inheritdoc cref="Compile(Optimizer, Structure{Loss}, Structure{Metric[]}, Structure{Metric[]}, Structure{double})"/>
    [OverloadResolutionPriority(-1)]
    public void Compile(
        Optimizer? optimizer, Loss? loss, Structure<Metric[]> metrics = default, Structure<Metric[]> weightedMetrics = default,
        Structure<double> lossWeights = default) =>
        Compile(optimizer, (Structure<Loss>)loss, metrics, weightedMetrics, lossWeights);

    /// <summary>Trains on several tensors.</summary>
    /// <param name="x">The samples for each input; the first axes count them.</param>
    /// <param name="y">The targets for each output, as many; none where the model's own step or layers make the loss without.</param>
    /// <param name="batchSize">How many samples make a step; 32 by default.</param>
    /// <param name="epochs">How often the data is gone through.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line an epoch.</param>
    /// <param name="callbacks">What else happens during the training.</param>
    /// <param name="validationSplit">The part of the data, from its end, that is kept for validation; at least 0 and less than 1.</param>
    /// <param name="validationData">Data for validation after each epoch: <c>new Batch([a, b], [y, z])</c>. Takes precedence over the
    /// split.</param>
    /// <param name="shuffle">Whether the samples are shuffled before each epoch.</param>
    /// <param name="classWeight">How much samples of a class count, with one output; 1 where not given.</param>
    /// <param name="sampleWeight">How much each sample counts: for all outputs, or for each.</param>
    /// <param name="initialEpoch">The epoch to start at, to go on with a training.</param>
    /// <param name="stepsPerEpoch">How many steps make an epoch; by default one pass over the data.</param>
    /// <param name="validationSteps">How many batches are validated; all by default.</param>
    /// <param name="validationBatchSize">How many samples make a batch of the validation; <paramref name="batchSize"/> by default.</param>
    /// <param name="validationFreq">Validate after every so many epochs.</param>
    /// <param name="cancellationToken">Ends the training after the step that runs; the weights stay as they are then.</param>
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

    /// <summary>The loss and metrics on several tensors.</summary>
    /// <param name="x">The samples for each input; the first axes count them.</param>
    /// <param name="y">The targets for each output, as many; none where the model's own step or layers make the loss without.</param>
    /// <param name="batchSize">How many samples make a step; 32 by default.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line.</param>
    /// <param name="sampleWeight">How much each sample counts: for all outputs, or for each.</param>
    /// <param name="steps">How many batches are evaluated; all by default.</param>
    /// <param name="callbacks">What else happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the evaluation after the step that runs.</param>
    /// <returns>The loss, then those of the outputs (<c>priority_loss</c>), then their metrics (<c>priority_accuracy</c>).</returns>
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

    /// <summary>The output of a model with several inputs, computed in batches.</summary>
    /// <param name="x">The samples for each input; the first axes count them.</param>
    /// <param name="batchSize">How many samples make a step; 32 by default, or more of small samples where nothing is printed and no
    /// callback listens.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line.</param>
    /// <param name="steps">How many batches are predicted; all by default.</param>
    /// <param name="callbacks">What else happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the prediction after the step that runs.</param>
    /// <exception cref="ArgumentException">The data does not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The model gives several outputs; PredictAll gives them all.</exception>
    public Tensor Predict(
        Structure<Tensor> x, int? batchSize = null, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) =>
        OneOrList(PredictAll(x, batchSize, verbose, steps, callbacks, cancellationToken), nameof(PredictAll));

    /// <summary>All outputs of a model with several: <c>var (priority, department) = model.PredictAll(x)</c>.</summary>
    /// <param name="x">The samples, or those for each input; the first axes count them.</param>
    /// <param name="batchSize">How many samples make a step; 32 by default, or more of small samples where nothing is printed and no
    /// callback listens.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line.</param>
    /// <param name="steps">How many batches are predicted; all by default.</param>
    /// <param name="callbacks">What else happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the prediction after the step that runs.</param>
    /// <exception cref="ArgumentException">The data does not fit the model.</exception>
    public Structure<Tensor> PredictAll(
        Structure<Tensor> x, int? batchSize = null, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) =>
        PredictAll(new TensorFeed(new Batch(Samples(x)), batchSize
            ?? (verbose == 0 && callbacks is null && steps is null ? UnwatchedBatchSize(x) : DefaultBatchSize), shuffle: false,
            WholeNumbersAs), steps, verbose, callbacks, cancellationToken);

    /// <summary>
    /// The type in which the model takes inputs of whole numbers, where it takes all in one: batches then come in it already.
    /// </summary>
    private protected virtual DType? WholeNumbersAs => null;

    /// <summary>
    /// Where nothing is shown or called between the batches, their size is nobody's concern: larger ones are faster, as long as the samples
    /// are so small that a batch stays in the caches.
    /// </summary>
    private static int UnwatchedBatchSize(Structure<Tensor> x)
    {
        const int Elements = 256 * 1024;
        const int Largest = 256;
        var samples = x.Count > 0 && x[0].Rank > 0 ? x[0].Shape[0] : 0;
        return samples == 0 ? DefaultBatchSize : (int)Math.Clamp(Elements / Math.Max(1, x.Sum(input => (long)input.Size) / samples),
            DefaultBatchSize, Largest);
    }

    /// <summary>All outputs for a stream of batches; targets in them are not looked at.</summary>
    /// <param name="data">The batches.</param>
    /// <param name="verbose">0 prints nothing, 1 a progress bar, 2 a line.</param>
    /// <param name="steps">How many batches are predicted; all by default.</param>
    /// <param name="callbacks">What else happens meanwhile.</param>
    /// <param name="cancellationToken">Ends the prediction after the step that runs.</param>
    /// <exception cref="ArgumentException">The data does not fit the model.</exception>
    public Structure<Tensor> PredictAll(
        IEnumerable<Batch> data, int verbose = 1, int? steps = null, IReadOnlyList<Callback>? callbacks = null,
        CancellationToken cancellationToken = default) =>
        PredictAll(new StreamFeed(data), steps, verbose, callbacks, cancellationToken);

    /// <summary>One gradient step on one batch of several tensors.</summary>
    /// <param name="x">The samples for each input; the first axes count them.</param>
    /// <param name="y">The targets for each output, as many; none where the model's own step or layers make the loss without.</param>
    /// <param name="sampleWeight">How much each sample counts: for all outputs, or for each.</param>
    /// <param name="classWeight">How much samples of a class count, with one output; 1 where not given.</param>
    /// <inheritdoc cref="TrainOnBatch(Tensor, Tensor, Tensor, IReadOnlyDictionary{int, double})"/>
    public Logs TrainOnBatch(Structure<Tensor> x, Structure<Tensor> y = default, Structure<Tensor> sampleWeight = default,
        IReadOnlyDictionary<int, double>? classWeight = null)
    {
        var batch = new Batch(Samples(x), y, SampleWeights(y, classWeight, sampleWeight));
        return TrainerFor(nameof(TrainOnBatch), batch).TrainOnBatch(batch);
    }

    /// <summary>The loss and metrics of one batch of several tensors.</summary>
    /// <inheritdoc cref="TrainOnBatch(Structure{Tensor}, Structure{Tensor}, Structure{Tensor}, IReadOnlyDictionary{int, double})"/>
    public Logs TestOnBatch(Structure<Tensor> x, Structure<Tensor> y = default, Structure<Tensor> sampleWeight = default)
    {
        var batch = new Batch(Samples(x), y, sampleWeight);
        return TrainerFor(nameof(TestOnBatch), batch).TestOnBatch(batch);
    }

    /// <summary>The output for one batch of a model with several inputs.</summary>
    /// <param name="x">The samples for each input; the first axes count them.</param>
    /// <exception cref="ArgumentException">The data does not fit the model.</exception>
    /// <exception cref="InvalidOperationException">The model gives several outputs; PredictAllOnBatch gives them all.</exception>
    public Tensor PredictOnBatch(Structure<Tensor> x) => Only(PredictAllOnBatch(x), nameof(PredictAllOnBatch));

    /// <summary>All outputs for one batch of a model with several.</summary>
    /// <param name="x">The samples, or those for each input; the first axes count them.</param>
    /// <exception cref="ArgumentException">The data does not fit the model.</exception>
    public Structure<Tensor> PredictAllOnBatch(Structure<Tensor> x) =>
        PredictAll(x, Math.Max(1, x.Count > 0 && x[0].Rank > 0 ? x[0].Shape[0] : 1), verbose: 0);
}

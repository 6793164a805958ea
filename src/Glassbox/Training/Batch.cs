namespace Glassbox;

/// <summary>
/// Samples with optional targets and sample weights: a batch of a stream, or a whole validation set. Tuples convert: <c>validationData:
/// (xTest, yTest)</c>. Each component is one tensor, or several for a model with several inputs or outputs: <c>new Batch([titles, bodies],
/// y)</c>.
/// </summary>
public sealed record Batch
{
    /// <summary>Creates a batch from samples, targets and sample weights.</summary>
    /// <param name="x">The samples; the first axis is the batch axis.</param>
    /// <param name="y">Optional targets.</param>
    /// <param name="sampleWeight">Optional weight per sample: one tensor for all outputs, or one per output.</param>
    public Batch(Structure<Tensor> x, Structure<Tensor> y = default, Structure<Tensor> sampleWeight = default) =>
        (Inputs, Targets, SampleWeights) = (x, y, sampleWeight);

    /// <summary>The samples of each input.</summary>
    public Structure<Tensor> Inputs { get; init; }

    /// <summary>The targets of each output; empty if there are none.</summary>
    public Structure<Tensor> Targets { get; init; }

    /// <summary>The sample weights, for all outputs or per output; empty if there are none.</summary>
    public Structure<Tensor> SampleWeights { get; init; }

    /// <summary>The samples of the single input.</summary>
    /// <exception cref="InvalidOperationException">There are several inputs.</exception>
    public Tensor X => Inputs.One;

    /// <summary>Whether the batch has targets.</summary>
    public bool HasTargets => Targets.Count > 0;

    /// <summary>The targets of the single output.</summary>
    /// <exception cref="InvalidOperationException">There are no targets (see <see cref="HasTargets"/>), or several outputs.</exception>
    public Tensor Y => HasTargets
        ? Targets.One
        : throw new InvalidOperationException("The batch has no targets: it was made of samples alone. Give y with x, or ask HasTargets.");

    /// <summary>The sample weights, or null.</summary>
    /// <exception cref="InvalidOperationException">There are several weight tensors.</exception>
    public Tensor? SampleWeight => SampleWeights.Count == 0 ? null : SampleWeights.One;

    /// <summary>Number of samples.</summary>
    public int Count => Inputs.Count == 0 || Inputs[0].Rank == 0 ? 0 : Inputs[0].Shape[0];

    /// <summary>Samples with targets.</summary>
    public static implicit operator Batch((Tensor X, Tensor Y) pair) => new(pair.X, pair.Y);

    /// <summary>Samples with targets and weights.</summary>
    public static implicit operator Batch((Tensor X, Tensor Y, Tensor SampleWeight) triple) => new(triple.X, triple.Y, triple.SampleWeight);

    /// <summary>Samples with targets of several inputs or outputs: <c>validationData: ([titles, bodies], y)</c>.</summary>
    public static implicit operator Batch((Structure<Tensor> X, Structure<Tensor> Y) pair) => new(pair.X, pair.Y);

    /// <summary>Samples with targets and weights of several inputs or outputs.</summary>
    public static implicit operator Batch((Structure<Tensor> X, Structure<Tensor> Y, Structure<Tensor> SampleWeight) triple) =>
        new(triple.X, triple.Y, triple.SampleWeight);

    /// <summary>The samples and targets: <c>foreach (var (x, y) in batches)</c>.</summary>
    /// <exception cref="InvalidOperationException">There are no targets, or several inputs or outputs.</exception>
    public void Deconstruct(out Tensor x, out Tensor y) => (x, y) = (X, Y);

    /// <summary>The samples, targets and weights.</summary>
    /// <inheritdoc cref="Deconstruct(out Tensor, out Tensor)"/>
    public void Deconstruct(out Tensor x, out Tensor y, out Tensor? sampleWeight) => (x, y, sampleWeight) = (X, Y, SampleWeight);

    /// <summary>The shapes.</summary>
    public override string ToString()
    {
        var (targets, weights) = (Targets.Map(y => y.Shape), SampleWeights.Map(weight => weight.Shape));
        var (y, sampleWeight) = (HasTargets ? $", y={targets}" : "", weights.Count > 0 ? $", sampleWeight={weights}" : "");
        return $"<Batch x={Inputs.Map(x => x.Shape)}{y}{sampleWeight}>";
    }

    /// <summary>Records the training step for observers; null if there are none.</summary>
    internal Observation? Observation { get; init; }

    /// <summary>Applies a function, such as slicing, to all tensors.</summary>
    internal Batch Map(Func<Tensor, Tensor> part) => new(Inputs.Map(part), Targets.Map(part), SampleWeights.Map(part));

    /// <summary>
    /// Splits the samples into batches, for custom training loops: <c>foreach (var (x, y) in new Batch(xTrain, yTrain).Batches(64, shuffle:
    /// true))</c>. Model.Fit does this itself.
    /// </summary>
    /// <param name="batchSize">Samples per batch; the last one may be smaller.</param>
    /// <param name="shuffle">Whether to shuffle the samples, differently on each enumeration.</param>
    /// <exception cref="ArgumentException">There are no samples, or x, y and the weights have different numbers of samples.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is 0 or less.</exception>
    public IReadOnlyCollection<Batch> Batches(int batchSize = 32, bool shuffle = false) => new CutBatches(this, batchSize, shuffle);
}

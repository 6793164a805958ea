namespace Glassbox;

/// <summary>
/// Samples with their targets and weights: a batch of a stream, or a whole validation set. Tuples are accepted: <c>validationData: (xTest,
/// yTest)</c>. Each part is one tensor, or several for a model with several inputs or outputs: <c>new Batch([titles, bodies], y)</c>.
/// </summary>
public sealed record Batch
{
    /// <summary>Samples with their targets and weights.</summary>
    /// <param name="x">The samples; the first axis is the batch axis.</param>
    /// <param name="y">The targets, if there are any.</param>
    /// <param name="sampleWeight">How much each sample counts, if not equally; one tensor for all outputs, or one for each.</param>
    public Batch(Structure<Tensor> x, Structure<Tensor> y = default, Structure<Tensor> sampleWeight = default) =>
        (Inputs, Targets, SampleWeights) = (x, y, sampleWeight);

    /// <summary>The samples for each input.</summary>
    public Structure<Tensor> Inputs { get; init; }

    /// <summary>The targets for each output; nothing if there are none.</summary>
    public Structure<Tensor> Targets { get; init; }

    /// <summary>How much each sample counts, for all outputs or each; nothing if equally.</summary>
    public Structure<Tensor> SampleWeights { get; init; }

    /// <summary>The samples of the only input.</summary>
    /// <exception cref="InvalidOperationException">There are several inputs.</exception>
    public Tensor X => Inputs.One;

    /// <summary>Whether there are targets.</summary>
    public bool HasTargets => Targets.Count > 0;

    /// <summary>The targets of the only output.</summary>
    /// <exception cref="InvalidOperationException">There are no targets (see <see cref="HasTargets"/>), or several outputs.</exception>
    public Tensor Y => HasTargets
        ? Targets.One
        : throw new InvalidOperationException("The batch has no targets: it was made of samples alone. Give y with x, or ask HasTargets.");

    /// <summary>How much each sample counts, or null.</summary>
    /// <exception cref="InvalidOperationException">There are several.</exception>
    public Tensor? SampleWeight => SampleWeights.Count == 0 ? null : SampleWeights.One;

    /// <summary>How many samples there are.</summary>
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

    /// <summary>What watches the training step that the batch is for; null for nobody.</summary>
    internal Observation? Observation { get; init; }

    /// <summary>A part of all tensors alike.</summary>
    internal Batch Map(Func<Tensor, Tensor> part) => new(Inputs.Map(part), Targets.Map(part), SampleWeights.Map(part));

    /// <summary>
    /// Cuts the samples into batches, for training loops of one's own: <c>foreach (var (x, y) in new Batch(xTrain, yTrain).Batches(64,
    /// shuffle: true))</c>. Model.Fit cuts them itself.
    /// </summary>
    /// <param name="batchSize">How many samples make a batch; the last one may be smaller.</param>
    /// <param name="shuffle">Whether the samples are shuffled, anew each time that the batches are enumerated.</param>
    /// <exception cref="ArgumentException">There are no samples, or x, y and the weights have different numbers of them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is 0 or less.</exception>
    public IReadOnlyCollection<Batch> Batches(int batchSize = 32, bool shuffle = false) => new CutBatches(this, batchSize, shuffle);
}

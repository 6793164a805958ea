namespace Glassbox.Datasets;

/// <summary>Batches of sliding windows over a time series; created by <see cref="Utils.TimeseriesDatasetFromArray"/>.</summary>
public sealed class TimeseriesDataset : Dataset
{
    private readonly Tensor data;
    private readonly Tensor? targets;
    private readonly Tensor starts;
    private readonly Tensor steps;

    /// <param name="data">The used part of the series.</param>
    /// <param name="targets">The targets from the start of that part, or null.</param>
    /// <param name="starts">Start indices of the windows in it.</param>
    /// <param name="steps">Offsets of a window's points from its start.</param>
    /// <param name="batchSize">Windows per batch.</param>
    /// <param name="shuffle">Whether to shuffle the windows before each epoch.</param>
    /// <param name="seed">Seed of the shuffling.</param>
    internal TimeseriesDataset(Tensor data, Tensor? targets, Tensor starts, Tensor steps, int batchSize, bool shuffle, int? seed)
        : base(starts.Size, batchSize, shuffle, seed) =>
        (this.data, this.targets, this.starts, this.steps) = (data, targets, starts, steps);

    private protected override Batch Make(long[] samples)
    {
        var positions = Ops.Take(starts, Tensor.FromSpan<long>(samples));
        var windows = Ops.Take(data, Ops.ExpandDims(positions, 1) + steps);
        return targets is null ? new Batch(windows) : new Batch(windows, Ops.Take(targets, positions));
    }
}

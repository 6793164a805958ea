using Glassbox.Datasets;

namespace Glassbox;

public static partial class Utils
{
    /// <summary>
    /// Batches of sliding windows over a time series: <c>model.Fit(Utils.TimeseriesDatasetFromArray(series[..^10], series[10..],
    /// sequenceLength: 10))</c>.
    /// </summary>
    /// <param name="data">The series; the first axis is time.</param>
    /// <param name="targets">The target of the window that starts at the same position; null for windows without targets.</param>
    /// <param name="sequenceLength">Number of time steps per window.</param>
    /// <param name="sequenceStride">Number of time steps between the starts of consecutive windows.</param>
    /// <param name="samplingRate">Number of time steps between consecutive points of a window.</param>
    /// <param name="batchSize">Windows per batch.</param>
    /// <param name="shuffle">Whether to shuffle the windows before each epoch.</param>
    /// <param name="seed">Seed of the shuffling; by default the program's own sequence (see <see cref="SetRandomSeed"/>).</param>
    /// <param name="startIndex">First time step used; 0 by default.</param>
    /// <param name="endIndex">End (exclusive) of the time steps used; the whole series by default.</param>
    /// <returns>Batches of windows [batch, sequenceLength, …] with targets [batch, …].</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    /// <exception cref="ArgumentException">The series is too short for a single window.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/data_loading/timeseries/"/>.</remarks>
    public static TimeseriesDataset TimeseriesDatasetFromArray(
        Tensor data, Tensor? targets, int sequenceLength, int sequenceStride = 1, int samplingRate = 1, int batchSize = 128,
        bool shuffle = false, int? seed = null, int? startIndex = null, int? endIndex = null)
    {
        if (data.Rank == 0 || targets is { Rank: 0 })
        {
            throw new ArgumentException("TimeseriesDatasetFromArray needs data and targets whose first axis is time; received shapes "
                + $"{data.Shape} and {targets?.Shape.ToString() ?? "none"}.", nameof(data));
        }

        var length = data.Shape[0];
        InRange(nameof(sequenceLength), sequenceLength, 1, int.MaxValue);
        InRange(nameof(sequenceStride), sequenceStride, 1, length - 1);
        InRange(nameof(samplingRate), samplingRate, 1, length - 1);
        var start = InRange(nameof(startIndex), startIndex ?? 0, 0, length - 1);
        var end = InRange(nameof(endIndex), endIndex ?? length, start + 1, length);

        var windows = end - start - ((sequenceLength - 1L) * samplingRate);
        windows = targets is null ? windows : Math.Min(windows, targets.Shape[0] - start);
        if (windows < 1)
        {
            throw new ArgumentException(
                $"A window of {sequenceLength} points at a distance of {samplingRate} spans {((sequenceLength - 1L) * samplingRate) + 1} "
                + $"points; there are {end - start} from startIndex to endIndex" +
                $"{(targets is null ? "" : $", and {Math.Max(0, targets.Shape[0] - start)} targets")}.", nameof(sequenceLength));
        }

        return new TimeseriesDataset(
            data[start..end], targets?[start..], Tensor.Arange(0, windows, sequenceStride), Tensor.Arange(sequenceLength) * samplingRate,
            batchSize, shuffle, seed);

        int InRange(string name, int value, int low, int high) => value >= low && value <= high
            ? value
            : throw new ArgumentOutOfRangeException(name, value,
            $"{name} must be {low}{(high == int.MaxValue ? " or more" : $" to {high}")} for data of length {length}; received {value}.");
    }
}

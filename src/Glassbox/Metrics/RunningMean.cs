using Glassbox.Backends;

namespace Glassbox.Metrics;

/// <summary>
/// A weighted mean over batches, in double precision. What comes from a batch stays a tensor until somebody reads the mean: a training
/// step waits for no number. Each batch makes a new object, so that one that was kept stays as it was.
/// </summary>
internal sealed class RunningMean
{
    /// <summary>No batches yet.</summary>
    public static readonly RunningMean Empty = new(null, [], 0);

    /// <summary>
    /// After so many batches they are added up. One by one it would cost more than all else that is done for a small batch.
    /// </summary>
    private const int Most = 64;

    private readonly Sums? before;

    /// <summary>The batches since then. Later objects add to the same array, behind those that count here.</summary>
    private readonly Part[] parts;
    private readonly int count;

    private RunningMean(Sums? before, Part[] parts, int count) => (this.before, this.parts, this.count) = (before, parts, count);

    /// <summary>Whether there were batches.</summary>
    public bool HasBatches => count > 0 || before is not null;

    /// <summary>The weighted sum.</summary>
    public double Total => Read().Total;

    /// <summary>The mean; 0 where no weights are.</summary>
    public double Value => Read() is var (total, weight) && weight != 0 ? total / weight : 0;

    /// <summary>With a batch.</summary>
    /// <param name="sum">The sum of its values, one number of memory that outlives the step.</param>
    /// <param name="factor">What the sum is multiplied by.</param>
    /// <param name="divisor">What it is divided by.</param>
    /// <param name="samples">What the batch weighs.</param>
    public RunningMean With(Tensor sum, double factor, double divisor, double samples) =>
        With(new Part(sum, null, factor, divisor, samples));

    /// <summary>With a batch whose weights are numbers of a tensor.</summary>
    /// <param name="sum">The sum of its values, each times its weight, of memory that outlives the step.</param>
    /// <param name="weights">The sum of the weights.</param>
    /// <param name="divisor">What both are divided by.</param>
    public RunningMean With(Tensor sum, Tensor weights, double divisor) => With(new Part(sum, weights, 1, divisor, 0));

    /// <summary>The same, to go on from beside others that have gone on from it.</summary>
    public RunningMean Branch() => new(before, [.. parts], count);

    private RunningMean With(Part part)
    {
        if (count == Most)
        {
            return new RunningMean(Sums.Of(before, parts), [part], 1);
        }

        var room = parts;
        if (count == room.Length)
        {
            Array.Resize(ref room, Math.Clamp(2 * count, 1, Most));
        }

        room[count] = part;
        return new RunningMean(before, room, count + 1);
    }

    private (double Total, double Weight) Read()
    {
        var (total, weight) = before?.Read() ?? (0, 0);
        foreach (var part in parts.AsSpan(0, count))
        {
            total += Number(part.Sum) * part.Factor / part.Divisor;
            weight += part.Samples + (part.Weights is null ? 0 : Number(part.Weights) / part.Divisor);
        }

        return (total, weight);
    }

    private static double Number(Tensor scalar) => scalar.To(DType.Float64).ToScalar<double>();

    /// <summary>What a batch adds.</summary>
    private readonly record struct Part(Tensor Sum, Tensor? Weights, double Factor, double Divisor, double Samples);

    /// <summary>What many batches added.</summary>
    private sealed record Sums(Tensor Total, Tensor? Weight, double Samples)
    {
        public (double Total, double Weight) Read() => (Number(Total), Samples + (Weight is null ? 0 : Number(Weight)));

        public static Sums Of(Sums? before, Part[] parts)
        {
            using var outsideOfSteps = StepMemory.Suspend();
            var (factors, divisors) = (Array.ConvertAll(parts, part => part.Factor), Array.ConvertAll(parts, part => part.Divisor));
            var total = Ops.Sum(Stacked(parts, part => part.Sum) * Tensor.FromSpan<double>(factors) / Tensor.FromSpan<double>(divisors));
            var weight = Array.TrueForAll(parts, part => part.Weights is null)
                ? null
                : Ops.Sum(Stacked(parts, part => part.Weights ?? 0.0) / Tensor.FromSpan<double>(divisors));
            return new Sums(
                before is null ? total : before.Total + total,
                before?.Weight is null ? weight : weight is null ? before.Weight : before.Weight + weight,
                (before?.Samples ?? 0) + parts.Sum(part => part.Samples));
        }

        private static Tensor Stacked(Part[] parts, Converter<Part, Tensor> which) =>
            Ops.Cast(Ops.Stack(Array.ConvertAll(parts, which)), DType.Float64);
    }
}

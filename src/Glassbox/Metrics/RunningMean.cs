using Glassbox.Backends;

namespace Glassbox.Metrics;

/// <summary>
/// A weighted mean over batches, in double precision. Batch sums stay tensors until the mean is read, so that a training step does not wait
/// for the device. Each update returns a new object, so that earlier ones are unchanged.
/// </summary>
internal sealed class RunningMean
{
    /// <summary>The mean of no batches.</summary>
    public static readonly RunningMean Empty = new(null, [], 0);

    /// <summary>
    /// Number of batches after which their sums are folded together. Doing so per batch would dominate the cost of a small batch.
    /// </summary>
    private const int Most = 64;

    private readonly Sums? before;

    /// <summary>Batches since the last folding. Newer objects share the array and append after the first <c>count</c> elements.</summary>
    private readonly Part[] parts;
    private readonly int count;

    private RunningMean(Sums? before, Part[] parts, int count) => (this.before, this.parts, this.count) = (before, parts, count);

    /// <summary>Whether any batch was added.</summary>
    public bool HasBatches => count > 0 || before is not null;

    /// <summary>The weighted sum.</summary>
    public double Total => Read().Total;

    /// <summary>The mean; 0 if the total weight is 0.</summary>
    public double Value => Read() is var (total, weight) && weight != 0 ? total / weight : 0;

    /// <summary>Adds a batch.</summary>
    /// <param name="sum">Sum of the batch's values: a scalar allocated outside the step arena.</param>
    /// <param name="factor">Factor of the sum.</param>
    /// <param name="divisor">Divisor of the sum.</param>
    /// <param name="samples">Weight of the batch.</param>
    public RunningMean With(Tensor sum, double factor, double divisor, double samples) =>
        With(new Part(sum, null, factor, divisor, samples));

    /// <summary>Adds a batch whose total weight is a tensor.</summary>
    /// <param name="sum">Weighted sum of the batch's values, allocated outside the step arena.</param>
    /// <param name="weights">Sum of the weights.</param>
    /// <param name="divisor">Divisor of both sums.</param>
    public RunningMean With(Tensor sum, Tensor weights, double divisor) => With(new Part(sum, weights, 1, divisor, 0));

    /// <summary>An independent copy, which does not share its array with other continuations.</summary>
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

    /// <summary>The contribution of one batch.</summary>
    private readonly record struct Part(Tensor Sum, Tensor? Weights, double Factor, double Divisor, double Samples);

    /// <summary>The folded contributions of several batches.</summary>
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

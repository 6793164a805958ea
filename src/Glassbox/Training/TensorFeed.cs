using Glassbox.Backends;

namespace Glassbox;

/// <summary>Batches cut from tensors, in order or shuffled anew each epoch; the last one may be smaller.</summary>
internal sealed class TensorFeed : DataFeed
{
    private readonly Batch data;
    private readonly int batchSize;
    private readonly bool shuffle;
    private readonly DType? wholeNumbersAs;

    /// <summary>The samples in the order of the epoch: one array for all epochs, since large ones are collected late.</summary>
    private readonly long[] order;

    /// <summary>Batches of tensors.</summary>
    /// <param name="data">All samples.</param>
    /// <param name="batchSize">How many samples make a batch.</param>
    /// <param name="shuffle">Whether they are shuffled before each epoch.</param>
    /// <param name="wholeNumbersAs">The type that inputs of whole numbers take on the way into a batch, such as pixels; their own if
    /// null.</param>
    public TensorFeed(Batch data, int batchSize, bool shuffle, DType? wholeNumbersAs = null)
    {
        Check(data, batchSize);
        (this.data, this.batchSize, this.shuffle, this.wholeNumbersAs) = (data, batchSize, shuffle, wholeNumbersAs);
        order = shuffle ? new long[data.Count] : [];
    }

    public override int? Batches => (Samples + batchSize - 1) / batchSize;

    private int Samples => data.Count;

    public override IEnumerable<Func<Batch>> Epoch()
    {
        if (shuffle)
        {
            Permute(order, RandomSeed.Next());
        }

        var rows = Tensor.FromSpan<long>(order);
        for (var start = 0; start < Samples; start += batchSize)
        {
            var range = start..Math.Min(start + batchSize, Samples);
            yield return () => new Batch(data.Inputs.Map(InputRows), data.Targets.Map(Rows), data.SampleWeights.Map(Rows));

            Tensor Rows(Tensor tensor) => RowsAs(tensor.DType, tensor);

            Tensor InputRows(Tensor tensor) => RowsAs(tensor.DType.IsFloating ? tensor.DType : wholeNumbersAs ?? tensor.DType, tensor);

            Tensor RowsAs(DType dtype, Tensor tensor) => shuffle ? TakeOp.GatheredAs(dtype, tensor, rows[range]) : tensor[range].To(dtype);
        }
    }

    /// <summary>The numbers 0 to n − 1 in random order (Fisher and Yates).</summary>
    internal static long[] Permutation(int n, ulong seed)
    {
        var order = new long[n];
        Permute(order, seed);
        return order;
    }

    private static void Permute(Span<long> order, ulong seed)
    {
        for (var i = 0; i < order.Length; i++)
        {
            // Two 32-bit words make a 64-bit number, whose remainder is even enough for any n here.
            var (high, low, _, _) = Philox.At(seed, (ulong)i);
            var j = (int)((((ulong)high << 32) | low) % (ulong)(i + 1));
            order[i] = order[j];
            order[j] = i;
        }
    }

    private static void Check(Batch data, int batchSize)
    {
        if (batchSize < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"The batch size must be 1 or more; received {batchSize}.");
        }

        if (data.Count == 0)
        {
            throw new ArgumentException($"There is no data: x has shape {data.Inputs.Map(x => x.Shape)}. Its first axis counts the "
                + "samples, of which there must be at least one.", nameof(data));
        }

        CheckLength("another input", data.Inputs, data.Inputs[0]);
        CheckLength("y", data.Targets, data.Inputs[0]);
        CheckLength("sampleWeight", data.SampleWeights, data.Inputs[0]);
    }

    private static void CheckLength(string name, Structure<Tensor> tensors, Tensor x)
    {
        foreach (var tensor in tensors)
        {
            if (tensor.Rank == 0 || tensor.Shape[0] != x.Shape[0])
            {
                throw new ArgumentException($"x and {name} must have as many samples: x has shape {x.Shape}, {name} has shape "
                    + $"{tensor.Shape}. Their first extents must be equal.", name);
            }
        }
    }
}

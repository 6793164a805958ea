using Glassbox.Backends;

namespace Glassbox;

/// <summary>Batches sliced from tensors, in order or reshuffled each epoch; the last one may be smaller.</summary>
internal sealed class TensorFeed : DataFeed
{
    private readonly Batch data;
    private readonly int batchSize;
    private readonly bool shuffle;
    private readonly DType? wholeNumbersAs;

    /// <summary>The sample order of the epoch: one array reused for all epochs, since large arrays are collected late.</summary>
    private readonly long[] order;

    /// <summary>Creates batches of tensors.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="batchSize">Samples per batch.</param>
    /// <param name="shuffle">Whether to shuffle before each epoch.</param>
    /// <param name="wholeNumbersAs">Type to which integer inputs, such as pixels, are cast when batched; null keeps their type.</param>
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

    /// <summary>A random permutation of 0 to n − 1 (Fisher–Yates).</summary>
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
            // Two 32-bit words make a 64-bit integer, whose modulo bias is negligible for any n here.
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

using BenchmarkDotNet.Attributes;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Benchmarks;

namespace Glassbox.Micro;

/// <summary>A batch of 128 rows of 784 numbers, picked out of 20,000 in a shuffled order.</summary>
public class BatchGather
{
    private const int Rows = 20_000;

    private readonly long[] order = [.. Enumerable.Range(0, Rows).Select(i => (long)i).OrderBy(i => (i * 7919) % Rows)];
    private readonly float[] values = Samples.Numbers(Rows * 784, 1);
    private float[] batch = [];
    private Storage storage = null!, result = null!;
    private Storage[] batches = [];
    private int turn;

    [Params(128)]
    public int BatchSize { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        batch = new float[BatchSize * 784];
        (storage, result) = (HostStorage.Wrap(DType.Float32, values), HostStorage.Wrap(DType.Float32, batch));
        batches = [.. order.Chunk(BatchSize).Where(rows => rows.Length == BatchSize).Select(rows => HostStorage.Wrap(DType.Int64, rows))];
    }

    [Benchmark]
    public void Glassbox() => Device.Current.Gather(storage, batches[++turn % batches.Length], 1, Rows, 784, result);

    [Benchmark]
    public void Loops()
    {
        var start = ++turn % batches.Length * BatchSize;
        for (var i = 0; i < BatchSize; i++)
        {
            for (var j = 0; j < 784; j++)
            {
                batch[(i * 784) + j] = values[((int)order[start + i] * 784) + j];
            }
        }
    }

    /// <summary>Not of TensorPrimitives, but a row at a time as well.</summary>
    [Benchmark]
    public void Primitives()
    {
        var start = ++turn % batches.Length * BatchSize;
        for (var i = 0; i < BatchSize; i++)
        {
            values.AsSpan((int)order[start + i] * 784, 784).CopyTo(batch.AsSpan(i * 784, 784));
        }
    }
}

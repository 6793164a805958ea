using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Benchmarks;

namespace Glassbox.Micro;

/// <summary>The sum of an array.</summary>
public class Sum
{
    private readonly Storage total = HostStorage.Allocate(DType.Float32, 1);
    private float[] x = [];
    private Storage storage = null!;

    [Params(1_000, 100_352)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        x = Samples.Numbers(Length, 1);
        storage = HostStorage.Wrap(DType.Float32, x);
    }

    [Benchmark]
    public void Glassbox() => Device.Current.Reduce(ReduceOp.Sum, storage, 1, Length, 1, total);

    [Benchmark]
    public float Loops()
    {
        var sum = 0f;
        foreach (var value in x)
        {
            sum += value;
        }

        return sum;
    }

    [Benchmark]
    public float Primitives() => TensorPrimitives.Sum(x);
}

using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Benchmarks;

namespace Glassbox.Micro;

/// <summary>max(x, 0).</summary>
public class Relu
{
    private float[] x = [], y = [];
    private Storage storageX = null!, storageY = null!;

    /// <summary>A hidden layer of 784 units on a batch of 128.</summary>
    [Params(100_352)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        (x, y) = (Samples.Numbers(Length, 1), new float[Length]);
        (storageX, storageY) = (HostStorage.Wrap(DType.Float32, x), HostStorage.Wrap(DType.Float32, y));
    }

    [Benchmark]
    public void Glassbox() => Device.Current.Unary(UnaryOp.Relu, storageX, storageY);

    [Benchmark]
    public void Loops()
    {
        for (var i = 0; i < x.Length; i++)
        {
            y[i] = Math.Max(x[i], 0);
        }
    }

    [Benchmark]
    public void Primitives() => TensorPrimitives.Max(x, 0f, y);
}

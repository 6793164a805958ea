using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Benchmarks;

namespace Glassbox.Micro;

/// <summary>Softmax of 128 rows.</summary>
public class Softmax
{
    private const int Rows = 128;

    private float[] x = [], y = [];
    private Storage storageX = null!, storageY = null!;

    [Params(10, 1000)]
    public int Columns { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        (x, y) = (Samples.Numbers(Rows * Columns, 1), new float[Rows * Columns]);
        (storageX, storageY) = (HostStorage.Wrap(DType.Float32, x), HostStorage.Wrap(DType.Float32, y));
    }

    [Benchmark]
    public void Glassbox() => Device.Current.Softmax(logarithm: false, storageX, Columns, storageY);

    [Benchmark]
    public void Loops()
    {
        for (var start = 0; start < x.Length; start += Columns)
        {
            var (largest, sum) = (float.NegativeInfinity, 0f);
            for (var i = start; i < start + Columns; i++)
            {
                largest = Math.Max(largest, x[i]);
            }

            for (var i = start; i < start + Columns; i++)
            {
                sum += y[i] = MathF.Exp(x[i] - largest);
            }

            for (var i = start; i < start + Columns; i++)
            {
                y[i] /= sum;
            }
        }
    }

    /// <summary>TensorPrimitives.SoftMax overflows for large numbers; the others do not.</summary>
    [Benchmark]
    public void Primitives()
    {
        for (var start = 0; start < x.Length; start += Columns)
        {
            TensorPrimitives.SoftMax(x.AsSpan(start, Columns), y.AsSpan(start, Columns));
        }
    }
}

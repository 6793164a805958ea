using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using Glassbox.Backends;
using Glassbox.Backends.Cpu;
using Glassbox.Benchmarks;

namespace Glassbox.Micro;

/// <summary>A step of Adam.</summary>
public class AdamStep
{
    private const float Rate = 1e-3f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-7f;

    private float[] weight = [], gradient = [], momentum = [], velocity = [], scratch = [];
    private Storage[] storages = [];

    /// <summary>How many weights: a layer of 784 by 10, and one of 784 by 784.</summary>
    [Params(7_840, 614_656)]
    public int Length { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        (weight, gradient, momentum, velocity, scratch) =
            (Samples.Numbers(Length, 1), Samples.Numbers(Length, 2), new float[Length], new float[Length], new float[Length]);
        storages = [.. new[] { weight, gradient, momentum, velocity }.Select(array => HostStorage.Wrap(DType.Float32, array))];
    }

    [Benchmark]
    public void Glassbox() => Device.Current.Adam(storages[0], storages[1], storages[2], storages[3], null, Rate, Beta1, Beta2, Epsilon);

    [Benchmark]
    public void Loops()
    {
        for (var i = 0; i < weight.Length; i++)
        {
            momentum[i] += (gradient[i] - momentum[i]) * (1 - Beta1);
            velocity[i] += ((gradient[i] * gradient[i]) - velocity[i]) * (1 - Beta2);
            weight[i] -= momentum[i] * Rate / (MathF.Sqrt(velocity[i]) + Epsilon);
        }
    }

    [Benchmark]
    public void Primitives()
    {
        TensorPrimitives.Subtract<float>(gradient, momentum, scratch);
        TensorPrimitives.MultiplyAdd(scratch, 1 - Beta1, momentum, momentum);
        TensorPrimitives.Multiply<float>(gradient, gradient, scratch);
        TensorPrimitives.Subtract<float>(scratch, velocity, scratch);
        TensorPrimitives.MultiplyAdd(scratch, 1 - Beta2, velocity, velocity);
        TensorPrimitives.Sqrt<float>(velocity, scratch);
        TensorPrimitives.Add(scratch, Epsilon, scratch);
        TensorPrimitives.Divide<float>(momentum, scratch, scratch);
        TensorPrimitives.MultiplyAdd(scratch, -Rate, weight, weight);
    }
}

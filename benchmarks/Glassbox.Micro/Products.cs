using BenchmarkDotNet.Attributes;
using Glassbox.Backends.Cpu;
using Glassbox.Benchmarks;

namespace Glassbox.Micro;

/// <summary>Matrix products.</summary>
public class Products
{
    private ProductShape shape = ProductShape.All[0];
    private float[] a = [], b = [], c = [];

    [ParamsSource(nameof(Names))]
    public string Name { get; set; } = "";

    public static IEnumerable<string> Names => ProductShape.All.Select(shape => shape.Name);

    [GlobalSetup]
    public void Prepare()
    {
        shape = ProductShape.All.Single(candidate => candidate.Name == Name);
        (a, b, c) = shape.Operands();
    }

    [Benchmark]
    public void Glassbox() =>
        MatrixProduct.Multiply<float>(shape.TransposeA, shape.TransposeB, shape.M, shape.N, shape.K, a, b, default, c);

    [Benchmark]
    public void Loops() => PlainProducts.Loops(shape.TransposeA, shape.TransposeB, shape.M, shape.N, shape.K, a, b, c);

    [Benchmark]
    public void Primitives() => PlainProducts.Primitives(shape.TransposeA, shape.TransposeB, shape.M, shape.N, shape.K, a, b, c);
}

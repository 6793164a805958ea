namespace Glassbox.Benchmarks;

/// <summary>A matrix product [m, k]·[k, n]; a <c>T</c> in its name marks an operand that is stored transposed.</summary>
internal sealed record ProductShape(string Name, bool TransposeA, bool TransposeB, int M, int N, int K)
{
    /// <summary>Those of a training step of the MNIST classifier, square ones, and a single row.</summary>
    public static readonly ProductShape[] All =
    [
        new("128x784x784", false, false, 128, 784, 784),
        new("T784x128x784", true, false, 784, 784, 128),
        new("128x784xT784", false, true, 128, 784, 784),
        new("128x784x10", false, false, 128, 10, 784),
        new("32x784x512", false, false, 32, 512, 784),
        new("512x512x512", false, false, 512, 512, 512),
        new("1024x1024x1024", false, false, 1024, 1024, 1024),
        new("1x784x784", false, false, 1, 784, 784),
    ];

    /// <summary>Multiplications and additions.</summary>
    public double FloatingPointOperations => 2.0 * M * N * K;

    /// <summary>Both operands, filled, and a result.</summary>
    public (float[] A, float[] B, float[] C) Operands() =>
        (Samples.Numbers(M * K, 1), Samples.Numbers(K * N, 2), Samples.Numbers(M * N, 3));

    public override string ToString() => Name;
}

using System.Numerics.Tensors;
using Glassbox.Saving;

namespace Glassbox.Initializers;

/// <summary>Identity matrix times a gain.</summary>
/// <param name="gain">The gain.</param>
public sealed class Identity(double gain = 1) : Initializer
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape is not a matrix.</exception>
    public override Tensor Call(Shape shape, DType? dtype = null) => shape.Rank == 2
        ? Tensor.Eye(shape[0], shape[1], dtype: dtype) * gain
        : throw new ArgumentException($"The identity initializer makes matrices; received shape {shape}.", nameof(shape));

    /// <inheritdoc/>
    public override Config GetConfig() => gain == 1 ? [] : new() { { "gain", gain } };

    internal static Identity FromConfig(Config config) => new(config.GetDouble("gain", 1));
}

/// <summary>
/// Random orthogonal matrix times a gain: the rows, or the columns if there are fewer, are orthogonal. All axes but the last are flattened
/// into one.
/// </summary>
/// <param name="gain">Norm of the rows or columns.</param>
/// <param name="seed">Equal seeds yield equal values; by default the next of the program's sequence.</param>
/// <remarks>
/// Source: Saxe et al., arXiv:1312.6120: the Q of the QR decomposition of a Gaussian matrix, with the signs of R's diagonal, which makes
/// the distribution uniform over orthogonal matrices.
/// </remarks>
public sealed class Orthogonal(double gain = 1, int? seed = null) : Initializer
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape has rank less than 2.</exception>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        if (shape.Rank < 2)
        {
            throw new ArgumentException($"The orthogonal initializer makes weights of two axes or more; received shape {shape}.",
                nameof(shape));
        }

        var (rows, columns) = (shape[..^1].Size, shape[^1]);
        var (longer, shorter) = (Math.Max(rows, columns), Math.Min(rows, columns));
        var vectors = Tensor.RandomNormal([shorter, longer], seed: seed, dtype: DType.Float64).ToArray<double>();
        Orthonormalize(vectors, shorter, longer);
        Tensor q = Tensor.FromSpan<double>(vectors, [shorter, longer]);
        return Ops.Cast(Ops.Reshape(rows < columns ? q : q.Transpose(), shape) * gain, dtype ?? DType.Float32);
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "gain", gain }, { "seed", seed } };

    internal static Orthogonal FromConfig(Config config) => new(config.GetDouble("gain", 1), config.GetInt32OrNull("seed"));

    /// <summary>Gram–Schmidt, applied twice to each vector to remove rounding error. R's diagonal is positive.</summary>
    private static void Orthonormalize(double[] vectors, int count, int length)
    {
        for (var i = 0; i < count; i++)
        {
            var vector = vectors.AsSpan(i * length, length);
            for (var pass = 0; pass < 2; pass++)
            {
                for (var j = 0; j < i; j++)
                {
                    var other = vectors.AsSpan(j * length, length);
                    TensorPrimitives.MultiplyAdd(other, -TensorPrimitives.Dot<double>(vector, other), vector, vector);
                }
            }

            TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
        }
    }
}

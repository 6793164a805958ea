using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Repeats each vector n times as a sequence: [batch, features] to [batch, n, features].</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/repeat_vector/"/>.</remarks>
public sealed class RepeatVector : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="n">Number of repetitions, 1 or more.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is below 1.</exception>
    public RepeatVector(int n, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype) =>
        N = n >= 1 ? n : throw new ArgumentOutOfRangeException(nameof(n), n, $"RepeatVector needs an n of 1 or more; received {n}.");

    /// <summary>Number of repetitions.</summary>
    public int N { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        return Fitting([inputShape[0], N, inputShape[1]], "Make n or the batch smaller.");
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "n", N } };

    internal static RepeatVector FromConfig(Config config) => new(config.GetInt32("n"), name: config.GetName(), dtype: config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Moved;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        ComputeOutputShape(x.Shape);
        return Ops.Repeat(Ops.ExpandDims(x, 1), N, axis: 1);
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        if (inputShape.Rank != 2)
        {
            throw new ArgumentException($"Layer '{Name}' (RepeatVector) expects a batch of vectors, of rank 2; received shape "
                + $"{inputShape}.", nameof(inputShape));
        }
    }
}

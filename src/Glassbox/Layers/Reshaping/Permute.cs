using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Permutes the axes of each sample.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/permute/"/>.</remarks>
public sealed class Permute : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="dims">For each axis of the output, the axis of the sample to take, counted from 1: [2, 1] swaps two axes.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">The axes are not a permutation of 1 to their number.</exception>
    public Permute(Axes dims, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype)
    {
        Dims = dims;
        int[] order = [.. dims];
        if (!order.Order().SequenceEqual(Enumerable.Range(1, order.Length)))
        {
            throw new ArgumentException($"Permute needs each axis of a sample once, counted from 1; received [{string.Join(", ", order)}].",
                nameof(dims));
        }
    }

    /// <summary>For each axis of the output, the axis of the sample to take, counted from 1.</summary>
    public Axes Dims { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        int[] order = [.. Dims];
        return [inputShape[0], .. order.Select(axis => inputShape[axis])];
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "dims", (IEnumerable<int>)[.. Dims] } };

    internal static Permute FromConfig(Config config) =>
        new([.. config.GetInt32s("dims")], name: config.GetName(), dtype: config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Moved;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => Ops.Transpose(x, [0, .. Dims]);

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        int[] order = [.. Dims];
        if (inputShape.Rank != order.Length + 1)
        {
            throw new ArgumentException($"Layer '{Name}' (Permute) permutes {order.Length} axes of each sample; received input of shape "
                + $"{inputShape}.", nameof(inputShape));
        }
    }
}

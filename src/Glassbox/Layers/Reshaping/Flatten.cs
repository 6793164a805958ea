using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Lays out all axes of a sample along one.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/flatten/"/>.</remarks>
public sealed class Flatten : Layer
{
    /// <summary>A layer that flattens samples.</summary>
    /// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
    /// <param name="name">A name; by default <c>flatten_</c> and a number.</param>
    /// <param name="dtype">float32 by default.</param>
    public Flatten(Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype)
    {
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        var sample = inputShape[1..];
        return [inputShape[0], sample.IsKnown ? sample.Size : Shape.Unknown];
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "data_format", "channels_last" } };

    internal static Flatten FromConfig(Config config)
    {
        config.RequireChannelsLast();
        return new(name: config.GetName(), dtype: config.GetDType());
    }

    private protected override InputTypes InputTypes => InputTypes.Moved;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, bool training) => x.Reshape(x.Shape[0], x.Shape[1..].Size);

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        if (inputShape.Rank == 0)
        {
            throw new ArgumentException($"Layer '{Name}' (Flatten) expects a batch of samples; received a single number.", nameof(inputShape));
        }
    }
}

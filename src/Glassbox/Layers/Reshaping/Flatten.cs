using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Flattens each sample to a vector.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/flatten/"/>.</remarks>
public sealed class Flatten : Layer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="dataFormat">channels_last (default) or channels_first, which moves the channels to the last axis first, so that both
    /// formats result in the same order.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default <c>flatten_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Flatten(string? dataFormat = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype) => DataFormat = DataFormats.Checked(dataFormat, nameof(Flatten));

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        var sample = inputShape[1..];
        ExtentMath.Fit(sample, Described, "a sample", "Make it smaller before it is flattened.");
        return [inputShape[0], sample.IsKnown ? sample.Size : Shape.Unknown];
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "data_format", DataFormat } };

    internal static Flatten FromConfig(Config config) =>
        new(config.GetStringOrNull("data_format"), name: config.GetName(), dtype: config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Moved;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var last = x.Rank > 2 && DataFormats.IsChannelsFirst(DataFormat) ? x.Transpose([0, .. Enumerable.Range(2, x.Rank - 2), 1]) : x;
        return last.Reshape(x.Shape[0], x.Shape[1..].Size);
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        if (inputShape.Rank == 0)
        {
            throw new ArgumentException($"Layer '{Name}' (Flatten) expects a batch of samples; received a scalar.",
                nameof(inputShape));
        }
    }
}

using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Reshapes each sample.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/reshaping_layers/reshape/"/>.</remarks>
public sealed class Reshape : Layer
{
    private readonly Shape targetShape;

    /// <summary>Creates the layer.</summary>
    /// <param name="targetShape">Target shape of one sample; one size may be −1 to be inferred.</param>
    /// <param name="inputShape">Shape of one input sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default <c>reshape_</c> and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">More than one size is −1.</exception>
    public Reshape(Shape targetShape, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype)
    {
        if (targetShape.Count(extent => extent == Shape.Unknown) > 1)
        {
            throw new ArgumentException($"Reshape can infer one size; received [{string.Join(", ", targetShape)}].", nameof(targetShape));
        }

        this.targetShape = targetShape;
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        var sample = inputShape[1..];
        if (!sample.IsKnown)
        {
            return targetShape.WithBatch(inputShape[0]);
        }

        ExtentMath.Fit(sample, Described, "a sample", "Make it smaller before it is reshaped.");
        var known = ExtentMath.Count(targetShape.AsSpan());
        var fits = targetShape.IsKnown ? known == sample.Size : known > 0 && sample.Size % known == 0;
        if (!fits)
        {
            throw new ArgumentException(
                $"Layer '{Name}' (Reshape) cannot make samples of shape [{string.Join(", ", targetShape)}] of samples of shape {sample}, "
                + $"which have {sample.Size} values; received input of shape {inputShape}.", nameof(inputShape));
        }

        return [inputShape[0], .. targetShape.Select(extent => extent == Shape.Unknown ? (int)(sample.Size / known) : extent)];
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig()) { { "target_shape", targetShape.ToArray() } };

    internal static Reshape FromConfig(Config config) =>
        new(config.GetShape("target_shape"), name: config.GetName(), dtype: config.GetDType());

    private protected override InputTypes InputTypes => InputTypes.Moved;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => Ops.Reshape(x, ComputeOutputShape(x.Shape));

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
    }
}

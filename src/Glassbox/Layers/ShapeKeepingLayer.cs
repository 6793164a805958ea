namespace Glassbox.Layers;

/// <summary>Base class of layers that accept any input shape and return the same shape.</summary>
public abstract class ShapeKeepingLayer : Layer
{
    private protected ShapeKeepingLayer(Shape? inputShape, string? name, DType? dtype)
        : base(inputShape, name, dtype: dtype)
    {
    }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        return inputShape;
    }

    internal override bool NeverHasWeights => true;

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
    }
}

namespace Glassbox;

/// <summary>
/// A symbolic tensor: what a layer will give once there is data. It has a shape and a type and remembers where it comes from, so that <c>new Model(inputs, outputs)</c>
/// finds the layers in between. Made by <see cref="Keras.Input"/>, by applying layers to others of its kind, and by operators and <see cref="Ops"/> on them.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/input/"/>, <see href="https://keras.io/guides/functional_api/"/>.</remarks>
public sealed partial class KerasTensor
{
    internal KerasTensor(Node node, int tensorIndex, TensorSpec spec)
    {
        Node = node;
        TensorIndex = tensorIndex;
        Shape = spec.Shape;
        DType = spec.DType;
    }

    /// <summary>The extents, that of the batch unknown: <c>(None, 784)</c>.</summary>
    public Shape Shape { get; }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>How many axes there are, that of the batch included.</summary>
    public int Rank => Shape.Rank;

    /// <summary>The name of the layer that gives it.</summary>
    public string Name => Node.Layer.Name;

    /// <summary>The use of a layer that gives it.</summary>
    public Node Node { get; }

    /// <summary>Which of the layer's outputs it is, counted from 0.</summary>
    public int TensorIndex { get; }

    internal TensorSpec Spec => new(Shape, DType);

    /// <summary>The shape, type and name.</summary>
    public override string ToString() => $"<KerasTensor shape={Shape}, dtype={DType}, name={Name}>";
}

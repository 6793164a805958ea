using Glassbox.Layers;

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

    /// <summary>An input as the layer that says what goes in, where a <see cref="Sequential"/> is listed: <c>new Sequential([Keras.Input([784]), new Dense(10)])</c>.</summary>
    /// <exception cref="ArgumentException">It is not an input.</exception>
    public static implicit operator Layer(KerasTensor input) => input.Node.Layer as InputLayer ?? throw new ArgumentException(
        $"A layer is asked for, or an input as the first of a Sequential; received the output of layer '{input.Name}'. Take the layer itself.", nameof(input));

    /// <summary>The shape, type and name.</summary>
    public override string ToString() => $"<KerasTensor shape={Shape}, dtype={DType}, name={Name}>";
}

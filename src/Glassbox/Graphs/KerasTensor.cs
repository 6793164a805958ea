using System.Text.Json.Serialization;

namespace Glassbox;

/// <summary>
/// A symbolic tensor: a placeholder for the result of a layer or an operation. It has a shape and a type and references the node that
/// produces it, so that <c>new Model(inputs, outputs)</c> finds the layers in between. Created by <see cref="Keras.Input"/>, by applying
/// layers to symbolic tensors, and by operators and <see cref="Ops"/> on them, also combined with tensors, arrays and numbers.
/// </summary>
/// <remarks>
/// Source: <see href="https://keras.io/api/layers/core_layers/input/"/>, <see href="https://keras.io/guides/functional_api/"/>.
/// </remarks>
[JsonConverter(typeof(TensorJsonConverter))]
public sealed class KerasTensor : Tensor, ISymbolicTensor
{
    internal KerasTensor(Node node, int tensorIndex, TensorSpec spec)
        : base(spec with { IsWeak = false }) => (Node, TensorIndex) = (node, tensorIndex);

    /// <summary>The name of the layer that produces it.</summary>
    public string Name => Node.Layer.Name;

    /// <summary>The node that produces it.</summary>
    public Node Node { get; }

    /// <summary>The index among the node's outputs.</summary>
    public int TensorIndex { get; }

    Tensor ISymbolicTensor.Record(Operation operation, ReadOnlySpan<Tensor?> inputs) => OperationLayer.Apply(operation, inputs);

    internal override NoValuesException WithoutValues() => new(
        $"The symbolic tensor '{Name}' of shape {Shape} has no values: it is a placeholder for a value of a model. "
        + "Make a model of it, new Model(inputs, outputs), and call that on data.");

    /// <summary>The shape, type and name.</summary>
    public override string ToString() => $"<KerasTensor shape={Shape}, dtype={DType}, name={Name}>";

    /// <summary>Casts tensors to symbolic tensors.</summary>
    /// <exception cref="ArgumentException">One of them has values.</exception>
    internal static Structure<KerasTensor> From(Structure<Tensor> tensors, string owner, string argument) =>
        tensors.Map(tensor => tensor as KerasTensor ?? throw new ArgumentException(
        $"{owner} needs symbolic tensors, made by Keras.Input and by layers and operations on them; received a tensor of values of shape "
        + $"{tensor.Shape}.", argument));

    /// <summary>Casts symbolic tensors to tensors.</summary>
    internal static Structure<Tensor> AsTensors(Structure<KerasTensor> tensors) => tensors.Map(tensor => (Tensor)tensor);
}

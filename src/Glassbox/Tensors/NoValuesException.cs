namespace Glassbox;

/// <summary>Values were asked for of a tensor that has only a shape and a type.</summary>
internal sealed class NoValuesException(Tensor tensor) : InvalidOperationException(tensor is KerasTensor symbolic
    ? $"The symbolic tensor '{symbolic.Name}' of shape {tensor.Shape} has no values: it stands for what a model computes. " +
      "Make a model of it, new Model(inputs, outputs), and call that on data."
    : $"A tensor of shape {tensor.Shape} has no values while shapes are inferred. A layer that looks at values must "
      + "say its output shape: override ComputeOutputShape.");

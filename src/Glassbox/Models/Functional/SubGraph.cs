using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// Extracts a sub-graph: a model whose inputs are intermediate tensors gets new input layers there, and the layers after them are called
/// once more. Layers and weights are shared with the original graph.
/// </summary>
internal static class SubGraph
{
    public static (Structure<KerasTensor> Inputs, Structure<KerasTensor> Outputs) Copy(string modelName, Structure<KerasTensor> inputs,
        Structure<KerasTensor> outputs)
    {
        var copies = new Dictionary<KerasTensor, KerasTensor>();
        var newInputs = inputs.Map(input => copies[input] = input.Node.Layer is InputLayer
            ? input
            : (KerasTensor)new InputLayer(batchShape: input.Shape, dtype: input.DType, name: input.Name).Output);
        foreach (var node in GraphOrder.Of(inputs, outputs).Nodes.Where(node => node.Layer is not InputLayer))
        {
            if (node.Inputs.FirstOrDefault(tensor => !copies.ContainsKey(tensor)) is { } missing)
            {
                throw new ArgumentException(
                    $"Model '{modelName}': the graph is disconnected. Layer '{node.Layer.Name}' needs '{missing.Name}' of shape "
                    + $"{missing.Shape}, " +
                    $"which cannot be computed from the model's inputs ({string.Join(", ", inputs.Select(input => $"'{input.Name}'"))}). "
                    + "Add it to them.", nameof(inputs));
            }

            var results = node.Layer.ApplyAll(node.Inputs.Map(tensor => (Tensor)copies[tensor]), node.Training);
            foreach (var (old, copy) in node.Outputs.Zip(results))
            {
                copies.TryAdd(old, (KerasTensor)copy);
            }
        }

        return (newInputs, outputs.Map(output => copies[output]));
    }
}

using Glassbox.Layers;

namespace Glassbox;

/// <summary>Validates a functional graph.</summary>
internal static class GraphCheck
{
    public static void NotEmpty(string model, Structure<KerasTensor> inputs, Structure<KerasTensor> outputs)
    {
        if (inputs.Count == 0 || outputs.Count == 0)
        {
            throw new ArgumentException($"Model '{model}' needs at least one input and one output; received {inputs.Count} inputs and "
                + $"{outputs.Count} outputs.", inputs.Count == 0 ? nameof(inputs) : nameof(outputs));
        }

        if (inputs.GroupBy(input => input).FirstOrDefault(group => group.Count() > 1) is { Key: var twice })
        {
            throw new ArgumentException($"Model '{model}': the input '{twice.Name}' is given twice. Name each input once.", nameof(inputs));
        }
    }

    /// <exception cref="ArgumentException">An output depends on an input that is not among the model's inputs.</exception>
    public static void Connected(string model, Structure<KerasTensor> inputs, IReadOnlyList<Node> nodes)
    {
        var given = inputs.Select(input => input.Node).ToHashSet();
        var missing = nodes.FirstOrDefault(node => node.Inputs.Count == 0 && !given.Contains(node));
        if (missing is null)
        {
            return;
        }

        var user = nodes.FirstOrDefault(node => node.Inputs.Any(tensor => tensor.Node == missing));
        throw new ArgumentException(
            $"Model '{model}': the graph is disconnected. {(user is null ? "An output is" : $"Layer '{user.Layer.Name}' needs")} the "
            + $"input '{missing.Layer.Name}' of shape {missing.Outputs[0].Shape}, " +
            $"which is not among the model's inputs ({string.Join(", ", inputs.Select(input => $"'{input.Name}'"))}). Add it to them, or "
            + "start from a tensor computed from it.", nameof(inputs));
    }

    /// <exception cref="ArgumentException">Two layers have the same name.</exception>
    public static void UniqueNames(string model, IReadOnlyList<Layer> layers)
    {
        if (layers.GroupBy(layer => layer.Name).FirstOrDefault(group => group.Count() > 1) is { } twins)
        {
            throw new ArgumentException(
                $"Model '{model}' has {twins.Count()} layers named '{twins.Key}' "
                + $"({string.Join(", ", twins.Select(layer => layer.ClassName))}). Names must be unique in a model: give one of them "
                + "another name.");
        }
    }
}

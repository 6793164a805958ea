using Glassbox.Layers;
using Glassbox.Losses;

namespace Glassbox;

/// <summary>
/// Warns, once per compilation, when a model's output does not match what its loss expects, such as probabilities or logits.
/// </summary>
internal static class OutputCheck
{
    /// <summary>Tolerance for rounding of probabilities beyond 0 or 1.</summary>
    private const double Rounding = 1e-3;

    /// <summary>Checks the first batch of an output.</summary>
    /// <param name="model">The model.</param>
    /// <param name="position">Index of the output.</param>
    /// <param name="loss">Its loss.</param>
    /// <param name="predicted">The model's predictions for the batch.</param>
    public static void Look(Model model, int position, Loss loss, Tensor predicted)
    {
        if (loss.FromLogits is not { } fromLogits || predicted.Size == 0)
        {
            return;
        }

        var layer = LastLayer(model, position);
        var activation = layer is null ? null : ActivationOf(layer);
        if (fromLogits && activation is "softmax" or "sigmoid")
        {
            Warnings.Warn(
                $"Model '{model.Name}': the loss {loss.Name} is made for logits (fromLogits: true), and {layer!.Described} returns "
                + $"probabilities: its activation is {activation}, which would be applied twice. Leave out the activation, or fromLogits.");
        }
        else if (!fromLogits && (activation == "linear" || Beyond(predicted)))
        {
            var why = activation == "linear" ? $"{layer!.Described} has no activation, so its output is unbounded"
                : $"the model's output ranges from {Ops.Min(predicted)} to {Ops.Max(predicted)}";
            Warnings.Warn(
                $"Model '{model.Name}': the loss {loss.Name} is made for probabilities, and {why}. Give the last layer the activation "
                + $"\"{(loss.ClassAxis is null ? "sigmoid" : "softmax")}\"{(loss.TakesLogits ? ", or the loss fromLogits: true" : "")}.");
        }
    }

    private static bool Beyond(Tensor predicted) =>
        (double)Ops.Cast(Ops.Min(predicted), DType.Float64) < -Rounding
        || (double)Ops.Cast(Ops.Max(predicted), DType.Float64) > 1 + Rounding;

    /// <summary>The layer that produces an output; null if the model's class defines the forward pass.</summary>
    private static Layer? LastLayer(Model model, int position)
    {
        Layer? layer = model;
        while (layer is Model inner)
        {
            (layer, position) = inner.Graph?.Outputs[position] is { } tensor ? (tensor.Node.Layer, tensor.TensorIndex)
                : (inner.ComputedBy is [.., var last] ? last : null, 0);
        }

        return layer;
    }

    /// <summary>The name of a layer's final activation; null if unknown.</summary>
    private static string? ActivationOf(Layer layer) => layer switch
    {
        Dense dense => dense.Activation.Name,
        ConvolutionLayer convolution => convolution.Activation.Name,
        EinsumDense einsum => einsum.Activation.Name,
        Activation activation => activation.Function.Name,
        Softmax => "softmax",
        _ => null,
    };
}

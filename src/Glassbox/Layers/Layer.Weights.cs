using System.Runtime.CompilerServices;
using Glassbox.Backends;
using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;

namespace Glassbox.Layers;

public abstract partial class Layer
{
    private List<Variable> ownWeights = [];

    /// <summary>
    /// All weights: those that the layer created, in order, then variables in its fields, then those of nested layers. A shared weight is
    /// listed once, with the layer that created it.
    /// </summary>
    public virtual IReadOnlyList<Variable> Weights => CollectWeights(trainable: false);

    /// <summary>The weights that training updates.</summary>
    public virtual IReadOnlyList<Variable> TrainableVariables => Trainable ? CollectWeights(trainable: true) : [];

    /// <summary>The weights that training does not update.</summary>
    public IReadOnlyList<Variable> NonTrainableVariables => [.. Weights.Except(TrainableVariables)];

    /// <summary>The weights that training updates: <see cref="TrainableVariables"/>.</summary>
    public IReadOnlyList<Variable> TrainableWeights => TrainableVariables;

    /// <summary>The weights that training does not update: <see cref="NonTrainableVariables"/>.</summary>
    public IReadOnlyList<Variable> NonTrainableWeights => NonTrainableVariables;

    /// <summary>The total number of elements of the weights.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet and so has no weights.</exception>
    public long CountParams()
    {
        var weights = Weights;
        return weights.Count > 0 || IsComplete ? weights.Sum(weight => (long)weight.Shape.Size) : throw new InvalidOperationException(
            $"{Described} is not built yet, so it has no weights to count. Give "
            + $"{(this is IDeclaresLayers ? "its first layer" : "it")} an inputShape, or call it on data first.");
    }

    /// <summary>Whether all weights exist.</summary>
    internal virtual bool IsComplete => Built || NeverHasWeights;

    /// <summary>Copies of the weight values, in the order of <see cref="Weights"/>.</summary>
    public IReadOnlyList<Tensor> GetWeights() => [.. Weights.Select(weight => weight.Value.Copy())];

    /// <summary>Sets the weight values, in the order of <see cref="Weights"/>.</summary>
    /// <exception cref="ArgumentException">The number of values differs from that of the weights, or a shape differs. No weight is
    /// changed.</exception>
    public void SetWeights(IReadOnlyList<Tensor> weights)
    {
        var variables = Weights;
        if (weights.Count != variables.Count)
        {
            throw new ArgumentException(
                $"Layer '{Name}' has {variables.Count} weights; received "
                + $"{weights.Count}.{(Built ? "" : " It is not built yet: give it an input shape or call it on data first.")}",
                nameof(weights));
        }

        for (var i = 0; i < weights.Count; i++)
        {
            if (weights[i].Shape != variables[i].Shape)
            {
                throw new ArgumentException($"Layer '{Name}': weight {i}, '{variables[i].Path}', has shape {variables[i].Shape}; "
                    + $"received shape {weights[i].Shape}.", nameof(weights));
            }
        }

        for (var i = 0; i < weights.Count; i++)
        {
            variables[i].Assign(weights[i]);
        }
    }

    /// <summary>Creates a weight.</summary>
    /// <param name="name">Name within the layer, such as <c>kernel</c>.</param>
    /// <param name="shape">Shape of the weight.</param>
    /// <param name="initializer">Initializer; glorot_uniform by default.</param>
    /// <param name="trainable">Whether training updates the weight.</param>
    /// <param name="regularizer">Regularizer whose penalty is added to the loss; none by default.</param>
    /// <param name="constraint">Constraint applied after each optimizer step; none by default.</param>
    /// <exception cref="ArgumentException">The weight would have more elements than a tensor can hold.</exception>
    protected Variable AddWeight(
        string name, Shape shape, Initializer? initializer = null, bool trainable = true, Regularizer? regularizer = null,
        Constraint? constraint = null)
    {
        var weight = new Variable(FirstValues(name, shape, initializer ?? new GlorotUniform()), trainable, name)
        {
            Path = $"{Name}/{name}",
            Regularizer = regularizer,
            Constraint = constraint,
        };
        ownWeights.Add(weight);
        return weight;
    }

    /// <summary>
    /// Creates a weight, with the arguments in Keras's order: <c>AddWeight(shape: [inputShape[^1], units], initializer: "random_normal",
    /// trainable: true)</c>.
    /// </summary>
    /// <param name="shape">Shape of the weight.</param>
    /// <param name="initializer">Initializer; glorot_uniform by default.</param>
    /// <param name="trainable">Whether training updates the weight.</param>
    /// <param name="regularizer">Regularizer whose penalty is added to the loss; none by default.</param>
    /// <param name="constraint">Constraint applied after each optimizer step; none by default.</param>
    /// <param name="name">Name within the layer; by default <c>variable</c>, <c>variable_1</c>, ….</param>
    [OverloadResolutionPriority(-1)]
    protected Variable AddWeight(
        Shape shape, Initializer? initializer = null, bool trainable = true, Regularizer? regularizer = null, Constraint? constraint = null,
        string? name = null)
    {
        var unnamed = ownWeights.Count(weight => weight.Name.StartsWith("variable", StringComparison.Ordinal));
        return AddWeight(name ?? (unnamed == 0 ? "variable" : $"variable_{unnamed}"), shape, initializer, trainable, regularizer,
            constraint);
    }

    /// <summary>
    /// The initial value of a weight. While a file is loaded, no random values are drawn, since the file's values replace them.
    /// </summary>
    private Tensor FirstValues(string name, Shape shape, Initializer initializer)
    {
        if (!shape.IsKnown)
        {
            throw new ArgumentException(
                $"{Described}: the weight '{name}' of shape {shape} cannot be created, since a size is unknown. " +
                "Specify all sizes of the input except the batch size, and leave the batch out of the axes.", nameof(shape));
        }

        ExtentMath.Fit(
            shape, Described, $"the weight '{name}'", "Use fewer units or filters, a smaller window, or inputs with fewer features.");
        if (MemoryLimit.ValuesFollow)
        {
            return Tensor.Zeros(shape, DType);
        }

        var bytes = (long)shape.Size * DType.ItemSize;
        MemoryLimit.Take(bytes);
        using var whole = MemoryLimit.Suspend();
        try
        {
            return initializer.Call(shape, DType);
        }
        catch (OutOfMemoryException exception)
        {
            throw new InsufficientMemoryException(
                $"{Described}: the weight '{name}' of shape {shape} needs {bytes:N0} bytes, and an optimizer up to twice as much "
                + $"again; this process may use {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes:N0}. Use fewer units or filters, "
                + "or make the "
                + "input smaller first, by strides, pooling or GlobalAveragePooling instead of Flatten.", exception);
        }
    }
}

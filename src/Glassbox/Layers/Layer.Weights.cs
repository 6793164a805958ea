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
    /// All weights: those that the layer made, in their order, then variables that it holds in fields, then the weights of the
    /// layers within.
    /// A weight that is used in two places counts once, as that of the layer that made it.
    /// </summary>
    public virtual IReadOnlyList<Variable> Weights => CollectWeights(trainable: false);

    /// <summary>The weights that training changes.</summary>
    public virtual IReadOnlyList<Variable> TrainableVariables => Trainable ? CollectWeights(trainable: true) : [];

    /// <summary>The weights that training leaves alone.</summary>
    public IReadOnlyList<Variable> NonTrainableVariables => [.. Weights.Except(TrainableVariables)];

    /// <summary>The weights that training changes: <see cref="TrainableVariables"/>.</summary>
    public IReadOnlyList<Variable> TrainableWeights => TrainableVariables;

    /// <summary>The weights that training leaves alone: <see cref="NonTrainableVariables"/>.</summary>
    public IReadOnlyList<Variable> NonTrainableWeights => NonTrainableVariables;

    /// <summary>How many numbers the weights have in all.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet, so that it has no weights to count.</exception>
    public long CountParams()
    {
        var weights = Weights;
        return weights.Count > 0 || IsComplete ? weights.Sum(weight => (long)weight.Shape.Size) : throw new InvalidOperationException(
            $"{Described} is not built yet, and nobody knows how many weights it will have. Give "
            + $"{(this is IDeclaresLayers ? "its first layer" : "it")} an inputShape, or call it on data first.");
    }

    /// <summary>Whether all weights exist.</summary>
    internal virtual bool IsComplete => Built || NeverHasWeights;

    /// <summary>Copies of the weights' values.</summary>
    public IReadOnlyList<Tensor> GetWeights() => [.. Weights.Select(weight => weight.Value.Copy())];

    /// <summary>Sets the weights' values, in the order of <see cref="Weights"/>.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than weights, or a shape differs. No weight is changed
    /// then.</exception>
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

    /// <summary>Makes a weight.</summary>
    /// <param name="name">What it is called within the layer, such as <c>kernel</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">Its first values; glorot_uniform by default.</param>
    /// <param name="trainable">Whether training changes it.</param>
    /// <param name="regularizer">The price of its size, which is added to the loss.</param>
    /// <param name="constraint">What it is brought back to after each step of the optimizer.</param>
    /// <exception cref="ArgumentException">It would have more elements than one tensor can hold.</exception>
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
    /// Makes a weight, by the order of Keras's arguments: <c>AddWeight(shape: [inputShape[^1], units], initializer: "random_normal",
    /// trainable: true)</c>.
    /// </summary>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">Its first values; glorot_uniform by default.</param>
    /// <param name="trainable">Whether training changes it.</param>
    /// <param name="regularizer">The price of its size, which is added to the loss.</param>
    /// <param name="constraint">What it is brought back to after each step of the optimizer.</param>
    /// <param name="name">What it is called within the layer; by default <c>variable</c>, <c>variable_1</c>, ….</param>
    [OverloadResolutionPriority(-1)]
    protected Variable AddWeight(
        Shape shape, Initializer? initializer = null, bool trainable = true, Regularizer? regularizer = null, Constraint? constraint = null,
        string? name = null)
    {
        var unnamed = ownWeights.Count(weight => weight.Name.StartsWith("variable", StringComparison.Ordinal));
        return AddWeight(name ?? (unnamed == 0 ? "variable" : $"variable_{unnamed}"), shape, initializer, trainable, regularizer,
            constraint);
    }

    /// <summary>What a weight holds at first. While a file is read no random numbers are drawn, since the values come from there.</summary>
    private Tensor FirstValues(string name, Shape shape, Initializer initializer)
    {
        if (!shape.IsKnown)
        {
            throw new ArgumentException(
                $"{Described}: the weight '{name}' of shape {shape} cannot be made, since an extent is not known. " +
                "Say all extents of the input but that of the batch, and leave the batch out of the axes.", nameof(shape));
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
                + "input smaller first, by strides, pooling or GlobalAveragePooling in place of Flatten.", exception);
        }
    }
}

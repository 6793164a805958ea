using Glassbox.Backends;

namespace Glassbox.Layers;

/// <remarks>Applied to a symbolic tensor, a layer adds a use of itself to the graph: a <see cref="Node"/>.</remarks>
public abstract partial class Layer
{
    /// <summary>What the layer is called in summaries and files: the name of its class.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>What the layer is called in messages.</summary>
    internal string Described => $"Layer '{Name}' ({ClassName})";

    /// <summary>The shape of an output itself, where one tensor can hold it.</summary>
    /// <exception cref="ArgumentException">It has too many elements.</exception>
    private protected Shape Fitting(Shape output, string remedy) =>
        ExtentMath.Fits(output) ? output : throw ExtentMath.Unfit(output, Described, "the output", remedy);

    /// <summary>The symbolic tensor that goes into the layer where it was applied first; of a model, its input.</summary>
    /// <exception cref="InvalidOperationException">The layer is not part of a graph yet, or takes several inputs there.</exception>
    public KerasTensor Input => SymbolicInputs is { Count: 1 } inputs
        ? inputs.One
        : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) takes {SymbolicInputs.Count} inputs, and one was asked for. The nodes of the model that it is part of have them all.");

    /// <summary>
    /// The symbolic tensor that comes out of the layer where it was applied first; of a model, its output. With it a part of a model is made a model of its own:
    /// <c>new Model(model.Inputs, model.GetLayer("features").Output)</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The layer is not part of a graph yet, or gives several outputs there.</exception>
    public KerasTensor Output => SymbolicOutputs is { Count: 1 } outputs
        ? outputs.One
        : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) gives {SymbolicOutputs.Count} outputs, and one was asked for. The nodes of the model that it is part of have them all.");

    /// <summary>The uses of this layer in graphs, in the order in which they were made.</summary>
    internal List<Node> InboundNodes { get; } = [];

    private protected virtual Nest<KerasTensor> SymbolicInputs => FirstUse.Inputs;

    private protected virtual Nest<KerasTensor> SymbolicOutputs => FirstUse.Outputs;

    private Node FirstUse => InboundNodes is [var first, ..] ? first : throw new InvalidOperationException(
        $"Layer '{Name}' ({ClassName}) is not part of a graph yet: apply it to a symbolic tensor, or give the Sequential that it is in an input shape.");

    /// <summary>In which type the layer takes its inputs.</summary>
    private protected virtual InputTypes InputTypes => InputTypes.FloatingInOwn;

    /// <summary>Extends the graph by this layer. Builds it the first time.</summary>
    /// <param name="x">A symbolic tensor.</param>
    /// <param name="training">Whether the layer acts as in training whatever the model does; by default it follows the model.</param>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    /// <exception cref="InvalidOperationException">The layer gives several outputs; <see cref="ApplyAll(Nest{KerasTensor}, bool?)"/> gives them all.</exception>
    public KerasTensor Apply(KerasTensor x, bool? training = null) => Only(ApplyAll(x, training), nameof(ApplyAll));

    /// <summary>Extends the graph by this layer of several inputs: <c>new Add().Apply([a, b])</c>.</summary>
    /// <param name="inputs">Symbolic tensors.</param>
    /// <param name="training">Whether the layer acts as in training whatever the model does; by default it follows the model.</param>
    /// <inheritdoc cref="Apply(KerasTensor, bool?)"/>
    public KerasTensor Apply(Nest<KerasTensor> inputs, bool? training = null) => Only(ApplyAll(inputs, training), nameof(ApplyAll));

    /// <summary>Extends the graph by this layer of several outputs.</summary>
    /// <param name="inputs">A symbolic tensor, or several.</param>
    /// <param name="training">Whether the layer acts as in training whatever the model does; by default it follows the model.</param>
    /// <exception cref="ArgumentException">The inputs do not fit the layer.</exception>
    public Nest<KerasTensor> ApplyAll(Nest<KerasTensor> inputs, bool? training = null)
    {
        using (StepMemory.Suspend())
        {
            BuildFor(inputs.Map(x => x.Shape));
            return AddNode(inputs, training, OutputSpecs(inputs.Map(x => x.Spec))).Outputs;
        }
    }

    /// <summary>What is known of the outputs where something is known of the inputs.</summary>
    internal virtual Nest<TensorSpec> OutputSpecs(Nest<TensorSpec> inputs)
    {
        var type = InputTypes == InputTypes.Moved ? TypeTaken(inputs.Map(x => x.DType), 0) : DType;
        return ComputeOutputShape(inputs.Map(x => x.Shape)).Map(shape => new TensorSpec(shape, type));
    }

    /// <summary>The inputs in the types in which the layer takes them.</summary>
    private Nest<Tensor> Taken(Nest<Tensor> inputs)
    {
        for (var i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].DType != DType && InputTypes != InputTypes.Any)
            {
                return CastToTaken(inputs);
            }
        }

        return inputs;
    }

    private Nest<Tensor> CastToTaken(Nest<Tensor> inputs)
    {
        var (given, position) = (inputs.Map(x => x.DType), 0);
        return inputs.Map(x => Ops.Cast(x, TypeTaken(given, position++)));
    }

    private DType TypeTaken(Nest<DType> given, int position) => InputTypes == InputTypes.Own || given[position].IsFloating || (InputTypes == InputTypes.Moved && given.Any(type => type != given[0]))
        ? DType
        : given[position];

    private protected Node AddNode(Nest<KerasTensor> inputs, bool? training, Nest<TensorSpec> outputs)
    {
        var node = new Node(this, inputs, training, outputs);
        InboundNodes.Add(node);
        return node;
    }
}

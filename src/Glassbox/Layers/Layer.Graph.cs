using Glassbox.Backends;

namespace Glassbox.Layers;

/// <remarks>Applied to a symbolic tensor, a layer adds a <see cref="Node"/> to the graph.</remarks>
public abstract partial class Layer
{
    /// <summary>The class name in summaries and files.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>The base of the automatic name.</summary>
    private protected virtual string DefaultName => GetType().Name;

    /// <summary>The layer's description in messages.</summary>
    internal string Described => $"Layer '{Name}' ({ClassName})";

    /// <summary>Returns an output shape if a tensor of that shape can exist; throws otherwise.</summary>
    /// <exception cref="ArgumentException">The shape has too many elements.</exception>
    private protected Shape Fitting(Shape output, string remedy) =>
        ExtentMath.Fits(output) ? output : throw ExtentMath.Unfit(output, Described, "the output", remedy);

    /// <summary>The symbolic input of the layer's first use; of a model, its input.</summary>
    /// <exception cref="InvalidOperationException">The layer is not part of a graph yet, or has several inputs there.</exception>
    public Tensor Input => SymbolicInputs is { Count: 1 } inputs
        ? inputs.One
        : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) has {SymbolicInputs.Count} inputs, and one was requested. "
        + "The nodes of its model have them all.");

    /// <summary>
    /// The symbolic output of the layer's first use; of a model, its output. It can serve as the output of a submodel: <c>new
    /// Model(model.Inputs, model.GetLayer("features").Output)</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The layer is not part of a graph yet, or has several outputs there.</exception>
    public Tensor Output => SymbolicOutputs is { Count: 1 } outputs
        ? outputs.One
        : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) has {SymbolicOutputs.Count} outputs, and one was requested. "
        + "The nodes of its model have them all.");

    /// <summary>The uses of this layer in graphs, in the order of creation.</summary>
    internal List<Node> InboundNodes { get; } = [];

    private protected virtual Structure<KerasTensor> SymbolicInputs => FirstUse.Inputs;

    private protected virtual Structure<KerasTensor> SymbolicOutputs => FirstUse.Outputs;

    private Node FirstUse => InboundNodes is [var first, ..] ? first : throw new InvalidOperationException(
        $"Layer '{Name}' ({ClassName}) is not part of a graph yet: apply it to a symbolic tensor, or give the Sequential that it is in "
        + "an input shape.");

    /// <summary>The data types in which the layer receives its inputs.</summary>
    private protected virtual InputTypes InputTypes => InputTypes.FloatingInOwn;

    /// <summary>Adds a use of this layer to the graph if an input is symbolic, building the layer on first use.</summary>
    /// <exception cref="ArgumentException">Symbolic tensors and tensors with values are mixed.</exception>
    private bool ExtendsGraph(Structure<Tensor> inputs, bool? training, out Structure<Tensor> outputs)
    {
        outputs = default;
        var symbolic = 0;
        for (var i = 0; i < inputs.Count; i++)
        {
            symbolic += inputs[i] is KerasTensor ? 1 : 0;
        }

        if (symbolic == 0)
        {
            return false;
        }

        var tensors = KerasTensor.From(inputs, $"Layer '{Name}' ({ClassName}), applied to a symbolic tensor,", nameof(inputs));
        using (StepMemory.Suspend())
        {
            BuildFor(tensors.Map(x => x.Shape));
            outputs = KerasTensor.AsTensors(AddNode(tensors, training, OutputSpecs(tensors.Map(x => x.Spec))).Outputs);
            return true;
        }
    }

    /// <summary>The specifications of the outputs, given those of the inputs.</summary>
    internal virtual Structure<TensorSpec> OutputSpecs(Structure<TensorSpec> inputs)
    {
        var type = InputTypes == InputTypes.Moved ? TypeTaken(inputs.Map(x => x.DType), 0) : DType;
        return ComputeOutputShape(inputs.Map(x => x.Shape)).Map(shape => new TensorSpec(shape, type));
    }

    /// <summary>The inputs converted to the data types that the layer expects.</summary>
    private Structure<Tensor> Taken(Structure<Tensor> inputs)
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

    private Structure<Tensor> CastToTaken(Structure<Tensor> inputs)
    {
        var (given, position) = (inputs.Map(x => x.DType), 0);
        return inputs.Map(x => Ops.Cast(x, TypeTaken(given, position++)));
    }

    private DType TypeTaken(Structure<DType> given, int position) =>
        InputTypes == InputTypes.Own || given[position].IsFloating
        || (InputTypes == InputTypes.Moved && given.Any(type => type != given[0]))
        ? DType
        : given[position];

    private protected Node AddNode(Structure<KerasTensor> inputs, bool? training, Structure<TensorSpec> outputs)
    {
        var node = new Node(this, inputs, training, outputs);
        InboundNodes.Add(node);
        return node;
    }

    /// <summary>
    /// Converts a model input to its layer, for the list of a <see cref="Sequential"/>: <c>new Sequential([Keras.Input([784]), new
    /// Dense(10)])</c>.
    /// </summary>
    /// <exception cref="ArgumentException">The tensor is not an input of a model.</exception>
    public static implicit operator Layer(Tensor input) => input is KerasTensor symbolic
        ? symbolic.Node.Layer as InputLayer ?? throw new ArgumentException(
            $"A layer is expected, or an input as the first of a Sequential; received the output of layer '{symbolic.Name}'. Take the "
            + "layer itself.", nameof(input))
        : throw new ArgumentException("A layer is expected, or an input as the first of a Sequential; received a tensor of shape "
        + $"{input.Shape}.", nameof(input));
}

using Glassbox.Backends;

namespace Glassbox.Layers;

/// <remarks>Applied to a symbolic tensor, a layer adds a use of itself to the graph: a <see cref="Node"/>.</remarks>
public abstract partial class Layer
{
    /// <summary>What the layer is called in summaries and files: the name of its class.</summary>
    public virtual string ClassName => GetType().Name;

    /// <summary>What its automatic name is made of.</summary>
    private protected virtual string DefaultName => GetType().Name;

    /// <summary>What the layer is called in messages.</summary>
    internal string Described => $"Layer '{Name}' ({ClassName})";

    /// <summary>The shape of an output itself, where one tensor can hold it.</summary>
    /// <exception cref="ArgumentException">It has too many elements.</exception>
    private protected Shape Fitting(Shape output, string remedy) =>
        ExtentMath.Fits(output) ? output : throw ExtentMath.Unfit(output, Described, "the output", remedy);

    /// <summary>The symbolic tensor that goes into the layer where it was applied first; of a model, its input.</summary>
    /// <exception cref="InvalidOperationException">The layer is not part of a graph yet, or takes several inputs there.</exception>
    public Tensor Input => SymbolicInputs is { Count: 1 } inputs
        ? inputs.One
        : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) takes {SymbolicInputs.Count} inputs, and one was asked for. "
        + "The nodes of the model that it is part of have them all.");

    /// <summary>
    /// The symbolic tensor that comes out of the layer where it was applied first; of a model, its output. With it a part of a model is
    /// made a model of its own:
    /// <c>new Model(model.Inputs, model.GetLayer("features").Output)</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The layer is not part of a graph yet, or gives several outputs there.</exception>
    public Tensor Output => SymbolicOutputs is { Count: 1 } outputs
        ? outputs.One
        : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) gives {SymbolicOutputs.Count} outputs, and one was asked "
        + "for. The nodes of the model that it is part of have them all.");

    /// <summary>The uses of this layer in graphs, in the order in which they were made.</summary>
    internal List<Node> InboundNodes { get; } = [];

    private protected virtual Structure<KerasTensor> SymbolicInputs => FirstUse.Inputs;

    private protected virtual Structure<KerasTensor> SymbolicOutputs => FirstUse.Outputs;

    private Node FirstUse => InboundNodes is [var first, ..] ? first : throw new InvalidOperationException(
        $"Layer '{Name}' ({ClassName}) is not part of a graph yet: apply it to a symbolic tensor, or give the Sequential that it is in "
        + "an input shape.");

    /// <summary>In which type the layer takes its inputs.</summary>
    private protected virtual InputTypes InputTypes => InputTypes.FloatingInOwn;

    /// <summary>Extends the graph by a use of this layer, if an input is symbolic. Builds it the first time.</summary>
    /// <exception cref="ArgumentException">Some inputs are symbolic and others have values.</exception>
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

    /// <summary>What is known of the outputs where something is known of the inputs.</summary>
    internal virtual Structure<TensorSpec> OutputSpecs(Structure<TensorSpec> inputs)
    {
        var type = InputTypes == InputTypes.Moved ? TypeTaken(inputs.Map(x => x.DType), 0) : DType;
        return ComputeOutputShape(inputs.Map(x => x.Shape)).Map(shape => new TensorSpec(shape, type));
    }

    /// <summary>The inputs in the types in which the layer takes them.</summary>
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
    /// An input as the layer that says what goes in, where a <see cref="Sequential"/> is listed: <c>new Sequential([Keras.Input([784]), new
    /// Dense(10)])</c>.
    /// </summary>
    /// <exception cref="ArgumentException">It is not an input of a model.</exception>
    public static implicit operator Layer(Tensor input) => input is KerasTensor symbolic
        ? symbolic.Node.Layer as InputLayer ?? throw new ArgumentException(
            $"A layer is asked for, or an input as the first of a Sequential; received the output of layer '{symbolic.Name}'. Take the "
            + "layer itself.", nameof(input))
        : throw new ArgumentException("A layer is asked for, or an input as the first of a Sequential; received a tensor of shape "
        + $"{input.Shape}.", nameof(input));
}

using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox;

/// <remarks>
/// There are three kinds of models. <see cref="Sequential"/> is a linear stack of layers. <c>new Model(inputs, outputs)</c> is the graph of
/// layers between symbolic tensors (functional model). A subclass keeps its layers in fields and defines the forward pass in
/// <see cref="Layer.Call(Tensor, CallContext)"/>.
/// </remarks>
public partial class Model
{
    private readonly Graph? graph;

    /// <summary>Creates a functional model from the layers between symbolic tensors.</summary>
    /// <param name="inputs">Inputs, made by <see cref="Keras.Input"/>: one, a list, or a dictionary by name. An intermediate tensor starts
    /// a sub-model there.</param>
    /// <param name="outputs">Outputs: one, a list, or a dictionary by name. Any tensors that can be computed from the inputs.</param>
    /// <param name="name">Name; by default <c>functional_</c> and a number.</param>
    /// <param name="trainable">Whether the weights are trainable.</param>
    /// <exception cref="ArgumentException">An output depends on an input that is not given, or two layers have the same name.</exception>
    /// <example>
    /// <code>
    /// var inputs = Keras.Input(shape: [784]);
    /// var x = new Dense(64, "relu").Apply(inputs);
    /// var outputs = new Dense(10, "softmax").Apply(x);
    /// var model = new Model(inputs, outputs);
    /// </code>
    /// </example>
    /// <remarks>Source: <see href="https://keras.io/guides/functional_api/"/>.</remarks>
    public Model(Structure<Tensor> inputs, Structure<Tensor> outputs, string? name = null, bool trainable = true)
        : base(name: name, trainable: trainable)
    {
        var owner = $"Model '{Name}'";
        graph = new Graph(Name, KerasTensor.From(inputs, owner, nameof(inputs)), KerasTensor.From(outputs, owner, nameof(outputs)));
        BuildFor(graph.Inputs.Map(input => input.Shape));
        if (!trainable)
        {
            Trainable = false;
        }
    }

    /// <summary>Initializes the settings common to all models.</summary>
    /// <param name="name">Name; by default the class name and a number.</param>
    /// <param name="trainable">Whether the weights are trainable.</param>
    protected Model(string? name = null, bool trainable = true)
        : base(name: name, trainable: trainable)
    {
    }

    /// <summary>The layers, in order.</summary>
    public virtual IReadOnlyList<Layer> Layers => graph?.Layers ?? base.Sublayers;

    /// <summary>The symbolic inputs of a functional model, or the input of a built <see cref="Sequential"/>.</summary>
    /// <exception cref="InvalidOperationException">The model has no graph: it was not created from inputs and outputs or from layers with a
    /// known input shape.</exception>
    public Structure<Tensor> Inputs => KerasTensor.AsTensors(RequireGraph(nameof(Inputs)).Inputs);

    /// <summary>The symbolic outputs of a functional model, or the output of a built <see cref="Sequential"/>.</summary>
    /// <inheritdoc cref="Inputs"/>
    public Structure<Tensor> Outputs => KerasTensor.AsTensors(RequireGraph(nameof(Outputs)).Outputs);

    /// <summary>The layer calls of such a model in topological order, including operations such as <c>x + 1</c>.</summary>
    /// <inheritdoc cref="Inputs"/>
    public IReadOnlyList<Node> Nodes => RequireGraph(nameof(Nodes)).Nodes;

    /// <inheritdoc/>
    public override string ClassName => GetType() == typeof(Model) ? "Functional" : base.ClassName;

    /// <summary>A model that never calls itself is complete when its layers are.</summary>
    internal override bool IsComplete => base.IsComplete || (Layers.Count > 0 && Layers.All(layer => layer.IsComplete));

    private protected override string DefaultName => GetType() == typeof(Model) ? "Functional" : GetType().Name;

    /// <summary>The layers that the model itself calls in order; empty if its class defines the forward pass.</summary>
    internal virtual IReadOnlyList<Layer> ComputedBy => graph?.Layers ?? [];

    /// <summary>The graph of a functional model; null for others.</summary>
    internal Graph? Graph => graph;

    /// <summary>The names of the outputs; null if their number is known only after a prediction.</summary>
    private protected virtual IReadOnlyList<string>? OutputNames => graph?.OutputNames;

    /// <summary>The graph from which sub-models are extracted; also that of a <see cref="Sequential"/>.</summary>
    private protected virtual Graph? SymbolicGraph => graph;

    private protected override Structure<KerasTensor> SymbolicInputs => SymbolicGraph?.Inputs ?? base.SymbolicInputs;

    private protected override Structure<KerasTensor> SymbolicOutputs => SymbolicGraph?.Outputs ?? base.SymbolicOutputs;

    /// <inheritdoc/>
    /// <remarks>A subclass created from inputs and outputs may hold further layers.</remarks>
    protected sealed override IReadOnlyList<Layer> Sublayers =>
        graph is null || TrackedFields.IsEmpty ? Layers : [.. Layers, .. base.Sublayers.Except(Layers)];

    // A functional model casts each input to its declared type.
    private protected override InputTypes InputTypes => graph is null ? InputTypes.FloatingInOwn : InputTypes.Any;

    /// <summary>Returns the layer with a name.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the existing ones.</exception>
    public Layer GetLayer(string name) => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ArgumentException($"Model '{Name}': {Identifiers.Unknown("layer", name, Layers.Select(layer => layer.Name))}",
        nameof(name));

    /// <summary>Returns the layer at an index; the last ones are <c>GetLayer(^1)</c>, <c>GetLayer(^2)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public Layer GetLayer(Index index) => index.GetOffset(Layers.Count) is var position && (uint)position < (uint)Layers.Count
        ? Layers[position]
        : throw new ArgumentOutOfRangeException(nameof(index), index,
        $"Model '{Name}' has {Layers.Count} layers; there is none at position {index}.");

    /// <inheritdoc/>
    public override Structure<Shape> ComputeOutputShape(Structure<Shape> inputShapes) => graph is null
        ? OutputShapesByTracing(inputShapes)
        : OutputSpecs(inputShapes.Map(shape => new TensorSpec(shape, DType))).Map(spec => spec.Shape);

    internal override Structure<TensorSpec> OutputSpecs(Structure<TensorSpec> inputs)
    {
        if (graph is null)
        {
            return base.OutputSpecs(inputs);
        }

        var given = GraphInputs.InOrder(Name, graph.Inputs, inputs);
        var fitted = graph.Inputs.Select((input, i) => new TensorSpec(GraphInputs.Fit(Name, input, given[i].Shape), input.DType)).ToArray();
        return graph.Run(fitted, (node, specs) => node.Layer.OutputSpecs(specs));
    }

    /// <inheritdoc/>
    protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call)
    {
        if (graph is null)
        {
            return base.Call(inputs, call);
        }

        var given = GraphInputs.InOrder(Name, graph.Inputs, inputs);
        var memory = CallMemory.Begin();
        var fitted = graph.Inputs.Select((input, i) => GraphInputs.Fit(Name, input, given[i])).ToArray();
        return graph.Run(
            fitted, (node, tensors) => node.Layer.ApplyAll(tensors, call.With(node.Training)), needed => memory.Release(call, needed));
    }

    /// <summary>A model without a graph leaves input validation to its layers.</summary>
    protected override void CheckInput(Shape inputShape)
    {
    }

    /// <inheritdoc/>
    protected override void CheckInput(Structure<Shape> inputShapes)
    {
        if (graph is null)
        {
            if (inputShapes.Count == 1 || !Built || InputShapes.Count != inputShapes.Count)
            {
                base.CheckInput(inputShapes);
            }

            return;
        }

        var given = GraphInputs.InOrder(Name, graph.Inputs, inputShapes);
        for (var i = 0; i < given.Length; i++)
        {
            GraphInputs.Fit(Name, graph.Inputs[i], given[i]);
        }
    }

    /// <inheritdoc/>
    public override Config GetConfig() => graph is null ? base.GetConfig() : FunctionalConfig.Of(this, graph);

    private Graph RequireGraph(string member) => SymbolicGraph ?? throw new InvalidOperationException(
        $"Model '{Name}' ({ClassName}) has no {member}: only a model made of inputs and outputs, new Model(inputs, outputs), or a "
        + "Sequential that knows its input shape, is a graph of symbolic tensors.");
}

using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox;

/// <remarks>
/// There are three ways to a model. <see cref="Sequential"/> is a pile of layers. <c>new Model(inputs, outputs)</c> is the graph of the
/// layers between symbolic tensors (a functional model). A class of one's own that derives from this one keeps its layers in fields and
/// says in <see cref="Layer.Call(Tensor, CallContext)"/> how they are used.
/// </remarks>
public partial class Model
{
    private readonly Graph? graph;

    /// <summary>A functional model: the layers that lie between symbolic tensors.</summary>
    /// <param name="inputs">What goes in, made by <see cref="Keras.Input"/>: one, a list, or a dictionary by name. A tensor that lies
    /// behind other layers starts a sub-model there.</param>
    /// <param name="outputs">What comes out: one, a list, or a dictionary by name. Any tensors that can be computed from the
    /// inputs.</param>
    /// <param name="name">A name; by default <c>functional_</c> and a number.</param>
    /// <param name="trainable">Whether training changes the weights.</param>
    /// <exception cref="ArgumentException">An output needs an input that is not given, or two layers have one name.</exception>
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

    /// <summary>Sets what all models have in common.</summary>
    /// <param name="name">A name; by default the class and a number.</param>
    /// <param name="trainable">Whether training changes the weights.</param>
    protected Model(string? name = null, bool trainable = true)
        : base(name: name, trainable: trainable)
    {
    }

    /// <summary>The layers, in order.</summary>
    public virtual IReadOnlyList<Layer> Layers => graph?.Layers ?? base.Sublayers;

    /// <summary>The symbolic inputs of a functional model, or the one of a <see cref="Sequential"/> that is built.</summary>
    /// <exception cref="InvalidOperationException">The model has no graph: it was not made of inputs and outputs, nor of layers whose input
    /// shape is known.</exception>
    public Structure<Tensor> Inputs => KerasTensor.AsTensors(RequireGraph(nameof(Inputs)).Inputs);

    /// <summary>The symbolic outputs of a functional model, or the one of a <see cref="Sequential"/> that is built.</summary>
    /// <inheritdoc cref="Inputs"/>
    public Structure<Tensor> Outputs => KerasTensor.AsTensors(RequireGraph(nameof(Outputs)).Outputs);

    /// <summary>
    /// The uses of layers that such a model is made of, each behind those that it needs. Operations such as <c>x + 1</c> are among them.
    /// </summary>
    /// <inheritdoc cref="Inputs"/>
    public IReadOnlyList<Node> Nodes => RequireGraph(nameof(Nodes)).Nodes;

    /// <inheritdoc/>
    public override string ClassName => GetType() == typeof(Model) ? "Functional" : base.ClassName;

    /// <summary>A model that never calls itself is complete when its layers are.</summary>
    internal override bool IsComplete => base.IsComplete || (Layers.Count > 0 && Layers.All(layer => layer.IsComplete));

    private protected override string DefaultName => GetType() == typeof(Model) ? "Functional" : GetType().Name;

    /// <summary>The layers that the model runs one after the other by itself; none where its class says how they are used.</summary>
    internal virtual IReadOnlyList<Layer> ComputedBy => graph?.Layers ?? [];

    /// <summary>The graph of a functional model; null for others.</summary>
    internal Graph? Graph => graph;

    /// <summary>What the outputs are called; null where only a prediction shows how many there are.</summary>
    private protected virtual IReadOnlyList<string>? OutputNames => graph?.OutputNames;

    /// <summary>The graph to take parts of: also that of a pile of layers.</summary>
    private protected virtual Graph? SymbolicGraph => graph;

    private protected override Structure<KerasTensor> SymbolicInputs => SymbolicGraph?.Inputs ?? base.SymbolicInputs;

    private protected override Structure<KerasTensor> SymbolicOutputs => SymbolicGraph?.Outputs ?? base.SymbolicOutputs;

    /// <inheritdoc/>
    /// <remarks>A class of one's own that is made of inputs and outputs may hold more layers than those between them.</remarks>
    protected sealed override IReadOnlyList<Layer> Sublayers =>
        graph is null || TrackedFields.IsEmpty ? Layers : [.. Layers, .. base.Sublayers.Except(Layers)];

    // A functional model converts each input to the type that it was declared with.
    private protected override InputTypes InputTypes => graph is null ? InputTypes.FloatingInOwn : InputTypes.Any;

    /// <summary>The layer of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message names those that exist.</exception>
    public Layer GetLayer(string name) => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ArgumentException($"Model '{Name}': {Identifiers.Unknown("layer", name, Layers.Select(layer => layer.Name))}",
        nameof(name));

    /// <summary>The layer at a position, counted from 0; the last ones are <c>GetLayer(^1)</c>, <c>GetLayer(^2)</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is none.</exception>
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

    /// <summary>A model without a graph leaves it to its layers what they take.</summary>
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

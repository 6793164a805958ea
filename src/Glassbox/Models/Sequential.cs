using System.Collections;
using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox;

/// <summary>
/// A linear stack of layers. Pass the layers to the constructor, <c>new Sequential([Keras.Input([784]), new Dense(10)])</c>, list them in
/// braces, or <see cref="Add(Layer)"/> them.
/// </summary>
/// <remarks>
/// If the first layer has an <c>inputShape</c>, or is an <see cref="InputLayer"/>, weights are created as layers are added; otherwise on
/// the first call with data. Source: <see href="https://keras.io/api/models/sequential/"/>.
/// </remarks>
public sealed class Sequential : Model, IEnumerable<Layer>
{
    private readonly List<Layer> layers = [];

    /// <summary>The symbolic tensors between the layers, starting with the input, as far as the model is built.</summary>
    private readonly List<KerasTensor> tensors = [];
    private InputLayer? input;
    private Graph? graph;

    /// <summary>Creates a model without layers.</summary>
    /// <param name="name">Name; by default <c>sequential_</c> and a number.</param>
    public Sequential(string? name = null)
        : base(name)
    {
    }

    /// <summary>Creates a model from layers.</summary>
    /// <param name="layers">The layers from input to output.</param>
    /// <param name="name">Name; by default <c>sequential_</c> and a number.</param>
    /// <exception cref="ArgumentException">Two layers have the same name, or a layer does not accept the output shape of the previous
    /// one.</exception>
    public Sequential(IEnumerable<Layer> layers, string? name = null)
        : base(name)
    {
        var names = new HashSet<string>();
        foreach (var layer in layers)
        {
            Append(layer, name => !names.Add(name));
        }

        Rebuild();
    }

    /// <summary>The layers from input to output, without an <see cref="InputLayer"/>.</summary>
    public override IReadOnlyList<Layer> Layers => layers;

    /// <summary>Appends a layer.</summary>
    /// <exception cref="ArgumentException">The name is taken, the layer does not accept the output shape of the previous one, or an
    /// <see cref="InputLayer"/> is not the first.</exception>
    public void Add(Layer layer)
    {
        Append(layer, name => layers.Any(other => other.Name == name));
        if (layer is not InputLayer)
        {
            Rebuild();
        }
    }

    private void Append(Layer layer, Func<string, bool> isTaken)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (layer is Model nested && IsWithin(nested))
        {
            var how = nested == this ? "" : $"; {nested.Described} contains it";
            throw new ArgumentException($"Sequential '{Name}' cannot be a layer of itself{how}. Add another model.", nameof(layer));
        }

        if (layer is InputLayer entry)
        {
            input = layers.Count == 0 && input is null ? entry : throw new ArgumentException($"Sequential '{Name}': an InputLayer can "
                + "only be the first layer.", nameof(layer));
            return;
        }

        if (isTaken(layer.Name))
        {
            throw new ArgumentException(
                $"Sequential '{Name}' already has a layer named '{layer.Name}'. Names must be unique in a model: give one of them "
                + "another name. (The same layer cannot be added twice.)", nameof(layer));
        }

        if (BuiltShape is not null && layers.Count > 0)
        {
            tensors.Add((KerasTensor)layer.Apply(tensors[^1]));
        }

        layers.Add(layer);
    }

    /// <summary>Removes and returns the last layer.</summary>
    /// <exception cref="InvalidOperationException">The model has no layers.</exception>
    public Layer Pop()
    {
        if (layers.Count == 0)
        {
            throw new InvalidOperationException($"Sequential '{Name}' has no layers to pop.");
        }

        var layer = layers[^1];
        layers.RemoveAt(layers.Count - 1);
        if (tensors.Count > layers.Count + 1)
        {
            tensors.RemoveAt(tensors.Count - 1);
        }

        Rebuild();
        return layer;
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        RequireLayers();
        return layers.Aggregate(Fitted(inputShape), (shape, layer) => layer.ComputeOutputShape(shape));
    }

    /// <inheritdoc/>
    public override Structure<Shape> ComputeOutputShape(Structure<Shape> inputShapes) => ComputeOutputShape(inputShapes.One);

    /// <summary>The layers, as <see cref="Layers"/>.</summary>
    public IEnumerator<Layer> GetEnumerator() => layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        IEnumerable<Layer> all = layers;
        if (BuiltShape is { } shape)
        {
            all = layers.Prepend(input ?? Entry(shape));
        }

        var config = new Config(base.GetConfig()) { { "layers", all } };
        if (BuiltShape is not null)
        {
            config.Add("build_input_shape", BuiltShape);
        }

        return config;
    }

    internal static Sequential FromConfig(Config config)
    {
        var model = new Sequential(config.GetLayers("layers") ?? throw config.Missing("layers"), config.GetName());
        if (config.GetShapeOrNull("build_input_shape") is { } shape && !model.Built && model.Layers.Count > 0)
        {
            model.BuildFor(shape.Rank > 0 ? shape[1..].WithBatch() : shape);
        }

        return model;
    }

    /// <summary>Creates the weights for an input shape before there is data: <c>model.Build((null, 784))</c>.</summary>
    /// <param name="inputShape">Input shape with the batch axis, whose size may be unknown.</param>
    /// <exception cref="ArgumentException">A layer does not accept the shape, or the model is already built for another one.</exception>
    public new void Build(Shape inputShape)
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        RequireLayers();
        BuildFor(inputShape.Rank > 0 ? inputShape[1..].WithBatch() : inputShape);
    }

    /// <inheritdoc/>
    protected override void Build(Structure<Shape> inputShapes)
    {
        var inputShape = inputShapes.One;
        RequireLayers();
        if (tensors.Count == 0)
        {
            tensors.Add((KerasTensor)(input ?? Entry(inputShape)).Output);
        }

        for (var i = tensors.Count - 1; i < layers.Count; i++)
        {
            tensors.Add((KerasTensor)layers[i].Apply(tensors[i]));
        }
    }

    internal override IReadOnlyList<Layer> ComputedBy => layers;

    private InputLayer Entry(Shape inputShape) =>
        new(inputShape[1..], name: "input_layer", dtype: layers is [var first, ..] ? first.DType : null);

    /// <inheritdoc/>
    private protected override IReadOnlyList<string> OutputNames => ["output_1"];

    private protected override Graph? SymbolicGraph => Built ? graph ??= new Graph(Name, tensors[0], tensors[^1]) : null;

    /// <summary>Integer inputs, such as pixels, are cast to the model's floating-point type.</summary>
    private protected override DType? WholeNumbersAs => layers.Count == 0 ? null : (input ?? layers[0]).DType;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        RequireLayers();
        var memory = CallMemory.Begin();
        var value = x.DType.IsFloating ? x : Ops.Cast(x, WholeNumbersAs ?? x.DType);
        value = Fitted(x.Shape) is var fitted && fitted != x.Shape ? Ops.Reshape(value, fitted) : value;
        foreach (var layer in layers)
        {
            value = layer.Apply(value, call);
            memory.Release(call, value);
        }

        return value;
    }

    /// <summary>
    /// Rejects shapes that the layers do not accept. Layers that check only some axes, such as convolutions, leave the others open.
    /// </summary>
    /// <exception cref="ArgumentException">The input shape is incompatible.</exception>
    protected override void CheckInput(Shape inputShape)
    {
        var fitted = Fitted(inputShape);
        if (BuiltShape is not { } expected || expected.Accepts(fitted))
        {
            return;
        }

        // Axes in another order are a mistake even where the layers would take them, such as channels first before a Flatten.
        if (expected.Rank != fitted.Rank || (expected[^1] != fitted[^1] && expected.Skip(1).Order().SequenceEqual(fitted.Skip(1).Order())))
        {
            throw Misfit(expected, inputShape);
        }

        try
        {
            ComputeOutputShape(fitted);
        }
        catch (ArgumentException)
        {
            // The model's input shape is more informative than that of the layer that rejects it.
            throw Misfit(expected, inputShape);
        }
    }

    /// <summary>An input shape adjusted to the rank that the model was built for.</summary>
    private Shape Fitted(Shape shape) => BuiltShape is { } expected ? GraphInputs.WithRankOf(expected, shape) : shape;

    /// <summary>A model with only an <see cref="InputLayer"/> is the identity.</summary>
    private void RequireLayers()
    {
        if (layers.Count == 0 && input is null)
        {
            throw new InvalidOperationException($"Sequential '{Name}' has no layers. Add some first: model.Add(new Dense(10)).");
        }
    }

    /// <summary>Whether this model is the given one or nested in it.</summary>
    private bool IsWithin(Model model)
    {
        var models = new DistinctList<Model>();
        models.Add(model);
        for (var i = 0; i < models.Items.Count; i++)
        {
            models.AddNew([.. models.Items[i].ComputedBy.OfType<Model>()]);
        }

        return models.Items.Contains(this);
    }

    /// <summary>Updates the symbolic tensors after a change of layers, as far as the input shape is known.</summary>
    private void Rebuild()
    {
        var known = BuiltShape ?? input?.DeclaredInputShape ?? (layers is [var first, ..] ? first.DeclaredInputShape : null);
        ForgetBuild();
        graph = null;
        if (known is not null && layers.Count > 0)
        {
            BuildFor(known);
        }
    }
}

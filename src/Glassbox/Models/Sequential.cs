using System.Collections;
using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox;

/// <summary>
/// A model that is a pile of layers: what one gives, the next takes. Give the layers to the constructor, <c>new
/// Sequential([Keras.Input([784]), new Dense(10)])</c>, list them in braces, or <see cref="Add(Layer)"/> them.
/// </summary>
/// <remarks>
/// If the first layer has an <c>inputShape</c>, or is an <see cref="InputLayer"/>, the weights exist as soon as a layer is added; otherwise
/// they are made for the first data that the model sees. Source: <see href="https://keras.io/api/models/sequential/"/>.
/// </remarks>
public sealed class Sequential : Model, IEnumerable<Layer>
{
    private readonly List<Layer> layers = [];

    /// <summary>The symbolic tensors between the layers, the input first, as far as the model is built.</summary>
    private readonly List<KerasTensor> tensors = [];
    private InputLayer? input;
    private Graph? graph;

    /// <summary>A model of no layers yet.</summary>
    /// <param name="name">A name; by default <c>sequential_</c> and a number.</param>
    public Sequential(string? name = null)
        : base(name)
    {
    }

    /// <summary>A model of layers.</summary>
    /// <param name="layers">From the input to the output.</param>
    /// <param name="name">A name; by default <c>sequential_</c> and a number.</param>
    /// <exception cref="ArgumentException">Two layers have one name, or a layer does not fit the one before.</exception>
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

    /// <summary>The layers from the input to the output, without an <see cref="InputLayer"/>.</summary>
    public override IReadOnlyList<Layer> Layers => layers;

    /// <summary>Puts a layer on top.</summary>
    /// <exception cref="ArgumentException">Its name is taken, it does not fit the layer below, or an <see cref="InputLayer"/> is not the
    /// first.</exception>
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

    /// <summary>Takes the top layer off and gives it back.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
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

    /// <summary>Makes the weights for a shape of the input, before there is data: <c>model.Build((null, 784))</c>.</summary>
    /// <param name="inputShape">With the batch axis, whose extent may be unknown.</param>
    /// <exception cref="ArgumentException">A layer cannot take the shape, or the model was built for another one.</exception>
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

    /// <summary>Whole numbers, such as pixels, are data to compute with.</summary>
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
    /// Refuses what the layers cannot take. Those that look at some axes alone, such as convolutions, leave the others open.
    /// </summary>
    /// <exception cref="ArgumentException">The input does not fit.</exception>
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
            // The whole model's shape says more than that of the layer which does not take it.
            throw Misfit(expected, inputShape);
        }
    }

    /// <summary>The shape of an input with the rank that the model was built for.</summary>
    private Shape Fitted(Shape shape) => BuiltShape is { } expected ? GraphInputs.WithRankOf(expected, shape) : shape;

    /// <summary>A model of nothing but an <see cref="InputLayer"/> gives its input back.</summary>
    private void RequireLayers()
    {
        if (layers.Count == 0 && input is null)
        {
            throw new InvalidOperationException($"Sequential '{Name}' has no layers. Add some first: model.Add(new Dense(10)).");
        }
    }

    /// <summary>Whether this model is another one, or computes a part of it.</summary>
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

    /// <summary>Makes the shapes follow the layers, as far as the input is known.</summary>
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

using Glassbox.Backends;
using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Metrics;
using Glassbox.Regularizers;

namespace Glassbox.Layers;

/// <summary>
/// Base class of all layers: a differentiable transformation of tensors that may have weights. For a custom layer, derive from this class,
/// create the weights in <see cref="Build(Shape)"/> with
/// <see cref="AddWeight(string, Shape, Initializer, bool, Regularizer, Constraint)"/>, and compute in
/// <see cref="Call(Tensor, CallContext)"/>. Gradients, shape inference, freezing and the summary are automatic.
/// </summary>
/// <example>
/// <code>
/// public sealed class Scale : Layer
/// {
///     private Variable factor = null!;
///
///     protected override void Build(Shape inputShape) => factor = AddWeight("factor", [inputShape[^1]], "ones");
///
///     protected override Tensor Call(Tensor x, CallContext call) => x * factor;
/// }
/// </code>
/// </example>
public abstract partial class Layer
{
    private readonly bool isUsers;
    private bool trainable;
    /// <summary>Serializes building: layers may reference each other, and several threads may make the first call.</summary>
    private static readonly Lock Building = new();

    /// <summary>The built shapes behind one reference, so that a concurrent reader never sees a partial update.</summary>
    private volatile ShapesOf? built;
    private volatile ShapesOf? computed;

    static Layer()
    {
        WarmUp.Begin();
        Warnings.Running = static () => CallContext.RunningLayer is { } layer ? (layer, layer.Described) : null;
    }

    /// <summary>Sets the properties common to all layers.</summary>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model, and by default
    /// inferred from the data.</param>
    /// <param name="name">Layer name, unique in its model; by default the class name in snake case and a number.</param>
    /// <param name="trainable">Whether training updates the weights.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">The name is empty or contains a slash, or the data type is not a floating-point one.</exception>
    protected Layer(Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    {
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Contains('/', StringComparison.Ordinal)))
        {
            throw new ArgumentException($"{GetType().Name}: a layer's name must not be empty nor contain '/', which separates names in "
                + $"weight files; received '{name}'.", nameof(name));
        }

        if (dtype is { IsFloating: false } && this is not (InputLayer or Discretization))
        {
            throw new ArgumentException($"{GetType().Name}: a layer computes in float32 or float64; received dtype {dtype}.",
                nameof(dtype));
        }

        Name = name ?? LayerNames.Next(DefaultName);
        isUsers = RunningCode.IsUsers(this);
        this.trainable = trainable;
        DType = dtype ?? DType.Float32;
        DeclaredInputShape = inputShape?.WithBatch();
    }

    /// <summary>The layer's name, unique in its model.</summary>
    public string Name { get; internal set; }

    /// <summary>Data type of weights and computations.</summary>
    public DType DType { get; private set; }

    /// <summary>Whether the weights have been created.</summary>
    public bool Built { get; private set; }

    /// <summary>Whether the layer counts as built from the start, as Keras's simplest layers do in summaries.</summary>
    internal virtual bool NeverHasWeights => false;

    /// <summary>
    /// Whether training updates the weights. The weights of a frozen layer stay bit-identical and count as non-trainable. Setting it also
    /// sets it on nested layers.
    /// </summary>
    public virtual bool Trainable
    {
        get => trainable;
        set => SetTrainableWithin(value);
    }

    /// <summary>Shape of the input with the batch axis, such as <c>(None, 784)</c>.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet, or has several inputs.</exception>
    public Shape InputShape => InputShapes.One;

    /// <summary>Shapes of the inputs with the batch axis, for a layer with several inputs.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet.</exception>
    public Structure<Shape> InputShapes => Built ? BuiltShapes : throw NotBuilt();

    /// <summary>Shape of the output with the batch axis, such as <c>(None, 10)</c>.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet, or has several outputs.</exception>
    public Shape OutputShape => OutputShapes.One;

    /// <summary>Shapes of the outputs with the batch axis, for a layer with several outputs.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet.</exception>
    public Structure<Shape> OutputShapes => (computed ??= new ShapesOf(ComputeOutputShape(InputShapes))).Shapes;

    /// <summary>
    /// The direct sublayers. By default those found in the fields, including lists, arrays, tuples and dictionaries, nested or not;
    /// override it if they are stored elsewhere.
    /// </summary>
    protected virtual IReadOnlyList<Layer> Sublayers => TrackedFields.In<Layer>(this);

    /// <summary>The input shape passed to the constructor, with the batch axis.</summary>
    internal Shape? DeclaredInputShape { get; }

    /// <summary>The input shape that the layer was built for; null before, and with several inputs.</summary>
    internal Shape? BuiltShape => BuiltShapes is { Count: 1 } shapes ? shapes.One : null;

    private Structure<Shape> BuiltShapes => built?.Shapes ?? default;

    /// <summary>
    /// Applies the layer to an input, building it on first use. A symbolic input adds a use of the layer to the graph and returns a
    /// symbolic output.
    /// </summary>
    /// <param name="x">A batch of samples along the first axis, or a symbolic tensor.</param>
    /// <param name="training">Whether layers that are active only in training, such as dropout, are active; by default as in the enclosing
    /// call, and false without one.</param>
    /// <remarks>
    /// For an outermost call, state updates (moving averages, random draws) are committed at the end, unless an exception is thrown.
    /// </remarks>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    /// <returns>The output. Several outputs must be deconstructed, <c>var (a, b) = layer.Apply(x)</c>, before they are used.</returns>
    public Tensor Apply(Tensor x, bool? training = null) => OneOrList(ApplyAll(x, training), nameof(ApplyAll));

    /// <summary>Applies the layer to several inputs, as a list or dictionary: <c>new Add().Apply([a, b])</c>.</summary>
    /// <param name="inputs">Batches of samples.</param>
    /// <param name="training">Whether layers that are active only in training, such as dropout, are active; by default as in the enclosing
    /// call, and false without one.</param>
    /// <inheritdoc cref="Apply(Tensor, bool?)"/>
    public Tensor Apply(Structure<Tensor> inputs, bool? training = null) => OneOrList(ApplyAll(inputs, training), nameof(ApplyAll));

    /// <summary>Applies the layer and returns all outputs of a layer with several.</summary>
    /// <param name="inputs">One or several batches of samples.</param>
    /// <param name="training">Whether layers that are active only in training, such as dropout, are active; by default as in the enclosing
    /// call, and false without one.</param>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    public Structure<Tensor> ApplyAll(Structure<Tensor> inputs, bool? training = null) => ExtendsGraph(inputs, training, out var symbolic)
        ? symbolic
        : ApplyAll(inputs, CallContext.Running?.With(training) ?? new CallContext(training ?? false));

    /// <summary>
    /// Applies the layer within a call: a nested layer, <c>inner.Apply(x, call)</c>, or a call whose added losses are to be read.
    /// </summary>
    /// <param name="x">A batch of samples along the first axis.</param>
    /// <param name="call">The context of the call.</param>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    /// <returns>The output. Several outputs must be deconstructed, <c>var (a, b) = layer.Apply(x, call)</c>, before they are
    /// used.</returns>
    public Tensor Apply(Tensor x, CallContext call) => OneOrList(ApplyAll(x, call), nameof(ApplyAll));

    /// <summary>Applies the layer to several inputs within a call.</summary>
    /// <param name="inputs">Batches of samples.</param>
    /// <param name="call">The context of the call.</param>
    /// <inheritdoc cref="Apply(Tensor, CallContext)"/>
    public Tensor Apply(Structure<Tensor> inputs, CallContext call) => OneOrList(ApplyAll(inputs, call), nameof(ApplyAll));

    /// <summary>Applies the layer within a call and returns all outputs of a layer with several.</summary>
    /// <param name="inputs">One or several batches of samples.</param>
    /// <param name="call">The context of the call.</param>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    public Structure<Tensor> ApplyAll(Structure<Tensor> inputs, CallContext call)
    {
        ArgumentNullException.ThrowIfNull(call);
        CheckInput(inputs.Map(x => x.Shape));
        if (!Built)
        {
            call.CommitProgramDraws();
            BuildFor(inputs.Map(x => x.Rank == 0 ? x.Shape : x.Shape[1..].WithBatch()));
        }

        using var code = RunningCode.Enter(isUsers);
        var memory = CallMemory.Begin();
        using var frame = call.Enter(this, inputs);
        var outputs = Call(Taken(inputs), call);
        if (ActivityRegularizer is not null)
        {
            foreach (var y in outputs)
            {
                call.AddLoss(ActivityRegularizer.Apply(y) / y.Shape[0]);
            }
        }

        frame.Complete(outputs);
        memory.Release(call, outputs);
        return outputs;
    }

    /// <summary>The output shape for an input shape, both with the batch axis, which may be unknown.</summary>
    /// <remarks>By default the layer's call is traced on shapes; sizes that depend on the batch size are unknown.</remarks>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    /// <exception cref="InvalidOperationException">The layer has several outputs and does not override
    /// <see cref="ComputeOutputShape(Structure{Shape})"/>.</exception>
    public virtual Shape ComputeOutputShape(Shape inputShape) =>
        Only(OutputShapesByTracing(inputShape), $"override {nameof(ComputeOutputShape)}(Structure<Shape>): it");

    /// <summary>The output shapes for input shapes, for a layer with several inputs or outputs.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit the layer.</exception>
    public virtual Structure<Shape> ComputeOutputShape(Structure<Shape> inputShapes) =>
        inputShapes.Count == 1 ? ComputeOutputShape(inputShapes.One) : OutputShapesByTracing(inputShapes);

    /// <summary>The class, the name and whether the layer is built.</summary>
    public override string ToString() => $"<{ClassName} name={Name}, built={Built}>";

    /// <summary>Creates the weights; called once, before the first call.</summary>
    /// <param name="inputShape">Shape of the input, with an unknown batch size.</param>
    protected virtual void Build(Shape inputShape)
    {
    }

    /// <summary>Creates the weights of a layer with several inputs.</summary>
    /// <param name="inputShapes">Shapes of the inputs, with an unknown batch size.</param>
    protected virtual void Build(Structure<Shape> inputShapes)
    {
        if (inputShapes.Count == 1)
        {
            Build(inputShapes.One);
        }
    }

    /// <summary>Computes the output. Override it, or for several inputs or outputs the overload with <see cref="Structure{T}"/>.</summary>
    /// <param name="x">A batch of samples.</param>
    /// <param name="call">The context of the call: training flag, random draws, losses, state updates. Pass it on to nested layers:
    /// <c>inner.Apply(x, call)</c>.</param>
    protected virtual Tensor Call(Tensor x, CallContext call) => throw new NotSupportedException(
        $"Layer '{Name}' ({ClassName}) does not implement Call: override Call(Tensor x, CallContext call), " +
        "or Call(Structure<Tensor> inputs, CallContext call) for several inputs or outputs.");

    /// <summary>Computes the outputs of a layer with several inputs or outputs.</summary>
    /// <param name="inputs">One or several batches of samples.</param>
    /// <param name="call">The context of the call.</param>
    protected virtual Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call)
    {
        if (inputs.Count != 1)
        {
            // Discards the build, so that the layer can still be built for a single input.
            ForgetBuild();
            throw new ArgumentException($"Layer '{Name}' ({ClassName}) accepts one tensor; received {inputs.Count}, of shapes "
                + $"{inputs.Map(x => x.Shape)}. Join them first, for example with Concatenate or Add.", nameof(inputs));
        }

        return Call(inputs.One, call);
    }

    /// <summary>Builds the layer for one or several input shapes, with the batch axis.</summary>
    internal void BuildFor(Structure<Shape> inputShapes)
    {
        CheckInput(inputShapes);
        if (Built)
        {
            return;
        }

        using (Building.EnterScope())
        using (StepMemory.Suspend())
        using (CallContext.Suspend())
        {
            // Another thread may have built the layer in the meantime, possibly for other shapes.
            CheckInput(inputShapes);
            if (!Built)
            {
                ownWeights = [];
                Build(inputShapes);
                built = new ShapesOf(inputShapes);
                Built = true;
                BuildSublayers();
            }
        }
    }

    /// <summary>Builds sublayers that Build did not, by a trial call.</summary>
    private void BuildSublayers()
    {
        if (Sublayers.Any(layer => !layer.Built))
        {
            try
            {
                OutputShapesByTracing(BuiltShapes);
            }
            catch
            {
                ForgetBuild();
                throw;
            }
        }
    }

    /// <summary>Discards the build shapes and weights, for a model whose layers have changed.</summary>
    internal void ForgetBuild() => (Built, built, computed) = (false, null, null);

    /// <summary>The metrics in the fields of this layer and its nested layers.</summary>
    private protected IEnumerable<Metric> HeldMetrics =>
        SelfAndSublayers().SelectMany(layer => layer.TrackedFields.In<Metric>(layer)).Distinct();

    /// <summary>Infers the output shapes by tracing the call on tensors without values.</summary>
    private protected Structure<Shape> OutputShapesByTracing(Structure<Shape> inputShapes) =>
        OutputSpecsByTracing(inputShapes.Map(shape => new TensorSpec(shape, DType))).Map(output => output.Shape);

    private protected Structure<TensorSpec> OutputSpecsByTracing(Structure<TensorSpec> inputs)
    {
        Structure<Tensor> outputs = default;
        TensorSpec[] specs;
        // The trial call must not change the state of metrics that it updates.
        var metrics = new MetricStates([.. HeldMetrics]);
        try
        {
            specs = Trace.Infer([.. inputs], known => Try(known, spec => spec.Meta()));
        }
        catch (NoValuesException)
        {
            // A call that reads values cannot be traced on shapes; it is run on zeros instead.
            specs = Trace.InferOnSmall([.. inputs], known => Try(known, spec => Tensor.Zeros(spec.Shape, spec.DType)));
        }
        finally
        {
            metrics.Restore();
        }

        var position = 0;
        return outputs.Map(_ => specs[position++]);

        TensorSpec[] Try(TensorSpec[] known, Func<TensorSpec, Tensor> make)
        {
            var next = 0;
            // The draws and assignments of a trial call are never committed.
            outputs = ApplyAll(inputs.Map(_ => make(known[next++])), new CallContext(deferUpdates: true));
            return [.. outputs.Select(output => output.Spec)];
        }
    }

    /// <summary>The only output, or a list of outputs that must be deconstructed before use.</summary>
    private protected Tensor OneOrList(Structure<Tensor> outputs, string method) => outputs.Count == 1 ? outputs.One : new OutputList(
        [.. outputs], $"Layer '{Name}' ({ClassName}) gives {outputs.Count} outputs. Take them apart, var (a, b) = …, or call {method}.");

    /// <summary>The only output; throws if there are several.</summary>
    private protected T Only<T>(Structure<T> outputs, string remedy) => outputs.Count == 1
        ? outputs.One
        : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) returns {outputs.Count} outputs, and one was requested; "
        + $"{remedy} returns them all.");

    private InvalidOperationException NotBuilt() => new(
        $"Layer '{Name}' ({ClassName}) has no shapes yet. Give the first layer an inputShape, or call the model on data first.");

    private sealed record ShapesOf(Structure<Shape> Shapes);
}

using Glassbox.Backends;
using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Metrics;
using Glassbox.Regularizers;

namespace Glassbox.Layers;

/// <summary>
/// A step of a model: takes a tensor, gives a tensor, and may have weights. To write one of your own, derive from this class, make the
/// weights in
/// <see cref="Build(Shape)"/> with <see cref="AddWeight(string, Shape, Initializer, bool, Regularizer, Constraint)"/>, and compute in
/// <see cref="Call(Tensor, CallContext)"/>. Gradients, shapes, freezing and the summary follow by themselves.
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
    /// <summary>One layer is built at a time: layers may hold each other, and threads may meet at the first call.</summary>
    private static readonly Lock Building = new();

    /// <summary>The shapes in one reference, which a thread reads whole beside another that builds the layer.</summary>
    private volatile ShapesOf? built;
    private volatile ShapesOf? computed;

    static Layer()
    {
        WarmUp.Begin();
        Warnings.Running = static () => CallContext.RunningLayer is { } layer ? (layer, layer.Described) : null;
    }

    /// <summary>Sets what all layers have in common.</summary>
    /// <param name="inputShape">The shape of one sample, without the batch axis, for the first layer of a model; by default it is found out
    /// from the data.</param>
    /// <param name="name">A name, unique in its model; by default the class and a number.</param>
    /// <param name="trainable">Whether training updates the weights.</param>
    /// <param name="dtype">The type of the weights and of the arithmetic, float32 by default.</param>
    /// <exception cref="ArgumentException">The name is empty or contains a slash, or the type is not a floating one.</exception>
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

    /// <summary>The type of the weights and of the arithmetic.</summary>
    public DType DType { get; private set; }

    /// <summary>Whether the weights exist.</summary>
    public bool Built { get; private set; }

    /// <summary>Whether the layer is complete without being built, which Keras says of its simplest layers; a summary shows it.</summary>
    internal virtual bool NeverHasWeights => false;

    /// <summary>
    /// Whether training changes the weights. A frozen layer keeps them bit for bit and counts as non-trainable. Setting it sets it for the
    /// layers within, too.
    /// </summary>
    public virtual bool Trainable
    {
        get => trainable;
        set => SetTrainableWithin(value);
    }

    /// <summary>The shape of the input with the batch axis, such as <c>(None, 784)</c>.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet, or takes several inputs.</exception>
    public Shape InputShape => InputShapes.One;

    /// <summary>The shapes of the inputs with the batch axis, of a layer that takes several.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet.</exception>
    public Structure<Shape> InputShapes => Built ? BuiltShapes : throw NotBuilt();

    /// <summary>The shape of the output with the batch axis, such as <c>(None, 10)</c>.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet, or gives several outputs.</exception>
    public Shape OutputShape => OutputShapes.One;

    /// <summary>The shapes of the outputs with the batch axis, of a layer that gives several.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet.</exception>
    public Structure<Shape> OutputShapes => (computed ??= new ShapesOf(ComputeOutputShape(InputShapes))).Shapes;

    /// <summary>
    /// The layers within this one. By default those that its fields hold, also in lists, arrays, tuples and dictionaries, and in these
    /// within one another; override it if they are kept elsewhere.
    /// </summary>
    protected virtual IReadOnlyList<Layer> Sublayers => TrackedFields.In<Layer>(this);

    /// <summary>The shape given to the constructor, with the batch axis.</summary>
    internal Shape? DeclaredInputShape { get; }

    /// <summary>The input shape that the weights were made for; null before, and for several inputs.</summary>
    internal Shape? BuiltShape => BuiltShapes is { Count: 1 } shapes ? shapes.One : null;

    private Structure<Shape> BuiltShapes => built?.Shapes ?? default;

    /// <summary>
    /// The output for an input. Builds the layer the first time. A symbolic input extends the graph by a use of the layer, whose output is
    /// symbolic, too.
    /// </summary>
    /// <param name="x">A batch of samples, the first axis counts them; or a symbolic tensor.</param>
    /// <param name="training">Whether layers that act in training only, such as dropout, act; by default as in the call that this one is
    /// part of, and not outside of calls.</param>
    /// <remarks>Called from outside, state updates (moving averages, random draws) are made at the end, if nothing is thrown.</remarks>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    /// <returns>The output; several are taken apart, <c>var (a, b) = layer.Apply(x)</c>, before anything else is done with
    /// them.</returns>
    public Tensor Apply(Tensor x, bool? training = null) => OneOrList(ApplyAll(x, training), nameof(ApplyAll));

    /// <summary>The output for several inputs, a list or a dictionary: <c>new Add().Apply([a, b])</c>.</summary>
    /// <param name="inputs">Batches of samples.</param>
    /// <param name="training">Whether layers that act in training only, such as dropout, act; by default as in the call that this one is
    /// part of, and not outside of calls.</param>
    /// <inheritdoc cref="Apply(Tensor, bool?)"/>
    public Tensor Apply(Structure<Tensor> inputs, bool? training = null) => OneOrList(ApplyAll(inputs, training), nameof(ApplyAll));

    /// <summary>All outputs of a layer that gives several.</summary>
    /// <param name="inputs">A batch of samples, or several.</param>
    /// <param name="training">Whether layers that act in training only, such as dropout, act; by default as in the call that this one is
    /// part of, and not outside of calls.</param>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    public Structure<Tensor> ApplyAll(Structure<Tensor> inputs, bool? training = null) => ExtendsGraph(inputs, training, out var symbolic)
        ? symbolic
        : ApplyAll(inputs, CallContext.Running?.With(training) ?? new CallContext(training ?? false));

    /// <summary>
    /// The output for an input, as a part of a call: of a layer within another, <c>inner.Apply(x, call)</c>, or for whoever wants to know
    /// what layers add to the loss.
    /// </summary>
    /// <param name="x">A batch of samples: the first axis counts them.</param>
    /// <param name="call">What the call needs and makes.</param>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    /// <returns>The output; several are taken apart, <c>var (a, b) = layer.Apply(x, call)</c>, before anything else is done with
    /// them.</returns>
    public Tensor Apply(Tensor x, CallContext call) => OneOrList(ApplyAll(x, call), nameof(ApplyAll));

    /// <summary>The output for several inputs, as a part of a call.</summary>
    /// <param name="inputs">Batches of samples.</param>
    /// <param name="call">What the call needs and makes.</param>
    /// <inheritdoc cref="Apply(Tensor, CallContext)"/>
    public Tensor Apply(Structure<Tensor> inputs, CallContext call) => OneOrList(ApplyAll(inputs, call), nameof(ApplyAll));

    /// <summary>All outputs of a layer that gives several, as a part of a call.</summary>
    /// <param name="inputs">A batch of samples, or several.</param>
    /// <param name="call">What the call needs and makes.</param>
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

    /// <summary>The shape of the output for a shape of the input, both with the batch axis, which may be unknown.</summary>
    /// <remarks>By default the layer's formula is traced on shapes alone: extents that follow the batch size are unknown.</remarks>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    /// <exception cref="InvalidOperationException">The layer gives several outputs, and does not override
    /// <see cref="ComputeOutputShape(Structure{Shape})"/>.</exception>
    public virtual Shape ComputeOutputShape(Shape inputShape) =>
        Only(OutputShapesByTracing(inputShape), $"override {nameof(ComputeOutputShape)}(Structure<Shape>): it");

    /// <summary>The shapes of the outputs for shapes of the inputs, of a layer that takes or gives several.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit the layer.</exception>
    public virtual Structure<Shape> ComputeOutputShape(Structure<Shape> inputShapes) =>
        inputShapes.Count == 1 ? ComputeOutputShape(inputShapes.One) : OutputShapesByTracing(inputShapes);

    /// <summary>The name and whether it is built.</summary>
    public override string ToString() => $"<{ClassName} name={Name}, built={Built}>";

    /// <summary>Makes the weights, once, before the first call.</summary>
    /// <param name="inputShape">The shape of the input with the batch axis, which is unknown.</param>
    protected virtual void Build(Shape inputShape)
    {
    }

    /// <summary>Makes the weights of a layer with several inputs.</summary>
    /// <param name="inputShapes">The shapes of the inputs with the batch axis, which is unknown.</param>
    protected virtual void Build(Structure<Shape> inputShapes)
    {
        if (inputShapes.Count == 1)
        {
            Build(inputShapes.One);
        }
    }

    /// <summary>
    /// The layer's formula. Override it, or for several inputs or outputs the one that takes a <see cref="Structure{T}"/>.
    /// </summary>
    /// <param name="x">A batch of samples.</param>
    /// <param name="call">
    /// What the call needs and makes: whether it is one of training, random draws, losses, state updates. Layers within take it over:
    /// <c>inner.Apply(x, call)</c>.
    /// </param>
    protected virtual Tensor Call(Tensor x, CallContext call) => throw new NotSupportedException(
        $"Layer '{Name}' ({ClassName}) has no formula: override Call(Tensor x, CallContext call), " +
        "or Call(Structure<Tensor> inputs, CallContext call) for several inputs or outputs.");

    /// <summary>The formula of a layer with several inputs or outputs.</summary>
    /// <param name="inputs">A batch of samples, or several.</param>
    /// <param name="call">What the call needs and makes.</param>
    protected virtual Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call)
    {
        if (inputs.Count != 1)
        {
            // What was built for several inputs by mistake can still be built for one.
            ForgetBuild();
            throw new ArgumentException($"Layer '{Name}' ({ClassName}) takes one tensor; received {inputs.Count}, of shapes "
                + $"{inputs.Map(x => x.Shape)}. Join them first, for example with Concatenate or Add.", nameof(inputs));
        }

        return Call(inputs.One, call);
    }

    /// <summary>Builds the layer for a shape of the input with the batch axis, or for several.</summary>
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
            // Another thread may have built it, for other shapes perhaps.
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

    /// <summary>Layers within that Build left alone get their weights from a trial.</summary>
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

    /// <summary>Forgets the shapes and weights, for a model whose layers changed.</summary>
    internal void ForgetBuild() => (Built, built, computed) = (false, null, null);

    /// <summary>The metrics that this layer and those within it keep in fields.</summary>
    private protected IEnumerable<Metric> HeldMetrics =>
        SelfAndSublayers().SelectMany(layer => layer.TrackedFields.In<Metric>(layer)).Distinct();

    /// <summary>Traces the layer on tensors without values.</summary>
    private protected Structure<Shape> OutputShapesByTracing(Structure<Shape> inputShapes) =>
        OutputSpecsByTracing(inputShapes.Map(shape => new TensorSpec(shape, DType))).Map(output => output.Shape);

    private protected Structure<TensorSpec> OutputSpecsByTracing(Structure<TensorSpec> inputs)
    {
        Structure<Tensor> outputs = default;
        TensorSpec[] specs;
        // A trial is no batch: metrics that the call updates gather nothing.
        var metrics = new MetricStates([.. HeldMetrics]);
        try
        {
            specs = Trace.Infer([.. inputs], known => Try(known, spec => spec.Meta()));
        }
        catch (NoValuesException)
        {
            // A formula that looks at values is tried on zeros.
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
            // What a trial draws and assigns is never committed.
            outputs = ApplyAll(inputs.Map(_ => make(known[next++])), new CallContext(deferUpdates: true));
            return [.. outputs.Select(output => output.Spec)];
        }
    }

    /// <summary>The only output, or a list of them that must be taken apart before it is used.</summary>
    private protected Tensor OneOrList(Structure<Tensor> outputs, string method) => outputs.Count == 1 ? outputs.One : new OutputList(
        [.. outputs], $"Layer '{Name}' ({ClassName}) gives {outputs.Count} outputs. Take them apart, var (a, b) = …, or call {method}.");

    /// <summary>The only one of the outputs.</summary>
    private protected T Only<T>(Structure<T> outputs, string remedy) => outputs.Count == 1
        ? outputs.One
        : throw new InvalidOperationException($"Layer '{Name}' ({ClassName}) gives {outputs.Count} outputs, and one was asked for; "
        + $"{remedy} gives them all.");

    private InvalidOperationException NotBuilt() => new(
        $"Layer '{Name}' ({ClassName}) has no shapes yet. Give the first layer an inputShape, or call the model on data first.");

    private sealed record ShapesOf(Structure<Shape> Shapes);
}

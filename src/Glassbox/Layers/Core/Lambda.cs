using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Wraps a function as a layer: <c>new Lambda(x => x * factor)</c>. It cannot be saved, since a file cannot hold a function; write a layer
/// class for a model that is to be saved. Keras's <c>arguments</c> are variables captured by the function, such as <c>factor</c> here.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/lambda/"/>.</remarks>
public sealed class Lambda : Layer
{
    private readonly Func<Structure<Tensor>, Structure<Tensor>> function;
    private readonly Shape? outputShape;
    private readonly int? inputs;

    /// <summary>Creates a layer from a function.</summary>
    /// <param name="function">Maps a batch to a batch, with differentiable operations (<see cref="Ops"/>).</param>
    /// <param name="outputShape">Shape of one sample of the output; by default found by calling the function.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    [OverloadResolutionPriority(1)]
    public Lambda(Func<Tensor, Tensor> function, Shape? outputShape = null, Shape? inputShape = null, string? name = null,
        DType? dtype = null)
        : this(function is null ? null! : x => function(x[0]), 1, outputShape, inputShape, name, dtype)
    {
    }

    /// <summary>
    /// Creates a layer from a function of two inputs, passed as a list: <c>new Lambda((a, b) => Ops.Abs(a - b)).Apply([a, b])</c>.
    /// </summary>
    /// <param name="function">Maps two batches to a batch, with differentiable operations (<see cref="Ops"/>).</param>
    /// <param name="outputShape">Shape of one sample of the output; by default found by calling the function.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Lambda(Func<Tensor, Tensor, Tensor> function, Shape? outputShape = null, string? name = null, DType? dtype = null)
        : this(function is null ? null! : x => function(x[0], x[1]), 2, outputShape, null, name, dtype)
    {
    }

    /// <summary>
    /// Creates a layer from a function of any inputs with several outputs: <c>new Lambda((Structure&lt;Tensor&gt; x) =>
    /// (Structure&lt;Tensor&gt;)[x[0] + x[1], x[0] - x[1]])</c>.
    /// </summary>
    /// <param name="function">A function of differentiable operations (<see cref="Ops"/>).</param>
    /// <param name="outputShape">Shape of one sample of a single output; by default found by calling the function.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    public Lambda(Func<Structure<Tensor>, Structure<Tensor>> function, Shape? outputShape = null, string? name = null, DType? dtype = null)
        : this(function, null, outputShape, null, name, dtype)
    {
    }

    /// <summary>
    /// Creates a layer from a function of a list or dictionary of inputs: <c>new Lambda(x => Ops.Abs(x[0] - x[1])).Apply([a, b])</c>.
    /// </summary>
    /// <param name="function">A function of differentiable operations (<see cref="Ops"/>).</param>
    /// <param name="outputShape">Shape of one sample of the output; by default found by calling the function.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    [OverloadResolutionPriority(2)]
    public Lambda(Func<Structure<Tensor>, Tensor> function, Shape? outputShape = null, string? name = null, DType? dtype = null)
        : this(function is null ? null! : x => function(x), null, outputShape, null, name, dtype)
    {
    }

    private Lambda(Func<Structure<Tensor>, Structure<Tensor>> function, int? inputs, Shape? outputShape, Shape? inputShape, string? name,
        DType? dtype)
        : base(inputShape, name, dtype: dtype)
    {
        ArgumentNullException.ThrowIfNull(function);
        (this.function, this.inputs, this.outputShape) = (function, inputs, outputShape);
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) =>
        Only(ComputeOutputShape((Structure<Shape>)inputShape), nameof(ComputeOutputShape));

    /// <inheritdoc/>
    public override Structure<Shape> ComputeOutputShape(Structure<Shape> inputShapes) =>
        outputShape is null ? OutputShapesByTracing(inputShapes) : outputShape.WithBatch(inputShapes[0][0]);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Config GetConfig() => throw NotInFiles();

    /// <inheritdoc/>
    internal override JsonObject Serialize() => throw NotInFiles();

    // The function's output data type can only be found by tracing it.
    internal override Structure<TensorSpec> OutputSpecs(Structure<TensorSpec> inputs) =>
        OutputSpecsByTracing(inputs).Map(output =>
        outputShape is null ? output : output with { Shape = outputShape.WithBatch(inputs[0].Shape[0]) });

    /// <inheritdoc/>
    protected override Structure<Tensor> Call(Structure<Tensor> inputs, CallContext call)
    {
        using var code = RunningCode.Enter(isUsers: true);
        return function(inputs);
    }

    /// <inheritdoc/>
    protected override void CheckInput(Structure<Shape> inputShapes)
    {
        if (inputs is { } count && inputShapes.Count != count)
        {
            throw new ArgumentException(
                $"Layer '{Name}' (Lambda) has a function of {(count == 1 ? "one input" : "two inputs")}; received {inputShapes.Count}, "
                + $"of shapes {inputShapes}. A function of two is written " +
                "(a, b) => …, one of any number (Structure<Tensor> x) => ….",
                nameof(inputShapes));
        }
    }

    private NotSupportedException NotInFiles() => new(
        $"Layer '{Name}' (Lambda) wraps a function, which cannot be saved. To save the model, write the function as a class derived "
        + "from Layer and register it with CustomObjects.");
}

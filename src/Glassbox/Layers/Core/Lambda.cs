using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>A function as a layer. It lives in memory only: a file cannot hold a function. What should be saved is written as a class of its own.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/lambda/"/>.</remarks>
public sealed class Lambda : Layer
{
    private readonly Func<Tensor, Tensor> function;
    private readonly Shape? outputShape;

    /// <summary>A layer that calls a function.</summary>
    /// <param name="function">Made of differentiable operations (<see cref="Ops"/>); takes a batch and gives one.</param>
    /// <param name="outputShape">The shape of one sample of the output; by default the function is tried.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
    /// <param name="name">A name; by default the class and a number.</param>
    /// <param name="dtype">float32 by default.</param>
    public Lambda(Func<Tensor, Tensor> function, Shape? outputShape = null, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype: dtype)
    {
        ArgumentNullException.ThrowIfNull(function);
        this.function = function;
        this.outputShape = outputShape;
    }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape) => outputShape is null ? base.ComputeOutputShape(inputShape) : outputShape.WithBatch(inputShape[0]);

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override Config GetConfig() => throw NotInFiles();

    /// <inheritdoc/>
    internal override JsonObject Serialize() => throw NotInFiles();

    // What type a function gives, only a trial can tell.
    internal override Nest<TensorSpec> OutputSpecs(Nest<TensorSpec> inputs) => OutputSpecsByTrial(inputs).Map(output => outputShape is null ? output : output with { Shape = outputShape.WithBatch(inputs[0].Shape[0]) });

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, bool training) => function(x);

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
    }

    private NotSupportedException NotInFiles() => new(
        $"Layer '{Name}' (Lambda) holds a function, which a file cannot hold. To save the model, write the function as a class derived from Layer and register it with CustomObjects.");
}

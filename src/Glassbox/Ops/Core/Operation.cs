using Glassbox.Backends;
using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox;

/// <summary>
/// The definition of an operation: its attributes (the properties of the record), shape and type inference, its kernel or its decomposition
/// into other operations, and its gradient. Evaluation on tensors, symbolic tensors and shapes, the tape record, serialization and
/// explanations all follow from it.
/// </summary>
/// <remarks>
/// There are three kinds. An operation with a kernel overrides <see cref="Infer"/>, <see cref="Compute"/> and <see cref="Backpropagate"/>.
/// A composed operation (<see cref="ComposedOperation"/>) overrides <see cref="Define"/> only. A fused one has both: <see cref="Define"/>
/// specifies the result, and a kernel with bit-identical results replaces it, except under a tape that records every operation for an
/// explanation. The gradient is derived from the definition unless a faster one is provided.
/// </remarks>
internal abstract record Operation
{
    /// <summary>The name of Keras's operation class.</summary>
    public virtual string Name => GetType().Name[..^2];

    /// <summary>The module of <c>keras.src.ops</c> that contains Keras's class.</summary>
    public virtual string Module => "numpy";

    /// <summary>The display name in explanations, such as <c>relu</c>.</summary>
    public virtual string Title => Identifiers.SnakeCase(Name);

    /// <summary>The formula shown in explanations.</summary>
    public virtual string Formula => Title;

    /// <summary>How the result relates to the first input, for explanations.</summary>
    public virtual OperationKind Kind => OperationKind.Other;

    /// <summary>Whether Keras's call accepts the tensors as one list.</summary>
    public virtual bool TakesList => false;

    /// <summary>Whether a kernel replaces the definition.</summary>
    public virtual bool IsFused => false;

    /// <summary>Whether the derivative is defined and not zero everywhere.</summary>
    public virtual bool IsDifferentiable => true;

    /// <summary>The attributes under Keras's names, for serialization.</summary>
    public virtual Config GetConfig() => [];

    /// <summary>Applies the operation to inputs with values or symbolic inputs; null for an absent optional input.</summary>
    public Tensor Apply(params ReadOnlySpan<Tensor?> inputs)
    {
        foreach (var input in inputs)
        {
            if (input is { HasValues: false })
            {
                return Trace.Apply(this, inputs);
            }
        }

        return IsFused && GradientTape.WantsEveryOperation ? Define(inputs) : Run(inputs);
    }

    /// <summary>Infers the shape and type of the result without computing it; an absent input has no shape.</summary>
    /// <exception cref="ArgumentException">The inputs are incompatible with each other or with the attributes.</exception>
    public virtual TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => Trace.Infer(this, inputs);

    /// <summary>The decomposition into other operations.</summary>
    public virtual Tensor Define(ReadOnlySpan<Tensor?> inputs) =>
        throw new NotSupportedException($"The operation {Name} is not composed of others.");

    /// <summary>Computes the gradients of the inputs that require one; by default through the definition.</summary>
    public virtual void Backpropagate(BackwardStep step) => step.Replay(this);

    /// <summary>Casts inputs with values to the types that the kernel accepts, and runs it.</summary>
    private protected virtual Tensor Run(ReadOnlySpan<Tensor?> inputs)
    {
        var specs = new TensorSpec[inputs.Length];
        var isWeak = true;
        for (var i = 0; i < specs.Length; i++)
        {
            specs[i] = inputs[i] is { } input ? input.Spec : default;
            isWeak &= inputs[i] is not { IsWeak: false };
        }

        var y = Tensor.Allocate(Infer(specs), isWeak);
        return Finish(y, inputs, y.Size > 0 ? Compute(Device.Current, inputs, y) : null);
    }

    /// <summary>Runs the kernel.</summary>
    /// <returns>What the gradient needs besides inputs and result; null for nothing.</returns>
    private protected virtual object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y) =>
        throw new NotSupportedException($"The operation {Name} has no kernel.");

    /// <summary>Records the result on the open tapes.</summary>
    private protected Tensor Finish(Tensor y, ReadOnlySpan<Tensor?> inputs, object? saved = null) =>
        IsDifferentiable && y.DType.IsFloating ? GradientTape.Record(this, y, inputs, saved) : y;
}

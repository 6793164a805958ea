using Glassbox.Backends;
using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox;

/// <summary>
/// The definition of an operation: its attributes (the properties of the record), the rule for the shape and type of its result, its kernel
/// or its decomposition into other operations, and its gradient. Everything else follows from it: the function on tensors, on symbolic
/// tensors and on shapes alone, the record on a tape, what files and explanations say.
/// </summary>
/// <remarks>
/// There are three kinds. An operation with a kernel overrides <see cref="Infer"/>, <see cref="Compute"/> and <see cref="Backpropagate"/>.
/// A composed operation (<see cref="ComposedOperation"/>) overrides <see cref="Define"/> alone. A fused one has both: <see cref="Define"/>
/// says what it means, and a kernel that gives the same bits takes its place, except where a tape wants every operation for an explanation.
/// The gradient of what has a definition follows from that unless a faster one is given.
/// </remarks>
internal abstract record Operation
{
    /// <summary>The name of Keras's class.</summary>
    public virtual string Name => GetType().Name[..^2];

    /// <summary>The module of <c>keras.src.ops</c> that Keras has it in.</summary>
    public virtual string Module => "numpy";

    /// <summary>What an explanation calls it, such as <c>relu</c>.</summary>
    public virtual string Title => Identifiers.SnakeCase(Name);

    /// <summary>The formula that an explanation shows.</summary>
    public virtual string Formula => Title;

    /// <summary>What it does with its first input.</summary>
    public virtual OperationKind Kind => OperationKind.Other;

    /// <summary>Whether Keras takes its tensors as one list.</summary>
    public virtual bool TakesList => false;

    /// <summary>Whether a kernel takes the place of a definition.</summary>
    public virtual bool IsFused => false;

    /// <summary>Whether its result has a derivative that is not zero everywhere or undefined.</summary>
    public virtual bool IsDifferentiable => true;

    /// <summary>The attributes under Keras's names, for files.</summary>
    public virtual Config GetConfig() => [];

    /// <summary>The result for inputs, each of which has values or is symbolic; null for an optional input that is absent.</summary>
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

    /// <summary>The shape and type of the result; an absent input has no shape. Nothing is computed.</summary>
    /// <exception cref="ArgumentException">The inputs do not fit each other or the attributes.</exception>
    public virtual TensorSpec Infer(ReadOnlySpan<TensorSpec> inputs) => Trace.Infer(this, inputs);

    /// <summary>The decomposition into other operations.</summary>
    public virtual Tensor Define(ReadOnlySpan<Tensor?> inputs) =>
        throw new NotSupportedException($"The operation {Name} is not composed of others.");

    /// <summary>Gives each input that wants one its gradient. By default that of the definition.</summary>
    public virtual void Backpropagate(BackwardStep step) => step.Replay(this);

    /// <summary>Brings inputs with values into the types that the kernel takes, and runs it.</summary>
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
    /// <returns>What the gradient needs besides the inputs and the result; null for nothing.</returns>
    private protected virtual object? Compute(IBackend device, ReadOnlySpan<Tensor?> inputs, Tensor y) =>
        throw new NotSupportedException($"The operation {Name} has no kernel.");

    /// <summary>Puts the result on the tapes that are open.</summary>
    private protected Tensor Finish(Tensor y, ReadOnlySpan<Tensor?> inputs, object? saved = null) =>
        IsDifferentiable && y.DType.IsFloating ? GradientTape.Record(this, y, inputs, saved) : y;
}

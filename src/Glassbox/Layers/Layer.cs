using Glassbox.Backends;
using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;

namespace Glassbox.Layers;

/// <summary>
/// A step of a model: takes a tensor, gives a tensor, and may have weights. To write one of your own, derive from this class, make the weights in
/// <see cref="Build"/> with <see cref="AddWeight"/>, and compute in <see cref="Call"/>. Gradients, shapes, freezing and the summary follow by themselves.
/// </summary>
/// <example>
/// <code>
/// public sealed class Scale : Layer
/// {
///     private Variable factor = null!;
///
///     protected override void Build(Shape inputShape) => factor = AddWeight("factor", [inputShape[^1]], "ones");
///
///     protected override Tensor Call(Tensor x, bool training) => x * factor;
/// }
/// </code>
/// </example>
public abstract class Layer
{
    private readonly List<Variable> ownWeights = [];
    private readonly CallLosses callLosses = new();
    private bool trainable;
    private Shape? outputShape;

    /// <summary>Sets what all layers have in common.</summary>
    /// <param name="inputShape">The shape of one sample, without the batch axis, for the first layer of a model; by default it is found out from the data.</param>
    /// <param name="name">A name, unique in its model; by default the class and a number.</param>
    /// <param name="trainable">Whether training changes the weights.</param>
    /// <param name="dtype">The type of the weights and of the arithmetic, float32 by default.</param>
    /// <exception cref="ArgumentException">The name is empty or contains a slash, or the type is not a floating one.</exception>
    protected Layer(Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    {
        if (name is not null && (string.IsNullOrWhiteSpace(name) || name.Contains('/', StringComparison.Ordinal)))
        {
            throw new ArgumentException($"{GetType().Name}: a layer's name must not be empty nor contain '/', which separates names in weight files; received '{name}'.", nameof(name));
        }

        if (dtype is { IsFloating: false })
        {
            throw new ArgumentException($"{GetType().Name}: a layer computes in float32 or float64; received dtype {dtype}.", nameof(dtype));
        }

        Name = name ?? LayerNames.Next(GetType());
        this.trainable = trainable;
        DType = dtype ?? DType.Float32;
        DeclaredInputShape = inputShape?.WithBatch();
    }

    /// <summary>The layer's name, unique in its model.</summary>
    public string Name { get; internal set; }

    /// <summary>The type of the weights and of the arithmetic.</summary>
    public DType DType { get; }

    /// <summary>Whether the weights exist.</summary>
    public bool Built { get; private set; }

    /// <summary>
    /// Whether training changes the weights. A frozen layer keeps them bit for bit and counts as non-trainable.
    /// </summary>
    public virtual bool Trainable
    {
        get => trainable;
        set => trainable = value;
    }

    /// <summary>The shape of the input with the batch axis, such as <c>(None, 784)</c>.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet.</exception>
    public Shape InputShape => BuiltShape ?? throw NotBuilt();

    /// <summary>The shape of the output with the batch axis, such as <c>(None, 10)</c>.</summary>
    /// <exception cref="InvalidOperationException">The layer is not built yet.</exception>
    public Shape OutputShape => outputShape ??= ComputeOutputShape(InputShape);

    /// <summary>All weights, in the order in which they were made.</summary>
    public virtual IReadOnlyList<Variable> Weights => ownWeights;

    /// <summary>The weights that training changes.</summary>
    public virtual IReadOnlyList<Variable> TrainableVariables => Trainable ? [.. Weights.Where(weight => weight.Trainable)] : [];

    /// <summary>The weights that training leaves alone.</summary>
    public IReadOnlyList<Variable> NonTrainableVariables => [.. Weights.Except(TrainableVariables)];

    /// <summary>
    /// What is added to the loss: the prices of the trainable weights, and what the last call added with <see cref="AddLoss"/>, each one number.
    /// </summary>
    public IReadOnlyList<Tensor> Losses =>
    [
        .. LossesOf(callLosses.LastCall),
        .. TrainableVariables.Where(weight => weight.Regularizer is not null).Select(weight => weight.Regularizer!.Call(weight)),
    ];

    /// <summary>The price of the output, which is added to the loss, divided by the batch size; null for none.</summary>
    public Regularizer? ActivityRegularizer { get; protected init; }

    /// <summary>The shape given to the constructor, with the batch axis.</summary>
    internal Shape? DeclaredInputShape { get; }

    /// <summary>The input shape that the weights were made for.</summary>
    internal Shape? BuiltShape { get; private set; }

    /// <summary>How many numbers the weights have in all; 0 before the layer is built.</summary>
    public int CountParams() => Weights.Sum(weight => weight.Shape.Size);

    /// <summary>Copies of the weights' values.</summary>
    public IReadOnlyList<Tensor> GetWeights() => [.. Weights.Select(weight => weight.Value.Copy())];

    /// <summary>Sets the weights' values, in the order of <see cref="Weights"/>.</summary>
    /// <exception cref="ArgumentException">There are more or fewer values than weights, or a shape differs. No weight is changed then.</exception>
    public void SetWeights(IReadOnlyList<Tensor> weights)
    {
        if (weights.Count != Weights.Count)
        {
            throw new ArgumentException(
                $"Layer '{Name}' has {Weights.Count} weights; received {weights.Count}.{(Built ? "" : " It is not built yet: give it an input shape or call it on data first.")}", nameof(weights));
        }

        for (var i = 0; i < weights.Count; i++)
        {
            if (weights[i].Shape != Weights[i].Shape)
            {
                throw new ArgumentException($"Layer '{Name}': weight {i}, '{Weights[i].Path}', has shape {Weights[i].Shape}; received shape {weights[i].Shape}.", nameof(weights));
            }
        }

        for (var i = 0; i < weights.Count; i++)
        {
            Weights[i].Assign(weights[i]);
        }
    }

    /// <summary>The output for an input. Builds the layer the first time.</summary>
    /// <param name="x">A batch of samples: the first axis counts them.</param>
    /// <param name="training">Whether layers that act in training only, such as dropout, act.</param>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    public Tensor Apply(Tensor x, bool training = false)
    {
        CheckInput(x.Shape);
        if (!Built)
        {
            BuildFor(x.Rank == 0 ? x.Shape : x.Shape[1..].WithBatch());
        }

        using (callLosses.Enter())
        {
            var y = Call(x.DType == DType || !x.DType.IsFloating ? x : Ops.Cast(x, DType), training);
            if (ActivityRegularizer is not null)
            {
                AddLoss(ActivityRegularizer.Call(y) / y.Shape[0]);
            }

            return y;
        }
    }

    /// <summary>The shape of the output for a shape of the input, both with the batch axis, which may be unknown.</summary>
    /// <remarks>By default the layer is tried on zeros: extents that follow the batch size are unknown.</remarks>
    /// <exception cref="ArgumentException">The input does not fit the layer.</exception>
    public virtual Shape ComputeOutputShape(Shape inputShape)
    {
        Shape Try(int unknown) => Apply(Tensor.Zeros([.. inputShape.Select(extent => extent == Shape.Unknown ? unknown : extent)], DType)).Shape;

        var first = Try(2);
        return inputShape.IsKnown ? first : [.. first.Zip(Try(3), (a, b) => a == b ? a : Shape.Unknown)];
    }

    /// <summary>The name and whether it is built.</summary>
    public override string ToString() => $"<{GetType().Name} name={Name}, built={Built}>";

    /// <summary>Makes the weights, once, before the first call.</summary>
    /// <param name="inputShape">The shape of the input with the batch axis, which is unknown.</param>
    protected virtual void Build(Shape inputShape)
    {
    }

    /// <summary>The layer's formula.</summary>
    /// <param name="x">A batch of samples.</param>
    /// <param name="training">Whether layers that act in training only act.</param>
    protected abstract Tensor Call(Tensor x, bool training);

    /// <summary>Refuses inputs that the layer cannot take. By default those of another shape than it was built for, the batch size apart.</summary>
    /// <exception cref="ArgumentException">The input does not fit.</exception>
    protected virtual void CheckInput(Shape inputShape)
    {
        if (BuiltShape is { } expected && !expected.Accepts(inputShape))
        {
            throw new ArgumentException($"Layer '{Name}' ({GetType().Name}) expects input of shape {expected}; received {inputShape}.{ReshapeHint(expected, inputShape)}", nameof(inputShape));
        }
    }

    /// <summary>Makes a weight.</summary>
    /// <param name="name">What it is called within the layer, such as <c>kernel</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">Its first values; glorot_uniform by default.</param>
    /// <param name="trainable">Whether training changes it.</param>
    /// <param name="regularizer">The price of its size, which is added to the loss.</param>
    /// <param name="constraint">What it is brought back to after each step of the optimizer.</param>
    protected Variable AddWeight(
        string name, Shape shape, Initializer? initializer = null, bool trainable = true, Regularizer? regularizer = null, Constraint? constraint = null)
    {
        var weight = new Variable((initializer ?? new GlorotUniform()).Call(shape, DType), trainable, name)
        {
            Path = $"{Name}/{name}",
            Regularizer = regularizer,
            Constraint = constraint,
        };
        ownWeights.Add(weight);
        return weight;
    }

    /// <summary>Adds to the loss of the batch that is being computed; to be called in <see cref="Call"/>.</summary>
    /// <param name="loss">One number, made of differentiable operations.</param>
    /// <exception cref="ArgumentException">It is more than one number.</exception>
    protected void AddLoss(Tensor loss) => callLosses.Add(loss.Rank == 0
        ? loss
        : throw new ArgumentException($"Layer '{Name}': AddLoss takes one number; received shape {loss.Shape}. Take its Ops.Sum or Ops.Mean.", nameof(loss)));

    /// <summary>What this layer, and those that it is made of, added to the loss during a call from outside.</summary>
    internal virtual IEnumerable<Tensor> LossesOf(long call) => callLosses.Of(call);

    /// <summary>Builds the layer for a shape of the input with the batch axis.</summary>
    internal void BuildFor(Shape inputShape)
    {
        if (Built)
        {
            CheckInput(inputShape);
            return;
        }

        using (StepMemory.Suspend())
        {
            CheckInput(inputShape);
            ownWeights.Clear();
            Build(inputShape);
            BuiltShape = inputShape;
            Built = true;
        }
    }

    /// <summary>Forgets the shapes and weights, for a model whose layers changed.</summary>
    internal void ForgetBuild() => (Built, BuiltShape, outputShape) = (false, null, null);

    /// <summary>What to do where samples have the right number of values in another shape.</summary>
    private static string ReshapeHint(Shape expected, Shape received)
    {
        var (wanted, given) = (expected.Rank > 0 ? expected[1..] : expected, received.Rank > 0 ? received[1..] : received);
        return wanted.IsKnown && given.IsKnown && wanted.Size == given.Size ? $" Reshape the data first: x.Reshape(-1, {string.Join(", ", wanted)})." : "";
    }

    private InvalidOperationException NotBuilt() => new(
        $"Layer '{Name}' ({GetType().Name}) has no shapes yet. Give the first layer an inputShape, or call the model on data first.");
}

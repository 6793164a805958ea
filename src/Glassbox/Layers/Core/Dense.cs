using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Fully connected layer: activation(x·kernel + bias) over the last axis.</summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/core_layers/dense/"/>.</remarks>
public sealed class Dense : Layer
{
    private readonly Initializer kernelInitializer;
    private readonly Initializer biasInitializer;
    private readonly Regularizer? kernelRegularizer;
    private readonly Regularizer? biasRegularizer;
    private readonly Constraint? kernelConstraint;
    private readonly Constraint? biasConstraint;

    /// <summary>Creates the layer.</summary>
    /// <param name="units">Size of the output's last axis, 1 or more.</param>
    /// <param name="activation">Activation function; none by default.</param>
    /// <param name="useBias">Whether to add a bias.</param>
    /// <param name="kernelInitializer">Initializer of the kernel; glorot_uniform by default.</param>
    /// <param name="biasInitializer">Initializer of the bias; zeros by default.</param>
    /// <param name="kernelRegularizer">Regularizer applied to the kernel; none by default.</param>
    /// <param name="biasRegularizer">Regularizer applied to the bias; none by default.</param>
    /// <param name="activityRegularizer">Regularizer applied to the output; none by default.</param>
    /// <param name="kernelConstraint">Constraint on the kernel; none by default.</param>
    /// <param name="biasConstraint">Constraint on the bias; none by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default <c>dense_</c> and a number.</param>
    /// <param name="trainable">Whether training updates the weights.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="units"/> is 0 or less.</exception>
    public Dense(
        int units, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
        Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
        Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
        : base(inputShape, name, trainable, dtype)
    {
        Units = units > 0 ? units : throw new ArgumentOutOfRangeException(nameof(units), units,
            $"Dense needs 1 or more units; received {units}.");
        Activation = activation ?? Activations.Linear;
        UseBias = useBias;
        this.kernelInitializer = kernelInitializer ?? new GlorotUniform();
        this.biasInitializer = biasInitializer ?? new Zeros();
        this.kernelRegularizer = kernelRegularizer;
        this.biasRegularizer = biasRegularizer;
        this.kernelConstraint = kernelConstraint;
        this.biasConstraint = biasConstraint;
        ActivityRegularizer = activityRegularizer;
    }

    /// <summary>Size of the output's last axis.</summary>
    public int Units { get; }

    /// <summary>The activation function.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <summary>The kernel, [inputs, units]; null before the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <summary>The bias, [units]; null before the layer is built and without a bias.</summary>
    public Variable? Bias { get; private set; }

    /// <inheritdoc/>
    public override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        return [.. inputShape.AsSpan()[..^1], Units];
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "units", Units }, { "activation", Activation }, { "use_bias", UseBias },
        { "kernel_initializer", kernelInitializer }, { "bias_initializer", biasInitializer },
        { "kernel_regularizer", kernelRegularizer }, { "bias_regularizer", biasRegularizer },
        { "kernel_constraint", kernelConstraint }, { "bias_constraint", biasConstraint },
        { "quantization_config", Config.None },
    };

    internal static Dense FromConfig(Config config) => new(
        config.GetInt32("units"), config.GetActivation("activation"), config.GetBoolean("use_bias", true),
        config.GetInitializer("kernel_initializer"), config.GetInitializer("bias_initializer"),
        config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override void Build(Shape inputShape)
    {
        Kernel = AddWeight("kernel", [inputShape[^1], Units], kernelInitializer, regularizer: kernelRegularizer,
            constraint: kernelConstraint);
        Bias = UseBias ? AddWeight("bias", [Units], biasInitializer, regularizer: biasRegularizer, constraint: biasConstraint) : null;
    }

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call)
    {
        var relu = Activation == Activations.Relu;
        var y = Ops.Dense(x, call.Read(Kernel!), Bias is null ? null : Bias.Value, relu);
        return relu || Activation is null ? y : Activation.Apply(y);
    }

    /// <inheritdoc/>
    protected override void CheckInput(Shape inputShape)
    {
        if (inputShape.Rank < 2)
        {
            throw new ArgumentException($"Layer '{Name}' (Dense) expects a batch of vectors, of rank 2 or more; received shape "
                + $"{inputShape}. One sample alone needs a batch axis: x.Reshape(1, -1).", nameof(inputShape));
        }

        if (inputShape[^1] == Shape.Unknown)
        {
            throw new ArgumentException($"Layer '{Name}' (Dense) needs a known last size of its input to create its weights; "
                + $"received shape {inputShape}.", nameof(inputShape));
        }

        if (Kernel is not null && inputShape[^1] != Kernel.Shape[0])
        {
            throw new ArgumentException(
                $"Layer '{Name}' (Dense) was built for inputs whose last axis has {Kernel.Shape[0]} values; received shape {inputShape}, "
                + $"with {inputShape[^1]}. Reshape the data, or build the model for it.", nameof(inputShape));
        }
    }
}

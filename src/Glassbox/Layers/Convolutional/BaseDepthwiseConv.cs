using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Depthwise convolution layer: activation(x * kernel + bias), with each input channel convolved separately.</summary>
public abstract class BaseDepthwiseConv : ConvolutionLayer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="rank">Number of spatial axes.</param>
    /// <param name="kernelSize">Window size: one value, or one per spatial axis.</param>
    /// <param name="strides">Stride: one value, or one per spatial axis; 1 by default.</param>
    /// <param name="padding">valid (no padding) or same (zero padding that keeps the size at stride 1).</param>
    /// <param name="depthMultiplier">Number of filters per input channel.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="dilationRate">Dilation of the kernel: one value, or one per spatial axis; 1 by default. Cannot be combined with strides
    /// above 1.</param>
    /// <param name="activation">Activation function; none by default.</param>
    /// <param name="useBias">Whether to add a bias.</param>
    /// <param name="depthwiseInitializer">Initializer of the kernel; glorot_uniform by default.</param>
    /// <param name="biasInitializer">Initializer of the bias; zeros by default.</param>
    /// <param name="depthwiseRegularizer">Regularizer applied to the kernel; none by default.</param>
    /// <param name="biasRegularizer">Regularizer applied to the bias; none by default.</param>
    /// <param name="activityRegularizer">Regularizer applied to the output; none by default.</param>
    /// <param name="depthwiseConstraint">Constraint on the kernel; none by default.</param>
    /// <param name="biasConstraint">Constraint on the bias; none by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="trainable">Whether training updates the weights.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    private protected BaseDepthwiseConv(
        int rank, Shape kernelSize, Shape? strides, string padding, int depthMultiplier, string? dataFormat, Shape? dilationRate,
        ActivationFunction? activation, bool useBias, Initializer? depthwiseInitializer, Initializer? biasInitializer,
        Regularizer? depthwiseRegularizer, Regularizer? biasRegularizer, Regularizer? activityRegularizer, Constraint? depthwiseConstraint,
        Constraint? biasConstraint, Shape? inputShape, string? name, bool trainable, DType? dtype)
        : base(
            rank, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, biasInitializer, biasRegularizer,
            activityRegularizer, biasConstraint, inputShape, name, trainable, dtype)
    {
        DepthMultiplier = depthMultiplier > 0
            ? depthMultiplier
            : throw new ArgumentOutOfRangeException(nameof(depthMultiplier), depthMultiplier,
            $"{GetType().Name} needs a depthMultiplier of 1 or more; received {depthMultiplier}.");
        DepthwiseInitializer = depthwiseInitializer ?? new GlorotUniform();
        DepthwiseRegularizer = depthwiseRegularizer;
        DepthwiseConstraint = depthwiseConstraint;
    }

    /// <summary>Number of filters per input channel.</summary>
    public int DepthMultiplier { get; }

    /// <summary>Initializer of the kernel.</summary>
    public Initializer DepthwiseInitializer { get; }

    /// <summary>Regularizer applied to the kernel; null for none.</summary>
    public Regularizer? DepthwiseRegularizer { get; }

    /// <summary>Constraint on the kernel; null for none.</summary>
    public Constraint? DepthwiseConstraint { get; }

    /// <summary>The kernel, [window…, channels, multiplier]; null before the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <inheritdoc/>
    public sealed override Config GetConfig() => new(base.GetConfig())
    {
        { "depth_multiplier", DepthMultiplier },
        { "depthwise_initializer", DepthwiseInitializer }, { "depthwise_regularizer", DepthwiseRegularizer },
        { "depthwise_constraint", DepthwiseConstraint },
    };

    private protected override void BuildKernels(int channels) =>
        Kernel = AddWeight("kernel", [.. KernelSize, channels, DepthMultiplier], DepthwiseInitializer, regularizer: DepthwiseRegularizer,
            constraint: DepthwiseConstraint);

    private protected override int BiasLength(int channels) => Multiplied(channels, DepthMultiplier);

    private protected override Shape OutputOf(Shape input) => Window.OutputShape(input, BiasLength(input[^1]));

    private protected override Tensor Convolve(Tensor x, CallContext call) =>
        Ops.DepthwiseConv(x, call.Read(Kernel!), BiasValue, FusesRelu, Window);
}

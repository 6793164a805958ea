using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// A convolution of each channel by itself: activation(x * kernel + bias), where every channel of the input gives a few of the output.
/// </summary>
public abstract class BaseDepthwiseConv : ConvolutionLayer
{
    /// <summary>A layer with filters for each channel.</summary>
    /// <param name="rank">Along how many axes the window walks.</param>
    /// <param name="kernelSize">The extents of the window: one number, or one for each axis.</param>
    /// <param name="strides">How far the window moves at a time: one number, or one for each axis; 1 by default.</param>
    /// <param name="padding">valid (the window stays inside), or same (zeros around the image).</param>
    /// <param name="depthMultiplier">How many filters each channel has.</param>
    /// <param name="dataFormat">channels_last by default, or channels_first.</param>
    /// <param name="dilationRate">The distance between elements of the window: one number, or one for each axis; 1 by default. Not together
    /// with strides above 1.</param>
    /// <param name="activation">Applied to the output; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="depthwiseInitializer">The kernel's first values; glorot_uniform by default.</param>
    /// <param name="biasInitializer">The bias's first values; zeros by default.</param>
    /// <param name="depthwiseRegularizer">The price of the kernel; none by default.</param>
    /// <param name="biasRegularizer">The price of the bias; none by default.</param>
    /// <param name="activityRegularizer">The price of the output; none by default.</param>
    /// <param name="depthwiseConstraint">What the kernel must keep to; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must keep to; nothing by default.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
    /// <param name="name">A name; by default the class and a number.</param>
    /// <param name="trainable">Whether training changes the weights.</param>
    /// <param name="dtype">float32 by default.</param>
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

    /// <summary>How many filters each channel has.</summary>
    public int DepthMultiplier { get; }

    /// <summary>The kernel's first values.</summary>
    public Initializer DepthwiseInitializer { get; }

    /// <summary>The price of the kernel; null for none.</summary>
    public Regularizer? DepthwiseRegularizer { get; }

    /// <summary>What the kernel must keep to; null for nothing.</summary>
    public Constraint? DepthwiseConstraint { get; }

    /// <summary>The filters, [window…, channels, multiplier]; null before the layer is built.</summary>
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

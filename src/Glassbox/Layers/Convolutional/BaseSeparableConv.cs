using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Separable convolution layer: a depthwise convolution followed by a pointwise one, with far fewer weights than a full convolution.
/// </summary>
public abstract class BaseSeparableConv : ConvolutionLayer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="rank">Number of spatial axes.</param>
    /// <param name="filters">Number of output channels, 1 or more.</param>
    /// <param name="kernelSize">Window size: one value, or one per spatial axis.</param>
    /// <param name="strides">Stride: one value, or one per spatial axis; 1 by default.</param>
    /// <param name="padding">valid (no padding) or same (zero padding that keeps the size at stride 1).</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="dilationRate">Dilation of the kernel: one value, or one per spatial axis; 1 by default. Cannot be combined with strides
    /// above 1.</param>
    /// <param name="depthMultiplier">Number of depthwise filters per input channel.</param>
    /// <param name="activation">Activation function; none by default.</param>
    /// <param name="useBias">Whether to add a bias.</param>
    /// <param name="depthwiseInitializer">Initializer of the depthwise kernel; glorot_uniform by default.</param>
    /// <param name="pointwiseInitializer">Initializer of the pointwise kernel; glorot_uniform by default.</param>
    /// <param name="biasInitializer">Initializer of the bias; zeros by default.</param>
    /// <param name="depthwiseRegularizer">Regularizer applied to the depthwise kernel; none by default.</param>
    /// <param name="pointwiseRegularizer">Regularizer applied to the pointwise kernel; none by default.</param>
    /// <param name="biasRegularizer">Regularizer applied to the bias; none by default.</param>
    /// <param name="activityRegularizer">Regularizer applied to the output; none by default.</param>
    /// <param name="depthwiseConstraint">Constraint on the depthwise kernel; none by default.</param>
    /// <param name="pointwiseConstraint">Constraint on the pointwise kernel; none by default.</param>
    /// <param name="biasConstraint">Constraint on the bias; none by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="trainable">Whether training updates the weights.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    private protected BaseSeparableConv(
        int rank, int filters, Shape kernelSize, Shape? strides, string padding, string? dataFormat, Shape? dilationRate,
        int depthMultiplier, ActivationFunction? activation, bool useBias, Initializer? depthwiseInitializer,
        Initializer? pointwiseInitializer, Initializer? biasInitializer, Regularizer? depthwiseRegularizer,
        Regularizer? pointwiseRegularizer, Regularizer? biasRegularizer, Regularizer? activityRegularizer, Constraint? depthwiseConstraint,
        Constraint? pointwiseConstraint, Constraint? biasConstraint, Shape? inputShape, string? name, bool trainable, DType? dtype)
        : base(
            rank, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, biasInitializer, biasRegularizer,
            activityRegularizer, biasConstraint, inputShape, name, trainable, dtype)
    {
        Filters = filters > 0 ? filters : throw new ArgumentOutOfRangeException(nameof(filters), filters,
            $"{GetType().Name} needs 1 or more filters; received {filters}.");
        DepthMultiplier = depthMultiplier > 0
            ? depthMultiplier
            : throw new ArgumentOutOfRangeException(nameof(depthMultiplier), depthMultiplier,
            $"{GetType().Name} needs a depthMultiplier of 1 or more; received {depthMultiplier}.");
        DepthwiseInitializer = depthwiseInitializer ?? new GlorotUniform();
        PointwiseInitializer = pointwiseInitializer ?? new GlorotUniform();
        DepthwiseRegularizer = depthwiseRegularizer;
        PointwiseRegularizer = pointwiseRegularizer;
        DepthwiseConstraint = depthwiseConstraint;
        PointwiseConstraint = pointwiseConstraint;
    }

    /// <summary>Number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Number of depthwise filters per input channel.</summary>
    public int DepthMultiplier { get; }

    /// <summary>Initializer of the depthwise kernel.</summary>
    public Initializer DepthwiseInitializer { get; }

    /// <summary>Initializer of the pointwise kernel.</summary>
    public Initializer PointwiseInitializer { get; }

    /// <summary>Regularizer applied to the depthwise kernel; null for none.</summary>
    public Regularizer? DepthwiseRegularizer { get; }

    /// <summary>Regularizer applied to the pointwise kernel; null for none.</summary>
    public Regularizer? PointwiseRegularizer { get; }

    /// <summary>Constraint on the depthwise kernel; null for none.</summary>
    public Constraint? DepthwiseConstraint { get; }

    /// <summary>Constraint on the pointwise kernel; null for none.</summary>
    public Constraint? PointwiseConstraint { get; }

    /// <summary>The depthwise kernel, [window…, channels, multiplier]; null before the layer is built.</summary>
    public Variable? DepthwiseKernel { get; private set; }

    /// <summary>The pointwise kernel, [1…, channels · multiplier, filters]; null before the layer is built.</summary>
    public Variable? PointwiseKernel { get; private set; }

    /// <inheritdoc/>
    public sealed override Config GetConfig() => new(base.GetConfig())
    {
        { "filters", Filters }, { "depth_multiplier", DepthMultiplier },
        { "depthwise_initializer", DepthwiseInitializer }, { "depthwise_regularizer", DepthwiseRegularizer },
        { "depthwise_constraint", DepthwiseConstraint }, { "pointwise_initializer", PointwiseInitializer },
        { "pointwise_regularizer", PointwiseRegularizer }, { "pointwise_constraint", PointwiseConstraint },
    };

    private protected override void BuildKernels(int channels)
    {
        DepthwiseKernel = AddWeight(
            "depthwise_kernel", [.. KernelSize, channels, DepthMultiplier], DepthwiseInitializer, regularizer: DepthwiseRegularizer,
            constraint: DepthwiseConstraint);
        PointwiseKernel = AddWeight(
            "pointwise_kernel", [.. KernelSize.Select(_ => 1), Multiplied(channels, DepthMultiplier), Filters], PointwiseInitializer,
            regularizer: PointwiseRegularizer, constraint: PointwiseConstraint);
    }

    private protected override int BiasLength(int channels) => Filters;

    private protected override Shape OutputOf(Shape input) => Window.OutputShape(input, Filters);

    private protected override Tensor Convolve(Tensor x, CallContext call)
    {
        var point = new WindowGeometry(Name, KernelSize.Rank, 1, null, "valid") { Owner = Window.Owner };
        return Ops.Conv(Ops.DepthwiseConv(x, DepthwiseKernel!, null, false, Window), PointwiseKernel!, BiasValue, FusesRelu, point);
    }
}

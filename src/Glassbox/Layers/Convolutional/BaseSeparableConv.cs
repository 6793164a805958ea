using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// A convolution of each channel by itself, followed by one of a single position over all channels: far fewer weights than a full one.
/// </summary>
public abstract class BaseSeparableConv : ConvolutionLayer
{
    /// <summary>A layer of so many filters.</summary>
    /// <param name="rank">Along how many axes the window walks.</param>
    /// <param name="filters">The channels of the output, 1 or more.</param>
    /// <param name="kernelSize">The extents of the window: one number, or one for each axis.</param>
    /// <param name="strides">How far the window moves at a time: one number, or one for each axis; 1 by default.</param>
    /// <param name="padding">valid (the window stays inside), or same (zeros around the image).</param>
    /// <param name="dataFormat">channels_last by default, or channels_first.</param>
    /// <param name="dilationRate">The distance between elements of the window: one number, or one for each axis; 1 by default. Not together
    /// with strides above 1.</param>
    /// <param name="depthMultiplier">How many filters each channel has in the first step.</param>
    /// <param name="activation">Applied to the output; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="depthwiseInitializer">The first values of the first step's kernel; glorot_uniform by default.</param>
    /// <param name="pointwiseInitializer">The first values of the second step's kernel; glorot_uniform by default.</param>
    /// <param name="biasInitializer">The bias's first values; zeros by default.</param>
    /// <param name="depthwiseRegularizer">The price of the first step's kernel; none by default.</param>
    /// <param name="pointwiseRegularizer">The price of the second step's kernel; none by default.</param>
    /// <param name="biasRegularizer">The price of the bias; none by default.</param>
    /// <param name="activityRegularizer">The price of the output; none by default.</param>
    /// <param name="depthwiseConstraint">What the first step's kernel must keep to; nothing by default.</param>
    /// <param name="pointwiseConstraint">What the second step's kernel must keep to; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must keep to; nothing by default.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
    /// <param name="name">A name; by default the class and a number.</param>
    /// <param name="trainable">Whether training changes the weights.</param>
    /// <param name="dtype">float32 by default.</param>
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

    /// <summary>The channels of the output.</summary>
    public int Filters { get; }

    /// <summary>How many filters each channel has in the first step.</summary>
    public int DepthMultiplier { get; }

    /// <summary>The first values of the first step's kernel.</summary>
    public Initializer DepthwiseInitializer { get; }

    /// <summary>The first values of the second step's kernel.</summary>
    public Initializer PointwiseInitializer { get; }

    /// <summary>The price of the first step's kernel; null for none.</summary>
    public Regularizer? DepthwiseRegularizer { get; }

    /// <summary>The price of the second step's kernel; null for none.</summary>
    public Regularizer? PointwiseRegularizer { get; }

    /// <summary>What the first step's kernel must keep to; null for nothing.</summary>
    public Constraint? DepthwiseConstraint { get; }

    /// <summary>What the second step's kernel must keep to; null for nothing.</summary>
    public Constraint? PointwiseConstraint { get; }

    /// <summary>The first step's filters, [window…, channels, multiplier]; null before the layer is built.</summary>
    public Variable? DepthwiseKernel { get; private set; }

    /// <summary>The second step's filters, [1…, channels · multiplier, filters]; null before the layer is built.</summary>
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

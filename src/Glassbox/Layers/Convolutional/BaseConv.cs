using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>A convolution: activation(x * kernel + bias), along one to three axes.</summary>
public abstract class BaseConv : ConvolutionLayer
{
    /// <summary>A layer of so many filters.</summary>
    /// <param name="rank">Along how many axes the window walks.</param>
    /// <param name="filters">The channels of the output, 1 or more.</param>
    /// <param name="kernelSize">The extents of the window: one number, or one for each axis.</param>
    /// <param name="strides">How far the window moves at a time: one number, or one for each axis; 1 by default.</param>
    /// <param name="padding">valid (the window stays inside), same (zeros around the image), or along one axis causal (zeros in front, so
    /// that no output sees what comes later).</param>
    /// <param name="dataFormat">channels_last by default, or channels_first.</param>
    /// <param name="dilationRate">The distance between elements of the window: one number, or one for each axis; 1 by default. Not together
    /// with strides above 1.</param>
    /// <param name="groups">The channels are divided into so many groups, each with its own filters.</param>
    /// <param name="activation">Applied to the output; none by default.</param>
    /// <param name="useBias">Whether a bias is added.</param>
    /// <param name="kernelInitializer">The kernel's first values; glorot_uniform by default.</param>
    /// <param name="biasInitializer">The bias's first values; zeros by default.</param>
    /// <param name="kernelRegularizer">The price of the kernel; none by default.</param>
    /// <param name="biasRegularizer">The price of the bias; none by default.</param>
    /// <param name="activityRegularizer">The price of the output; none by default.</param>
    /// <param name="kernelConstraint">What the kernel must keep to; nothing by default.</param>
    /// <param name="biasConstraint">What the bias must keep to; nothing by default.</param>
    /// <param name="inputShape">The shape of one sample, for the first layer of a model.</param>
    /// <param name="name">A name; by default the class and a number.</param>
    /// <param name="trainable">Whether training changes the weights.</param>
    /// <param name="dtype">float32 by default.</param>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    private protected BaseConv(
        int rank, int filters, Shape kernelSize, Shape? strides, string padding, string? dataFormat, Shape? dilationRate, int groups,
        ActivationFunction? activation, bool useBias, Initializer? kernelInitializer, Initializer? biasInitializer,
        Regularizer? kernelRegularizer, Regularizer? biasRegularizer, Regularizer? activityRegularizer, Constraint? kernelConstraint,
        Constraint? biasConstraint, Shape? inputShape, string? name, bool trainable, DType? dtype)
        : base(
            rank, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, biasInitializer, biasRegularizer,
            activityRegularizer, biasConstraint, inputShape, name, trainable, dtype)
    {
        Filters = filters > 0 ? filters : throw new ArgumentOutOfRangeException(nameof(filters), filters,
            $"{GetType().Name} needs 1 or more filters; received {filters}.");
        Groups = groups > 0 && filters % groups == 0
            ? groups
            : throw new ArgumentOutOfRangeException(nameof(groups), groups,
            $"{GetType().Name} needs groups that divide the {filters} filters; received {groups}.");
        KernelInitializer = kernelInitializer ?? new GlorotUniform();
        KernelRegularizer = kernelRegularizer;
        KernelConstraint = kernelConstraint;
    }

    /// <summary>The channels of the output.</summary>
    public int Filters { get; }

    /// <summary>Into how many groups the channels are divided.</summary>
    public int Groups { get; }

    /// <summary>The kernel's first values.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>The price of the kernel; null for none.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>What the kernel must keep to; null for nothing.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>The filters, [window…, channels / groups, filters]; null before the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <inheritdoc/>
    public sealed override Config GetConfig() => new(base.GetConfig())
    {
        { "filters", Filters }, { "groups", Groups },
        { "kernel_initializer", KernelInitializer }, { "kernel_regularizer", KernelRegularizer }, { "kernel_constraint", KernelConstraint },
    };

    private protected override void BuildKernels(int channels)
    {
        if (channels % Groups != 0)
        {
            throw new ArgumentException($"Layer '{Name}' ({GetType().Name}) divides its input into {Groups} groups; received {channels} "
                + "channels, which that does not divide.");
        }

        Kernel = AddWeight("kernel", [.. KernelSize, channels / Groups, Filters], KernelInitializer, regularizer: KernelRegularizer,
            constraint: KernelConstraint);
    }

    private protected override int BiasLength(int channels) => Filters;

    private protected override Shape OutputOf(Shape input) => Window.OutputShape(input, Filters);

    private protected override Tensor Convolve(Tensor x, CallContext call) => Ops.Conv(x, call.Read(Kernel!), BiasValue, FusesRelu, Window);
}

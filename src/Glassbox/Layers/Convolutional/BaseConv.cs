using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Convolution layer: activation(x * kernel + bias) over one to three spatial axes.</summary>
public abstract class BaseConv : ConvolutionLayer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="rank">Number of spatial axes.</param>
    /// <param name="filters">Number of output channels, 1 or more.</param>
    /// <param name="kernelSize">Window size: one value, or one per spatial axis.</param>
    /// <param name="strides">Stride: one value, or one per spatial axis; 1 by default.</param>
    /// <param name="padding">valid (no padding), same (zero padding that keeps the size at stride 1), or in one dimension causal (zero
    /// padding before the sequence, so that outputs do not depend on later inputs).</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="dilationRate">Dilation of the kernel: one value, or one per spatial axis; 1 by default. Cannot be combined with strides
    /// above 1.</param>
    /// <param name="groups">Number of channel groups, each convolved with its own filters.</param>
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
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="trainable">Whether training updates the weights.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
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

    /// <summary>Number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Number of channel groups.</summary>
    public int Groups { get; }

    /// <summary>Initializer of the kernel.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>Regularizer applied to the kernel; null for none.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>Constraint on the kernel; null for none.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>The kernel, [window…, channels / groups, filters]; null before the layer is built.</summary>
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
                + "channels, which is not a multiple of it.");
        }

        Kernel = AddWeight("kernel", [.. KernelSize, channels / Groups, Filters], KernelInitializer, regularizer: KernelRegularizer,
            constraint: KernelConstraint);
    }

    private protected override int BiasLength(int channels) => Filters;

    private protected override Shape OutputOf(Shape input) => Window.OutputShape(input, Filters);

    private protected override Tensor Convolve(Tensor x, CallContext call) => Ops.Conv(x, call.Read(Kernel!), BiasValue, FusesRelu, Window);
}

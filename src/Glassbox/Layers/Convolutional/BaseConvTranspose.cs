using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Transposed convolution layer: each input value adds a scaled copy of the kernel to the output. It maps the output shape of a convolution
/// back to its input shape.
/// </summary>
public abstract class BaseConvTranspose : ConvolutionLayer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="rank">Number of spatial axes.</param>
    /// <param name="filters">Number of output channels, 1 or more.</param>
    /// <param name="kernelSize">Window size: one value, or one per spatial axis.</param>
    /// <param name="strides">Stride of the outputs: one value, or one per spatial axis; 1 by default.</param>
    /// <param name="padding">valid (full output), or same (output size is input size · stride).</param>
    /// <param name="outputPadding">Extra size at the end of each axis of the output: one value, or one per spatial axis; by default the
    /// size follows from the padding.</param>
    /// <param name="dataFormat">channels_last (default) or channels_first.</param>
    /// <param name="dilationRate">Dilation of the kernel: one value, or one per spatial axis; 1 by default. Cannot be combined with strides
    /// above 1.</param>
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
    private protected BaseConvTranspose(
        int rank, int filters, Shape kernelSize, Shape? strides, string padding, Shape? outputPadding, string? dataFormat,
        Shape? dilationRate, ActivationFunction? activation, bool useBias, Initializer? kernelInitializer, Initializer? biasInitializer,
        Regularizer? kernelRegularizer, Regularizer? biasRegularizer, Regularizer? activityRegularizer, Constraint? kernelConstraint,
        Constraint? biasConstraint, Shape? inputShape, string? name, bool trainable, DType? dtype)
        : base(
            rank, kernelSize, strides, padding, dataFormat, dilationRate, activation, useBias, biasInitializer, biasRegularizer,
            activityRegularizer, biasConstraint, inputShape, name, trainable, dtype)
    {
        Filters = filters > 0 ? filters : throw new ArgumentOutOfRangeException(nameof(filters), filters,
            $"{GetType().Name} needs 1 or more filters; received {filters}.");
        if (padding == "causal")
        {
            throw new ArgumentException($"{GetType().Name}: unknown padding 'causal'. Known: valid, same.", nameof(padding));
        }

        OutputPadding = CheckedOutputPadding(rank, outputPadding);
        KernelInitializer = kernelInitializer ?? new GlorotUniform();
        KernelRegularizer = kernelRegularizer;
        KernelConstraint = kernelConstraint;
    }

    /// <summary>Number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Extra size at the end of each spatial axis of the output; null if the size follows from the padding.</summary>
    public Shape? OutputPadding { get; }

    /// <summary>Initializer of the kernel.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>Regularizer applied to the kernel; null for none.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>Constraint on the kernel; null for none.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>The kernel, [window…, filters, channels]; null before the layer is built.</summary>
    public Variable? Kernel { get; private set; }

    /// <inheritdoc/>
    public sealed override Config GetConfig() => new(base.GetConfig())
    {
        { "filters", Filters }, { "output_padding", OutputPadding },
        { "kernel_initializer", KernelInitializer }, { "kernel_regularizer", KernelRegularizer }, { "kernel_constraint", KernelConstraint },
    };

    private protected override void BuildKernels(int channels) =>
        Kernel = AddWeight("kernel", [.. KernelSize, Filters, channels], KernelInitializer, regularizer: KernelRegularizer,
            constraint: KernelConstraint);

    private protected override int BiasLength(int channels) => Filters;

    private protected override Shape OutputOf(Shape input) => Ops.TransposedShape(input, Filters, Window, OutputPadding);

    private protected override Tensor Convolve(Tensor x, CallContext call)
    {
        var y = Ops.ConvTranspose(x, call.Read(Kernel!), Window, OutputPadding);
        y = Bias is null ? y : y + Bias;
        return FusesRelu ? Ops.Relu(y) : y;
    }

    private Shape? CheckedOutputPadding(int rank, Shape? outputPadding)
    {
        if (outputPadding is null)
        {
            return null;
        }

        Shape each = outputPadding.Rank == 1 ? [.. Enumerable.Repeat(outputPadding[0], rank)] : outputPadding;
        return each.Rank == rank && each.Zip(Strides).All(pair => pair.First >= 0 && pair.First < pair.Second)
            ? each
            : throw new ArgumentException($"{GetType().Name}: outputPadding must be 0 or more and smaller than the strides {Strides}; "
            + $"received {outputPadding}.", nameof(outputPadding));
    }
}

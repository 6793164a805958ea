using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// A transposed convolution: each input writes the kernel, times its value, into a larger image. It goes from the shape of a convolution's
/// output to that of its input.
/// </summary>
public abstract class BaseConvTranspose : ConvolutionLayer
{
    /// <summary>A layer of so many filters.</summary>
    /// <param name="rank">Along how many axes the window walks.</param>
    /// <param name="filters">The channels of the output, 1 or more.</param>
    /// <param name="kernelSize">The extents of the window: one number, or one for each axis.</param>
    /// <param name="strides">How far apart the inputs write: one number, or one for each axis; 1 by default.</param>
    /// <param name="padding">valid (all that is written), or same (as many outputs as inputs times stride).</param>
    /// <param name="outputPadding">How much is added to the output at its end: one number, or one for each axis; by default the output has
    /// the extents that the padding gives.</param>
    /// <param name="dataFormat">channels_last by default, or channels_first.</param>
    /// <param name="dilationRate">The distance between elements of the window: one number, or one for each axis; 1 by default. Not together
    /// with strides above 1.</param>
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

    /// <summary>The channels of the output.</summary>
    public int Filters { get; }

    /// <summary>How much is added to the output at its end, one number for each axis; null for what the padding gives.</summary>
    public Shape? OutputPadding { get; }

    /// <summary>The kernel's first values.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>The price of the kernel; null for none.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>What the kernel must keep to; null for nothing.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>The filters, [window…, filters, channels]; null before the layer is built.</summary>
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

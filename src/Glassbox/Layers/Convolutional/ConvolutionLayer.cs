using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>Base class of convolution layers: a window over one to three spatial axes, a bias, an activation.</summary>
public abstract class ConvolutionLayer : Layer
{
    private readonly int rank;

    private protected ConvolutionLayer(
        int rank, Shape kernelSize, Shape? strides, string padding, string? dataFormat, Shape? dilationRate, ActivationFunction? activation,
        bool useBias, Initializer? biasInitializer, Regularizer? biasRegularizer, Regularizer? activityRegularizer,
        Constraint? biasConstraint, Shape? inputShape, string? name, bool trainable, DType? dtype)
        : base(inputShape, name, trainable, dtype)
    {
        this.rank = rank;
        Window = new WindowGeometry(GetType().Name, rank, kernelSize, strides, padding, dilationRate) { Owner = () => Described };
        if (Window.Strides.Any(stride => stride > 1) && Window.Dilation.Any(rate => rate > 1))
        {
            throw new ArgumentException($"{GetType().Name} accepts strides or a dilationRate above 1, not both; received strides {Strides} "
                + $"and dilationRate {DilationRate}.", nameof(strides));
        }

        DataFormat = DataFormats.Checked(dataFormat, GetType().Name);
        Activation = activation ?? Activations.Linear;
        UseBias = useBias;
        BiasInitializer = biasInitializer ?? new Zeros();
        BiasRegularizer = biasRegularizer;
        ActivityRegularizer = activityRegularizer;
        BiasConstraint = biasConstraint;
    }

    /// <summary>Window size per spatial axis.</summary>
    public Shape KernelSize => [.. Window.Size];

    /// <summary>Stride per spatial axis.</summary>
    public Shape Strides => [.. Window.Strides];

    /// <summary>Padding mode: valid, same or causal.</summary>
    public string Padding => Window.Padding;

    /// <summary>channels_last or channels_first.</summary>
    public string DataFormat { get; }

    /// <summary>Dilation per spatial axis.</summary>
    public Shape DilationRate => [.. Window.Dilation];

    /// <summary>The activation function.</summary>
    public ActivationFunction Activation { get; }

    /// <summary>Whether a bias is added.</summary>
    public bool UseBias { get; }

    /// <summary>Initializer of the bias.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>Regularizer applied to the bias; null for none.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>Constraint on the bias; null for none.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>The bias, one value per output channel; null before the layer is built and without a bias.</summary>
    public Variable? Bias { get; private set; }

    /// <summary>The window's size, stride, padding and dilation.</summary>
    internal WindowGeometry Window { get; }

    /// <summary>Whether the activation is fused into the convolution's epilogue.</summary>
    private protected bool FusesRelu => Activation == Activations.Relu;

    /// <summary>The bias's value; null without a bias.</summary>
    private protected Tensor? BiasValue => Bias is null ? null : Bias.Value;

    /// <summary>The number of input channels that the layer was built for; null before.</summary>
    private protected int? BuiltChannels { get; private set; }

    /// <inheritdoc/>
    public sealed override Shape ComputeOutputShape(Shape inputShape)
    {
        CheckInput(inputShape);
        var output = OutputOf(DataFormats.ToLast(inputShape, DataFormat));
        return output[1..].Any(extent => extent is <= 0 and not Shape.Unknown)
            ? throw new ArgumentException(
                $"Layer '{Name}' ({GetType().Name}): a window of size "
                + $"{KernelSize}{(DilationRate.All(rate => rate == 1) ? "" : $" with dilationRate {DilationRate}")} does not fit into "
                + $"images of shape {inputShape}. " +
                "Make it smaller, use padding: \"same\", or fewer poolings and strides before.", nameof(inputShape))
            : Fitting(DataFormats.FromLast(output, DataFormat), "Use fewer filters, smaller strides, or a smaller batch.");
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new(base.GetConfig())
    {
        { "kernel_size", KernelSize }, { "strides", Strides }, { "padding", Padding }, { "data_format", DataFormat },
            { "dilation_rate", DilationRate },
        { "activation", Activation }, { "use_bias", UseBias }, { "bias_initializer", BiasInitializer },
        { "bias_regularizer", BiasRegularizer }, { "activity_regularizer", ActivityRegularizer }, { "bias_constraint", BiasConstraint },
    };

    /// <inheritdoc/>
    protected sealed override void Build(Shape inputShape)
    {
        var channels = DataFormats.ToLast(inputShape, DataFormat)[^1];
        BuiltChannels = channels;
        BuildKernels(channels);
        Bias = UseBias ? AddWeight("bias", [BiasLength(channels)], BiasInitializer, regularizer: BiasRegularizer,
            constraint: BiasConstraint) : null;
    }

    private protected override InputTypes InputTypes => InputTypes.Own;

    /// <inheritdoc/>
    protected sealed override Tensor Call(Tensor x, CallContext call)
    {
        ComputeOutputShape(x.Shape);
        var y = Ops.ChannelsLast(x, DataFormat, images => Convolve(images, call));
        return FusesRelu ? y : Activation.Apply(y);
    }

    /// <inheritdoc/>
    protected sealed override void CheckInput(Shape inputShape)
    {
        ImageInput.Check(this, inputShape, rank, DataFormat);
        var channels = DataFormats.ToLast(inputShape, DataFormat)[^1];
        if (channels == Shape.Unknown)
        {
            throw new ArgumentException($"Layer '{Name}' ({GetType().Name}) needs a known number of channels to create its weights; "
                + $"received shape {inputShape}.", nameof(inputShape));
        }

        if (BuiltChannels is { } built && channels != built)
        {
            throw new ArgumentException(
                $"Layer '{Name}' ({GetType().Name}) was built for images with {built} channels; received shape {inputShape}, with "
                + $"{channels} ({DataFormat}). Convert the images, or build the model for them.", nameof(inputShape));
        }
    }

    /// <summary>The number of channels times the depth multiplier.</summary>
    private protected int Multiplied(int channels, int depthMultiplier)
    {
        var product = (long)channels * depthMultiplier;
        return ExtentMath.Fits(product) ? (int)product : throw ExtentMath.Unfit(
            product, Described, $"{channels} channels times the depthMultiplier {depthMultiplier}", "Make the depthMultiplier smaller.",
            nameof(depthMultiplier));
    }

    /// <summary>Creates the kernels for a number of input channels.</summary>
    private protected abstract void BuildKernels(int channels);

    /// <summary>The number of output channels.</summary>
    private protected abstract int BiasLength(int channels);

    /// <summary>The output shape for a channels-last input shape.</summary>
    private protected abstract Shape OutputOf(Shape input);

    /// <summary>The convolution of channels-last inputs with the bias added, and with relu applied if that is the activation.</summary>
    private protected abstract Tensor Convolve(Tensor x, CallContext call);
}

using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>1D transposed convolution, for example over time, over [batch, steps, channels].</summary>
/// <inheritdoc cref="BaseConvTranspose.BaseConvTranspose" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/convolution_layers/convolution1d_transpose/"/>.</remarks>
public sealed class Conv1DTranspose(
    int filters, Shape kernelSize, Shape? strides = null, string padding = "valid", Shape? outputPadding = null, string? dataFormat = null,
    Shape? dilationRate = null, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
    Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    : BaseConvTranspose(
        1, filters, kernelSize, strides, padding, outputPadding, dataFormat, dilationRate, activation, useBias, kernelInitializer,
        biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, inputShape, name,
        trainable, dtype)
{
    internal static Conv1DTranspose FromConfig(Config config) => new(
        config.GetInt32("filters"), config.GetShape("kernel_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetShapeOrNull("output_padding"), config.GetStringOrNull("data_format"), config.GetShapeOrNull("dilation_rate"),
        config.GetActivation("activation"), config.GetBoolean("use_bias", true), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        name: config.GetName(), dtype: config.GetDType());
}

/// <summary>2D transposed convolution over images, [batch, height, width, channels].</summary>
/// <inheritdoc cref="BaseConvTranspose.BaseConvTranspose" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/convolution_layers/convolution2d_transpose/"/>.</remarks>
public sealed class Conv2DTranspose(
    int filters, Shape kernelSize, Shape? strides = null, string padding = "valid", Shape? outputPadding = null, string? dataFormat = null,
    Shape? dilationRate = null, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
    Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    : BaseConvTranspose(
        2, filters, kernelSize, strides, padding, outputPadding, dataFormat, dilationRate, activation, useBias, kernelInitializer,
        biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, inputShape, name,
        trainable, dtype)
{
    internal static Conv2DTranspose FromConfig(Config config) => new(
        config.GetInt32("filters"), config.GetShape("kernel_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetShapeOrNull("output_padding"), config.GetStringOrNull("data_format"), config.GetShapeOrNull("dilation_rate"),
        config.GetActivation("activation"), config.GetBoolean("use_bias", true), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        name: config.GetName(), dtype: config.GetDType());
}

/// <summary>3D transposed convolution over volumes or video, [batch, depth, height, width, channels].</summary>
/// <inheritdoc cref="BaseConvTranspose.BaseConvTranspose" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/convolution_layers/convolution3d_transpose/"/>.</remarks>
public sealed class Conv3DTranspose(
    int filters, Shape kernelSize, Shape? strides = null, string padding = "valid", string? dataFormat = null, Shape? outputPadding = null,
    Shape? dilationRate = null, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
    Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    : BaseConvTranspose(
        3, filters, kernelSize, strides, padding, outputPadding, dataFormat, dilationRate, activation, useBias, kernelInitializer,
        biasInitializer, kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, inputShape, name,
        trainable, dtype)
{
    internal static Conv3DTranspose FromConfig(Config config) => new(
        config.GetInt32("filters"), config.GetShape("kernel_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetStringOrNull("data_format"), config.GetShapeOrNull("output_padding"), config.GetShapeOrNull("dilation_rate"),
        config.GetActivation("activation"), config.GetBoolean("use_bias", true), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        name: config.GetName(), dtype: config.GetDType());
}

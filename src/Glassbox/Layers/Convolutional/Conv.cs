using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>1D convolution, for example over time: activation(x * kernel + bias) over [batch, steps, channels].</summary>
/// <inheritdoc cref="BaseConv.BaseConv" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/convolution_layers/convolution1d/"/>.</remarks>
public sealed class Conv1D(
    int filters, Shape kernelSize, Shape? strides = null, string padding = "valid", string? dataFormat = null, Shape? dilationRate = null,
    int groups = 1, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
    Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    : BaseConv(
        1, filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer,
        kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, inputShape, name, trainable, dtype)
{
    internal static Conv1D FromConfig(Config config) => new(
        config.GetInt32("filters"), config.GetShape("kernel_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetStringOrNull("data_format"), config.GetShapeOrNull("dilation_rate"), config.GetInt32("groups", 1),
        config.GetActivation("activation"), config.GetBoolean("use_bias", true), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        name: config.GetName(), dtype: config.GetDType());
}

/// <summary>2D convolution over images: activation(x * kernel + bias) over [batch, height, width, channels].</summary>
/// <inheritdoc cref="BaseConv.BaseConv" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/convolution_layers/convolution2d/"/>.</remarks>
public sealed class Conv2D(
    int filters, Shape kernelSize, Shape? strides = null, string padding = "valid", string? dataFormat = null, Shape? dilationRate = null,
    int groups = 1, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
    Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    : BaseConv(
        2, filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer,
        kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, inputShape, name, trainable, dtype)
{
    internal static Conv2D FromConfig(Config config) => new(
        config.GetInt32("filters"), config.GetShape("kernel_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetStringOrNull("data_format"), config.GetShapeOrNull("dilation_rate"), config.GetInt32("groups", 1),
        config.GetActivation("activation"), config.GetBoolean("use_bias", true), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        name: config.GetName(), dtype: config.GetDType());
}

/// <summary>3D convolution over volumes or video: activation(x * kernel + bias) over [batch, depth, height, width, channels].</summary>
/// <inheritdoc cref="BaseConv.BaseConv" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/convolution_layers/convolution3d/"/>.</remarks>
public sealed class Conv3D(
    int filters, Shape kernelSize, Shape? strides = null, string padding = "valid", string? dataFormat = null, Shape? dilationRate = null,
    int groups = 1, ActivationFunction? activation = null, bool useBias = true, Initializer? kernelInitializer = null,
    Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? kernelConstraint = null, Constraint? biasConstraint = null,
    Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    : BaseConv(
        3, filters, kernelSize, strides, padding, dataFormat, dilationRate, groups, activation, useBias, kernelInitializer, biasInitializer,
        kernelRegularizer, biasRegularizer, activityRegularizer, kernelConstraint, biasConstraint, inputShape, name, trainable, dtype)
{
    internal static Conv3D FromConfig(Config config) => new(
        config.GetInt32("filters"), config.GetShape("kernel_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetStringOrNull("data_format"), config.GetShapeOrNull("dilation_rate"), config.GetInt32("groups", 1),
        config.GetActivation("activation"), config.GetBoolean("use_bias", true), config.GetInitializer("kernel_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetRegularizer("activity_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        name: config.GetName(), dtype: config.GetDType());
}

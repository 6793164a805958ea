using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>1D depthwise convolution, for example over time: each channel of [batch, steps, channels] is convolved separately.</summary>
/// <inheritdoc cref="BaseDepthwiseConv.BaseDepthwiseConv" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/convolution_layers/depthwise_convolution1d/"/>.</remarks>
public sealed class DepthwiseConv1D(
    Shape kernelSize, Shape? strides = null, string padding = "valid", int depthMultiplier = 1, string? dataFormat = null,
    Shape? dilationRate = null, ActivationFunction? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null,
    Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? depthwiseConstraint = null, Constraint? biasConstraint = null,
    Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    : BaseDepthwiseConv(
        1, kernelSize, strides, padding, depthMultiplier, dataFormat, dilationRate, activation, useBias, depthwiseInitializer,
        biasInitializer, depthwiseRegularizer, biasRegularizer, activityRegularizer, depthwiseConstraint, biasConstraint, inputShape, name,
        trainable, dtype)
{
    internal static DepthwiseConv1D FromConfig(Config config) => new(
        config.GetShape("kernel_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetInt32("depth_multiplier", 1), config.GetStringOrNull("data_format"), config.GetShapeOrNull("dilation_rate"),
        config.GetActivation("activation"), config.GetBoolean("use_bias", true), config.GetInitializer("depthwise_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("depthwise_regularizer"),
        config.GetRegularizer("bias_regularizer"), config.GetRegularizer("activity_regularizer"),
        config.GetConstraint("depthwise_constraint"), config.GetConstraint("bias_constraint"), name: config.GetName(),
        dtype: config.GetDType());
}

/// <summary>2D depthwise convolution: each channel of [batch, height, width, channels] is convolved separately.</summary>
/// <inheritdoc cref="BaseDepthwiseConv.BaseDepthwiseConv" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/convolution_layers/depthwise_convolution2d/"/>.</remarks>
public sealed class DepthwiseConv2D(
    Shape kernelSize, Shape? strides = null, string padding = "valid", int depthMultiplier = 1, string? dataFormat = null,
    Shape? dilationRate = null, ActivationFunction? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null,
    Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null, Regularizer? biasRegularizer = null,
    Regularizer? activityRegularizer = null, Constraint? depthwiseConstraint = null, Constraint? biasConstraint = null,
    Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    : BaseDepthwiseConv(
        2, kernelSize, strides, padding, depthMultiplier, dataFormat, dilationRate, activation, useBias, depthwiseInitializer,
        biasInitializer, depthwiseRegularizer, biasRegularizer, activityRegularizer, depthwiseConstraint, biasConstraint, inputShape, name,
        trainable, dtype)
{
    internal static DepthwiseConv2D FromConfig(Config config) => new(
        config.GetShape("kernel_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetInt32("depth_multiplier", 1), config.GetStringOrNull("data_format"), config.GetShapeOrNull("dilation_rate"),
        config.GetActivation("activation"), config.GetBoolean("use_bias", true), config.GetInitializer("depthwise_initializer"),
        config.GetInitializer("bias_initializer"), config.GetRegularizer("depthwise_regularizer"),
        config.GetRegularizer("bias_regularizer"), config.GetRegularizer("activity_regularizer"),
        config.GetConstraint("depthwise_constraint"), config.GetConstraint("bias_constraint"), name: config.GetName(),
        dtype: config.GetDType());
}

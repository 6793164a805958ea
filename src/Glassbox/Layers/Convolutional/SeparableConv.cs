using Glassbox.Constraints;
using Glassbox.Initializers;
using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>1D separable convolution, for example over time: depthwise, then pointwise, over [batch, steps, channels].</summary>
/// <inheritdoc cref="BaseSeparableConv.BaseSeparableConv" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/convolution_layers/separable_convolution1d/"/>.</remarks>
public sealed class SeparableConv1D(
    int filters, Shape kernelSize, Shape? strides = null, string padding = "valid", string? dataFormat = null, Shape? dilationRate = null,
    int depthMultiplier = 1, ActivationFunction? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null,
    Initializer? pointwiseInitializer = null, Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null,
    Regularizer? pointwiseRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
    Constraint? depthwiseConstraint = null, Constraint? pointwiseConstraint = null, Constraint? biasConstraint = null,
    Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    : BaseSeparableConv(
        1, filters, kernelSize, strides, padding, dataFormat, dilationRate, depthMultiplier, activation, useBias, depthwiseInitializer,
        pointwiseInitializer, biasInitializer, depthwiseRegularizer, pointwiseRegularizer, biasRegularizer, activityRegularizer,
        depthwiseConstraint, pointwiseConstraint, biasConstraint, inputShape, name, trainable, dtype)
{
    internal static SeparableConv1D FromConfig(Config config) => new(
        config.GetInt32("filters"), config.GetShape("kernel_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetStringOrNull("data_format"), config.GetShapeOrNull("dilation_rate"), config.GetInt32("depth_multiplier", 1),
        config.GetActivation("activation"), config.GetBoolean("use_bias", true), config.GetInitializer("depthwise_initializer"),
        config.GetInitializer("pointwise_initializer"), config.GetInitializer("bias_initializer"),
        config.GetRegularizer("depthwise_regularizer"), config.GetRegularizer("pointwise_regularizer"),
        config.GetRegularizer("bias_regularizer"), config.GetRegularizer("activity_regularizer"),
        config.GetConstraint("depthwise_constraint"), config.GetConstraint("pointwise_constraint"), config.GetConstraint("bias_constraint"),
        name: config.GetName(), dtype: config.GetDType());
}

/// <summary>2D separable convolution: depthwise, then pointwise, over [batch, height, width, channels].</summary>
/// <inheritdoc cref="BaseSeparableConv.BaseSeparableConv" path="/param"/>
/// <remarks>Source: <see href="https://keras.io/api/layers/convolution_layers/separable_convolution2d/"/>.</remarks>
public sealed class SeparableConv2D(
    int filters, Shape kernelSize, Shape? strides = null, string padding = "valid", string? dataFormat = null, Shape? dilationRate = null,
    int depthMultiplier = 1, ActivationFunction? activation = null, bool useBias = true, Initializer? depthwiseInitializer = null,
    Initializer? pointwiseInitializer = null, Initializer? biasInitializer = null, Regularizer? depthwiseRegularizer = null,
    Regularizer? pointwiseRegularizer = null, Regularizer? biasRegularizer = null, Regularizer? activityRegularizer = null,
    Constraint? depthwiseConstraint = null, Constraint? pointwiseConstraint = null, Constraint? biasConstraint = null,
    Shape? inputShape = null, string? name = null, bool trainable = true, DType? dtype = null)
    : BaseSeparableConv(
        2, filters, kernelSize, strides, padding, dataFormat, dilationRate, depthMultiplier, activation, useBias, depthwiseInitializer,
        pointwiseInitializer, biasInitializer, depthwiseRegularizer, pointwiseRegularizer, biasRegularizer, activityRegularizer,
        depthwiseConstraint, pointwiseConstraint, biasConstraint, inputShape, name, trainable, dtype)
{
    internal static SeparableConv2D FromConfig(Config config) => new(
        config.GetInt32("filters"), config.GetShape("kernel_size"), config.GetShapeOrNull("strides"), config.GetString("padding", "valid"),
        config.GetStringOrNull("data_format"), config.GetShapeOrNull("dilation_rate"), config.GetInt32("depth_multiplier", 1),
        config.GetActivation("activation"), config.GetBoolean("use_bias", true), config.GetInitializer("depthwise_initializer"),
        config.GetInitializer("pointwise_initializer"), config.GetInitializer("bias_initializer"),
        config.GetRegularizer("depthwise_regularizer"), config.GetRegularizer("pointwise_regularizer"),
        config.GetRegularizer("bias_regularizer"), config.GetRegularizer("activity_regularizer"),
        config.GetConstraint("depthwise_constraint"), config.GetConstraint("pointwise_constraint"), config.GetConstraint("bias_constraint"),
        name: config.GetName(), dtype: config.GetDType());
}

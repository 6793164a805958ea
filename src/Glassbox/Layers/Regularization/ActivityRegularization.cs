using Glassbox.Regularizers;
using Glassbox.Saving;

namespace Glassbox.Layers;

/// <summary>
/// Returns its input unchanged and adds an activity penalty to the loss: l1 · Σ|x| + l2 · Σx², divided by the batch size.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/layers/regularization_layers/activity_regularization/"/>.</remarks>
public sealed class ActivityRegularization : ShapeKeepingLayer
{
    /// <summary>Creates the layer.</summary>
    /// <param name="l1">L1 factor, 0 or more; 0 by default.</param>
    /// <param name="l2">L2 factor, 0 or more; 0 by default.</param>
    /// <param name="inputShape">Shape of one sample, without the batch axis; needed only for the first layer of a model.</param>
    /// <param name="name">Layer name; by default the class name in snake case and a number.</param>
    /// <param name="dtype">Data type of weights and computations; float32 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative.</exception>
    public ActivityRegularization(double l1 = 0, double l2 = 0, Shape? inputShape = null, string? name = null, DType? dtype = null)
        : base(inputShape, name, dtype)
    {
        (L1, L2) = (l1, l2);
        ActivityRegularizer = new L1L2(l1, l2);
    }

    /// <summary>L1 factor.</summary>
    public double L1 { get; }

    /// <summary>L2 factor.</summary>
    public double L2 { get; }

    /// <inheritdoc/>
    public override Config GetConfig()
    {
        var config = new Config(base.GetConfig()) { { "l1", L1 }, { "l2", L2 } };
        config.Values.Remove("activity_regularizer");
        return config;
    }

    internal static ActivityRegularization FromConfig(Config config) =>
        new(config.GetDouble("l1", 0), config.GetDouble("l2", 0), name: config.GetName(), dtype: config.GetDType());

    /// <inheritdoc/>
    protected override Tensor Call(Tensor x, CallContext call) => x;
}

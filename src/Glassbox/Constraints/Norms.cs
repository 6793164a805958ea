using Glassbox.Saving;

namespace Glassbox.Constraints;

/// <summary>Limits the L2 norm of the weight vectors to a maximum.</summary>
/// <param name="maxValue">Maximum norm.</param>
/// <param name="axis">Axes along which norms are computed: 0, the inputs of each unit, for a dense kernel; [0, 1, 2] for a Conv2D
/// kernel.</param>
public sealed class MaxNorm(double maxValue = 2, Axes? axis = null) : Constraint
{
    /// <summary>Maximum norm.</summary>
    public double MaxValue { get; } = Setting.NotNegative(maxValue);

    /// <summary>Axes along which norms are computed.</summary>
    public Axes Axis { get; } = axis ?? 0;

    /// <inheritdoc/>
    public override Tensor Call(Tensor w)
    {
        var norm = Norm(w, Axis);
        return w * (Ops.Clip(norm, 0, MaxValue) / (norm + Epsilon));
    }

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "max_value", MaxValue }, { "axis", Axis } };

    internal static MaxNorm FromConfig(Config config) => new(config.GetDouble("max_value", 2), config.GetAxesOrNull("axis"));
}

/// <summary>Keeps the L2 norm of the weight vectors between a minimum and a maximum.</summary>
/// <param name="minValue">Minimum norm.</param>
/// <param name="maxValue">Maximum norm.</param>
/// <param name="rate">1 clips norms to the range at once; a smaller value moves them by that fraction per step.</param>
/// <param name="axis">Axes along which norms are computed: 0, the inputs of each unit, for a dense kernel; [0, 1, 2] for a Conv2D
/// kernel.</param>
public sealed class MinMaxNorm(double minValue = 0, double maxValue = 1, double rate = 1, Axes? axis = null) : Constraint
{
    /// <summary>Minimum norm.</summary>
    public double MinValue { get; } = Setting.NotNegative(minValue);

    /// <summary>Maximum norm.</summary>
    public double MaxValue { get; } = Setting.Finite(maxValue) >= minValue
        ? maxValue
        : throw new ArgumentOutOfRangeException(nameof(maxValue), $"{maxValue}",
        $"maxValue must not be less than minValue, which is {minValue}; received {maxValue}.");

    /// <summary>Fraction of the distance to the range covered per step.</summary>
    public double Rate { get; } = Setting.Finite(rate);

    /// <summary>Axes along which norms are computed.</summary>
    public Axes Axis { get; } = axis ?? 0;

    /// <inheritdoc/>
    public override Tensor Call(Tensor w)
    {
        var norm = Norm(w, Axis);
        var desired = (Ops.Clip(norm, MinValue, MaxValue) * Rate) + (norm * (1 - Rate));
        return w * (desired / (norm + Epsilon));
    }

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new() { { "min_value", MinValue }, { "max_value", MaxValue }, { "rate", Rate }, { "axis", Axis } };

    internal static MinMaxNorm FromConfig(Config config) => new(
        config.GetDouble("min_value", 0), config.GetDouble("max_value", 1), config.GetDouble("rate", 1), config.GetAxesOrNull("axis"));
}

/// <summary>Scales the weight vectors to unit L2 norm.</summary>
/// <param name="axis">Axes along which norms are computed: 0, the inputs of each unit, for a dense kernel; [0, 1, 2] for a Conv2D
/// kernel.</param>
public sealed class UnitNorm(Axes? axis = null) : Constraint
{
    /// <summary>Axes along which norms are computed.</summary>
    public Axes Axis { get; } = axis ?? 0;

    /// <inheritdoc/>
    public override Tensor Call(Tensor w) => w / (Norm(w, Axis) + Epsilon);

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "axis", Axis } };

    internal static UnitNorm FromConfig(Config config) => new(config.GetAxesOrNull("axis"));
}

/// <summary>Sets negative weights to zero.</summary>
public sealed class NonNeg : Constraint
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor w) => Ops.Relu(w);

    internal static NonNeg FromConfig(Config config) => new();
}

using Glassbox.Saving;

namespace Glassbox.Constraints;

/// <summary>Vectors of weights are no longer than a limit.</summary>
/// <param name="maxValue">The limit.</param>
/// <param name="axis">Along which axes a vector lies: 0, the inputs of each unit, for a dense kernel; [0, 1, 2] for that of a
/// Conv2D.</param>
public sealed class MaxNorm(double maxValue = 2, Axes? axis = null) : Constraint
{
    /// <summary>The limit.</summary>
    public double MaxValue { get; } = Setting.NotNegative(maxValue);

    /// <summary>Along which axes a vector lies.</summary>
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

/// <summary>Vectors of weights are neither shorter nor longer than two limits.</summary>
/// <param name="minValue">The lower limit.</param>
/// <param name="maxValue">The upper limit.</param>
/// <param name="rate">1 sets the lengths within the limits at once; less moves them there by a part of the way in each step.</param>
/// <param name="axis">Along which axes a vector lies: 0, the inputs of each unit, for a dense kernel; [0, 1, 2] for that of a
/// Conv2D.</param>
public sealed class MinMaxNorm(double minValue = 0, double maxValue = 1, double rate = 1, Axes? axis = null) : Constraint
{
    /// <summary>The lower limit.</summary>
    public double MinValue { get; } = Setting.NotNegative(minValue);

    /// <summary>The upper limit.</summary>
    public double MaxValue { get; } = Setting.Finite(maxValue) >= minValue
        ? maxValue
        : throw new ArgumentOutOfRangeException(nameof(maxValue), $"{maxValue}",
        $"maxValue must not be less than minValue, which is {minValue}; received {maxValue}.");

    /// <summary>The part of the way that is gone in each step.</summary>
    public double Rate { get; } = Setting.Finite(rate);

    /// <summary>Along which axes a vector lies.</summary>
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

/// <summary>Vectors of weights have length 1.</summary>
/// <param name="axis">Along which axes a vector lies: 0, the inputs of each unit, for a dense kernel; [0, 1, 2] for that of a
/// Conv2D.</param>
public sealed class UnitNorm(Axes? axis = null) : Constraint
{
    /// <summary>Along which axes a vector lies.</summary>
    public Axes Axis { get; } = axis ?? 0;

    /// <inheritdoc/>
    public override Tensor Call(Tensor w) => w / (Norm(w, Axis) + Epsilon);

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "axis", Axis } };

    internal static UnitNorm FromConfig(Config config) => new(config.GetAxesOrNull("axis"));
}

/// <summary>Weights are not negative.</summary>
public sealed class NonNeg : Constraint
{
    /// <inheritdoc/>
    public override Tensor Call(Tensor w) => Ops.Relu(w);

    internal static NonNeg FromConfig(Config config) => new();
}

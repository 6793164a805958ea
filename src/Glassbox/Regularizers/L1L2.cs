using Glassbox.Saving;

namespace Glassbox.Regularizers;

/// <summary>l1 · Σ|x|, which makes many values zero (lasso).</summary>
/// <param name="l1">The factor, 0 or more.</param>
public sealed class L1(double l1 = 0.01) : Regularizer
{
    /// <summary>The factor.</summary>
    public double Factor { get; } = Checked(l1, nameof(l1));

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Ops.Sum(Ops.Abs(x)) * Factor;

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "l1", Factor } };

    internal static L1 FromConfig(Config config) => new(config.GetDouble("l1", 0.01));
}

/// <summary>l2 · Σx², which keeps values small (ridge).</summary>
/// <param name="l2">The factor, 0 or more.</param>
public sealed class L2(double l2 = 0.01) : Regularizer
{
    /// <summary>The factor.</summary>
    public double Factor { get; } = Checked(l2, nameof(l2));

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Ops.Sum(Ops.Square(x)) * Factor;

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "l2", Factor } };

    internal static L2 FromConfig(Config config) => new(config.GetDouble("l2", 0.01));
}

/// <summary>l1 · Σ|x| + l2 · Σx² (elastic net).</summary>
/// <param name="l1">The factor of the magnitudes, 0 or more.</param>
/// <param name="l2">The factor of the squares, 0 or more.</param>
public sealed class L1L2(double l1 = 0, double l2 = 0) : Regularizer
{
    private readonly L1 magnitudes = new(l1);
    private readonly L2 squares = new(l2);

    /// <summary>The factor of the magnitudes.</summary>
    public double FactorL1 => magnitudes.Factor;

    /// <summary>The factor of the squares.</summary>
    public double FactorL2 => squares.Factor;

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => magnitudes.Call(x) + squares.Call(x);

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "l1", FactorL1 }, { "l2", FactorL2 } };

    internal static L1L2 FromConfig(Config config) => new(config.GetDouble("l1", 0), config.GetDouble("l2", 0));
}

using Glassbox.Saving;

namespace Glassbox.Regularizers;

/// <summary>L1 regularizer (lasso): l1 · Σ|x|, which favors sparsity.</summary>
/// <param name="l1">Regularization factor, 0 or more.</param>
public sealed class L1(double l1 = 0.01) : Regularizer
{
    /// <summary>Regularization factor.</summary>
    public double Factor { get; } = Checked(l1, nameof(l1));

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Ops.Sum(Ops.Abs(x)) * Factor;

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "l1", Factor } };

    internal static L1 FromConfig(Config config) => new(config.GetDouble("l1", 0.01));
}

/// <summary>L2 regularizer (ridge): l2 · Σx², which keeps values small.</summary>
/// <param name="l2">Regularization factor, 0 or more.</param>
public sealed class L2(double l2 = 0.01) : Regularizer
{
    /// <summary>Regularization factor.</summary>
    public double Factor { get; } = Checked(l2, nameof(l2));

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => Ops.Sum(Ops.Square(x)) * Factor;

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "l2", Factor } };

    internal static L2 FromConfig(Config config) => new(config.GetDouble("l2", 0.01));
}

/// <summary>L1 and L2 regularizer (elastic net): l1 · Σ|x| + l2 · Σx².</summary>
/// <param name="l1">L1 regularization factor, 0 or more.</param>
/// <param name="l2">L2 regularization factor, 0 or more.</param>
public sealed class L1L2(double l1 = 0, double l2 = 0) : Regularizer
{
    private readonly L1 magnitudes = new(l1);
    private readonly L2 squares = new(l2);

    /// <summary>L1 regularization factor.</summary>
    public double FactorL1 => magnitudes.Factor;

    /// <summary>L2 regularization factor.</summary>
    public double FactorL2 => squares.Factor;

    /// <inheritdoc/>
    public override Tensor Call(Tensor x) => magnitudes.Call(x) + squares.Call(x);

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "l1", FactorL1 }, { "l2", FactorL2 } };

    internal static L1L2 FromConfig(Config config) => new(config.GetDouble("l1", 0), config.GetDouble("l2", 0));
}

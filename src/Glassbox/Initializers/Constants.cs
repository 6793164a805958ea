using Glassbox.Saving;

namespace Glassbox.Initializers;

/// <summary>Initializes all elements to 0.</summary>
public sealed class Zeros : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Tensor.Zeros(shape, dtype);

    internal static Zeros FromConfig(Config config) => new();
}

/// <summary>Initializes all elements to 1.</summary>
public sealed class Ones : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Tensor.Ones(shape, dtype);

    internal static Ones FromConfig(Config config) => new();
}

/// <summary>Initializes all elements to a constant.</summary>
/// <param name="value">The value.</param>
public sealed class Constant(double value = 0) : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null) => Tensor.Full(shape, value, dtype);

    /// <inheritdoc/>
    public override Config GetConfig() => new() { { "value", value } };

    internal static Constant FromConfig(Config config) => new(config.GetDouble("value", 0));
}

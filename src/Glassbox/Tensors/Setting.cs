using System.Runtime.CompilerServices;

namespace Glassbox;

/// <summary>Validates scalar arguments of layers, losses, optimizers and others without a more specific range.</summary>
internal static class Setting
{
    /// <summary>Returns the value if it is finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string argument = "") => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(argument, $"{value}", $"{argument} must be a finite number; received {value}.");

    /// <summary>Returns the value if it is finite and not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative, NaN or infinite.</exception>
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string argument = "") =>
        double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(argument, $"{value}",
            $"{argument} must be a finite number of 0 or more; received {value}.");
}

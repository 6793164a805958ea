using System.Runtime.CompilerServices;

namespace Glassbox;

/// <summary>
/// Checks numbers that layers, losses, optimizers and the rest are set up with, where any number of a kind will do; what has a range of its
/// own says so in its own words.
/// </summary>
internal static class Setting
{
    /// <summary>The value, if it is a number and not infinite.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double Finite(double value, [CallerArgumentExpression(nameof(value))] string argument = "") => double.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(argument, $"{value}", $"{argument} must be a finite number; received {value}.");

    /// <summary>The value, if it is finite and not negative.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not.</exception>
    public static double NotNegative(double value, [CallerArgumentExpression(nameof(value))] string argument = "") =>
        double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(argument, $"{value}",
            $"{argument} must be a finite number of 0 or more; received {value}.");
}

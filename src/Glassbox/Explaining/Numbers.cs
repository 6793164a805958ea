using System.Globalization;

namespace Glassbox;

/// <summary>Numbers for people: four digits, the same in every country.</summary>
internal static class Numbers
{
    public static string Short(double value) => value == 0 ? "0"
        : Math.Abs(value) is >= 1e-3 and < 1e5 ? Rounded(value)
        : value.ToString("0.##e0", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);

    /// <summary>In parentheses if negative, as a factor.</summary>
    public static string Signed(double value) => value < 0 ? $"({Short(value)})" : Short(value);

    public static string Percent(double value) => value.ToString("0.00 %", CultureInfo.InvariantCulture);

    public static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Rounded(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "0.#" : Math.Abs(value) >= 1 ? "0.###" : "0.####", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);
}

using System.Globalization;

namespace Glassbox;

/// <summary>Formats numbers for display: four digits, invariant culture.</summary>
internal static class Numbers
{
    private const int Digits = 5;

    public static string Short(double value) => value == 0 ? "0"
        : Math.Abs(value) is >= 1e-3 and < 1e5 ? Rounded(value)
        : value.ToString("0.##e0", CultureInfo.InvariantCulture).Replace("-", "−", StringComparison.Ordinal);

    /// <summary>Parenthesized if negative, for use as a factor.</summary>
    public static string Signed(double value) => value < 0 ? $"({Short(value)})" : Short(value);

    /// <summary>Formats a fraction as a percentage; values close to but not equal to 0 or 1 are not rounded to them.</summary>
    public static string Percent(double value) => value switch
    {
        > 0 and < 0.00005 => "<0.01 %",
        > 0.99995 and < 1 => ">99.99 %",
        _ => value.ToString("0.00 %", CultureInfo.InvariantCulture),
    };

    /// <summary>Formats numbers of a column with the same decimals; very large and small ones in scientific notation.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="digits">Number of digits of the largest value.</param>
    public static Func<double, string> Column(IReadOnlyCollection<double> values, int digits = Digits)
    {
        var decimals = Decimals(values, digits);
        var (format, smallest) = decimals is { } places ? ($"F{places}", Math.Pow(10, -places)) : ($"0.{new string('0', digits - 1)}e0", 0);
        return value =>
        {
            var small = value != 0 && Math.Abs(value) < smallest / 2;
            var text = (small ? Math.CopySign(smallest, value) : value == 0 ? 0 : value).ToString(format, CultureInfo.InvariantCulture);
            return (small ? value > 0 ? "<" : ">" : "") + text.Replace("-", "−", StringComparison.Ordinal);
        };
    }

    /// <summary>Number of decimals used by <see cref="Column"/>; null for scientific notation.</summary>
    public static int? Decimals(IReadOnlyCollection<double> values, int digits = Digits)
    {
        var largest = values.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty(0).Max();
        var power = largest > 0 ? (int)Math.Floor(Math.Log10(largest)) : 0;
        return power is < -4 or > 6 ? null : Math.Max(0, digits - 1 - power);
    }

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Rounded(double value) =>
        value.ToString(Math.Abs(value) >= 100 ? "0.#" : Math.Abs(value) >= 1 ? "0.###" : "0.####", CultureInfo.InvariantCulture)
            .Replace("-", "−", StringComparison.Ordinal);
}

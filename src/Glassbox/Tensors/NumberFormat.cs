using System.Globalization;

namespace Glassbox;

/// <summary>NumPy's number formatting: the shortest round-trip digits, aligned at the decimal point, with at most eight decimals.</summary>
internal static class NumberFormat
{
    private const int Precision = 8;

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <summary>Formats a scalar.</summary>
    public static string Scalar(object value) => value switch
    {
        float single => ScalarFloat(single),
        double number => ScalarFloat(number),
        _ => Convert.ToString(value, Culture)!,
    };

    /// <summary>Formats numbers separated by commas, for messages.</summary>
    public static string List(IEnumerable<double> values) => string.Join(", ", values.Select(value => value.ToString(Culture)));

    /// <summary>Returns the common format for a tensor's elements, determined from the elements to be printed.</summary>
    public static Func<object, string> For(Tensor tensor, IReadOnlyList<int> shown)
    {
        object[] values = [.. shown.Select(tensor.Element)];
        if (tensor.DType == DType.Bool)
        {
            return value => (bool)value ? " True" : "False";
        }

        if (!tensor.DType.IsFloating)
        {
            var width = values.Max(value => Scalar(value).Length);
            return value => Scalar(value).PadLeft(width);
        }

        double[] magnitudes = [.. values.Select(AsDouble).Where(double.IsFinite).Select(Math.Abs).Where(magnitude => magnitude != 0)];
        var scientific = magnitudes.Length > 0 &&
            (magnitudes.Max() >= 1e8 || magnitudes.Min() < 1e-4 || magnitudes.Max() / magnitudes.Min() > 1000);
        return scientific ? Scientific(values) : Positional(values);
    }

    private static Func<object, string> Positional(object[] values)
    {
        var (left, right) = (0, 0);
        foreach (var value in values.Where(value => double.IsFinite(AsDouble(value))))
        {
            var text = Fixed(value);
            var point = text.IndexOf('.', StringComparison.Ordinal);
            left = Math.Max(left, point);
            right = Math.Max(right, text.Length - point - 1);
        }

        var width = Widen(left + 1 + right, values);
        return value =>
        {
            if (!double.IsFinite(AsDouble(value)))
            {
                return NotFinite(AsDouble(value)).PadLeft(width);
            }

            var text = Fixed(value);
            return text.PadRight(text.IndexOf('.', StringComparison.Ordinal) + 1 + right).PadLeft(width);
        };
    }

    private static Func<object, string> Scientific(object[] values)
    {
        var (digits, exponent) = (0, 2);
        foreach (var value in values.Where(value => double.IsFinite(AsDouble(value))))
        {
            var (mantissa, power) = Exponential(value);
            digits = Math.Max(digits, mantissa.Length - mantissa.IndexOf('.', StringComparison.Ordinal) - 1);
            exponent = Math.Max(exponent, power.Length - 1);
        }

        string Write(object value)
        {
            var (mantissa, power) = Exponential(value);
            if (mantissa.Length - mantissa.IndexOf('.', StringComparison.Ordinal) - 1 < digits)
            {
                // A shorter mantissa is extended by the number's own digits, not by zeros.
                mantissa = AsDouble(value).ToString($"E{digits}", Culture).Split('E')[0];
            }

            return $"{mantissa}e{power[0]}{power[1..].PadLeft(exponent, '0')}";
        }

        var width = Widen(values.Where(value => double.IsFinite(AsDouble(value))).Max(value => Write(value).Length), values);
        return value => (double.IsFinite(AsDouble(value)) ? Write(value) : NotFinite(AsDouble(value))).PadLeft(width);
    }

    private static int Widen(int width, object[] values) =>
        values.Select(AsDouble).Where(value => !double.IsFinite(value)).Select(value => NotFinite(value).Length).Append(width).Max();

    /// <summary>
    /// Fixed-point notation with the shortest round-trip digits and no trailing zeros: <c>1.</c>, <c>0.25</c>. All digits of the integral
    /// part are exact.
    /// </summary>
    private static string Fixed(object value)
    {
        var shortest = Decimal.Of(value);
        if (shortest.Power >= shortest.Digits.Length)
        {
            return AsDouble(value).ToString("F0", Culture) + ".";
        }

        return shortest.Decimals > Precision
            ? AsDouble(value).ToString($"F{Precision}", Culture).TrimEnd('0')
            : shortest.ToFixed();
    }

    /// <summary>Scientific notation: one digit, a point and up to eight more, and the signed exponent.</summary>
    private static (string Mantissa, string Power) Exponential(object value)
    {
        var shortest = Decimal.Of(value);
        if (shortest.Digits.Length > Precision + 1)
        {
            shortest = Decimal.Parse(AsDouble(value).ToString($"E{Precision}", Culture));
        }

        var mantissa = $"{(shortest.IsNegative ? "-" : "")}{shortest.Digits[0]}.{shortest.Digits[1..]}";
        return (mantissa, (shortest.Power < 0 ? "-" : "+") + Math.Abs(shortest.Power).ToString("00", Culture));
    }

    private static string ScalarFloat(object value)
    {
        var number = AsDouble(value);
        if (!double.IsFinite(number))
        {
            return NotFinite(number);
        }

        var shortest = Decimal.Of(value);
        if (number == 0 || (Math.Abs(number) >= 1e-4 && Math.Abs(number) < 1e16))
        {
            var text = shortest.ToFixed();
            return text.EndsWith('.') ? text + "0" : text;
        }

        var fraction = shortest.Digits.Length > 1 ? "." + shortest.Digits[1..] : "";
        var exponent = Math.Abs(shortest.Power).ToString("00", Culture);
        return $"{(shortest.IsNegative ? "-" : "")}{shortest.Digits[0]}{fraction}e{(shortest.Power < 0 ? "-" : "+")}{exponent}";
    }

    private static string NotFinite(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    private static double AsDouble(object value) => value is float single ? single : (double)value;

    /// <summary>A decimal number d.ddd × 10^power, without trailing zeros.</summary>
    private readonly record struct Decimal(bool IsNegative, string Digits, int Power)
    {
        public int Decimals => Math.Max(0, Digits.Length - 1 - Power);

        /// <summary>The shortest round-trip digits.</summary>
        public static Decimal Of(object value) =>
            Parse(value is float single ? single.ToString("R", Culture) : AsDouble(value).ToString("R", Culture));

        public static Decimal Parse(string text)
        {
            var exponentAt = text.IndexOf('E', StringComparison.Ordinal);
            var number = (exponentAt < 0 ? text : text[..exponentAt]).TrimStart('-');
            var exponent = exponentAt < 0 ? 0 : int.Parse(text[(exponentAt + 1)..], Culture);
            var point = number.IndexOf('.', StringComparison.Ordinal);
            var all = number.Replace(".", "", StringComparison.Ordinal);
            var digits = all.TrimStart('0');
            var power = (point < 0 ? number.Length : point) - 1 - (all.Length - digits.Length) + exponent;
            digits = digits.TrimEnd('0');
            return new Decimal(text.StartsWith('-'), digits.Length == 0 ? "0" : digits, digits.Length == 0 ? 0 : power);
        }

        public string ToFixed()
        {
            var padded = Digits.PadRight(Math.Max(0, Power + 1), '0');
            var (whole, fraction) = Power < 0 ? ("0", new string('0', -Power - 1) + Digits)
                : (padded[..(Power + 1)], padded[(Power + 1)..]);
            return $"{(IsNegative ? "-" : "")}{whole}.{fraction}";
        }
    }
}

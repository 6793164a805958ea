using System.Globalization;

namespace Glassbox.Datasets;

/// <summary>The parsed numbers of a column, as float64 and, where integral, as exact integers.</summary>
internal sealed class CsvNumbers
{
    // Missing values as in pandas.
    private static readonly HashSet<string> Missing = new(StringComparer.Ordinal)
    {
        "", "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN",
        "None", "n/a", "nan", "null",
    };

    /// <summary>Integers of greater magnitude are not all representable in float32 and float64, respectively.</summary>
    private const double Float32Whole = 1 << 24;
    private const double Float64Whole = 1L << 53;

    private readonly string place;
    private readonly double[] numbers;
    private readonly long[]? whole;

    /// <param name="values">The column's text values.</param>
    /// <param name="place">Name of the column, for messages.</param>
    /// <param name="decimalPoint">Decimal separator.</param>
    /// <exception cref="InvalidDataException">A value is not a number.</exception>
    public CsvNumbers(List<string> values, string place, char decimalPoint)
    {
        var format = new NumberFormatInfo { NumberDecimalSeparator = $"{decimalPoint}", NumberGroupSeparator = "'" };
        (this.place, numbers, whole) = (place, new double[values.Count], new long[values.Count]);
        for (var i = 0; i < numbers.Length; i++)
        {
            var value = values[i].AsSpan().Trim();
            if (long.TryParse(value, NumberStyles.AllowLeadingSign, format, out var integer))
            {
                numbers[i] = integer;
            }
            else if (bool.TryParse(value, out var truth))
            {
                numbers[i] = integer = truth ? 1 : 0;
            }
            else
            {
                numbers[i] = Parse(value, format) ?? throw Wrong(values[i], i,
                    $"is not a number. Numbers have the decimal point '{decimalPoint}' (see decimalPoint) and no separators; for text use "
                    + "Text or Categories.");
                whole = null;
            }

            if (whole is not null)
            {
                whole[i] = integer;
            }
        }
    }

    /// <summary>
    /// float32, unless it cannot represent an integer of the column: then int64, or float64 with fractions or missing values.
    /// </summary>
    public DType Type => whole is not null && Array.Exists(whole, number => (Int128)(float)number != number) ? DType.Int64
        : Array.Exists(numbers, IsTooLong) ? DType.Float64 : DType.Float32;

    /// <summary>Converts the numbers to a type.</summary>
    /// <exception cref="InvalidDataException">The type is an integer type and a value is not an integer.</exception>
    public Tensor As(DType dtype)
    {
        if (dtype == DType.Float64)
        {
            return Tensor.FromSpan<double>(numbers);
        }

        if (dtype == DType.Float32)
        {
            return Tensor.FromSpan<float>(Array.ConvertAll(numbers, number => (float)number));
        }

        if (whole is null)
        {
            var first = Array.FindIndex(numbers, number => !double.IsInteger(number) || Math.Abs(number) > Float64Whole);
            return first < 0 ? Tensor.FromSpan<double>(numbers).Cast(dtype)
                : throw Wrong(numbers[first].ToString(CultureInfo.InvariantCulture), first, $"is not an integer, as {dtype} requires.");
        }

        var outside = Array.FindIndex(whole, number =>
            (dtype == DType.Int32 && number != (int)number) || (dtype == DType.Bool && number is not (0 or 1)));
        return outside < 0 ? Tensor.FromSpan<long>(whole).Cast(dtype)
            : throw Wrong($"{whole[outside]}", outside, $"does not fit into {dtype}.");
    }

    private static double? Parse(ReadOnlySpan<char> value, NumberFormatInfo format)
    {
        if (Missing.GetAlternateLookup<ReadOnlySpan<char>>().Contains(value))
        {
            return double.NaN;
        }

        var unsigned = value.Length > 0 && value[0] is '-' or '+' ? value[1..] : value;
        if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
        {
            return value[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
        }

        return unsigned.Length > 0 && (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == format.NumberDecimalSeparator[0])
            && double.TryParse(value, NumberStyles.Float, format, out var number) ? number : null;
    }

    private static bool IsTooLong(double number) =>
        Math.Abs(number) is > Float32Whole and <= Float64Whole && double.IsInteger(number) && (float)number != number;

    private InvalidDataException Wrong(string value, int row, string hint) =>
        new($"{place} has '{value}' in row {row + 1}, which {hint}");
}

using System.Globalization;
using System.Text.RegularExpressions;
using Glassbox.Saving;

namespace Glassbox.Callbacks;

/// <summary>Python format fields in file names: <c>{epoch:02d}-{val_loss:.2f}</c>.</summary>
internal static partial class FileNameTemplate
{
    /// <summary>Substitutes values for the fields; doubled braces are literal braces.</summary>
    /// <exception cref="ArgumentException">A name or format is unknown.</exception>
    public static string Fill(string template, IEnumerable<KeyValuePair<string, double>> figures)
    {
        var known = new Dictionary<string, double>();
        foreach (var (name, value) in figures)
        {
            known[name] = value;
        }

        return Field().Replace(template, field => field.Value switch
        {
            "{{" => "{",
            "}}" => "}",
            _ when known.TryGetValue(field.Groups["name"].Value, out var value) => Format(value, field.Groups["format"].Value),
            _ => throw new ArgumentException(
                $"The file name '{template}' asks for '{field.Groups["name"].Value}', which was not measured. There are: "
                + $"{string.Join(", ", known.Keys)}.", nameof(template)),
        });
    }

    /// <summary>Formats a number with a Python format: <c>02d</c>, <c>.4f</c>, <c>.3e</c>, <c>8.2f</c>, <c>.1%</c>, or none.</summary>
    /// <exception cref="ArgumentException">The format is unknown.</exception>
    public static string Format(double value, string format)
    {
        var parts = Specification().Match(format);
        if (!parts.Success)
        {
            throw new ArgumentException($"The format '{format}' is not known; those like 02d, .4f, .3e, .5g and .1% are.", nameof(format));
        }

        var precision = parts.Groups["precision"] is { Success: true } given ? int.Parse(given.Value, CultureInfo.InvariantCulture) : 6;
        var text = parts.Groups["kind"].Value switch
        {
            "d" => value.ToString("F0", CultureInfo.InvariantCulture),
            "f" or "F" => value.ToString($"F{precision}", CultureInfo.InvariantCulture),
            "e" or "E" => Exponent(value.ToString($"{parts.Groups["kind"].Value}{precision}", CultureInfo.InvariantCulture)),
            "%" => (value * 100).ToString($"F{precision}", CultureInfo.InvariantCulture) + "%",
            "g" or "G" => Exponent(value.ToString($"{parts.Groups["kind"].Value}{Math.Max(1, precision)}", CultureInfo.InvariantCulture)),
            _ when parts.Groups["precision"].Success =>
            Exponent(value.ToString($"g{Math.Max(1, precision)}", CultureInfo.InvariantCulture)),
            _ =>
            double.IsInteger(value) && Math.Abs(value) < 1e15 ? value.ToString("F0", CultureInfo.InvariantCulture)
            : KerasJson.Number(value),
        };
        var width = parts.Groups["width"] is { Success: true, Length: > 0 } wanted ? int.Parse(wanted.Value, CultureInfo.InvariantCulture)
            : 0;
        return parts.Groups["zero"].Value.Length == 0 ? text.PadLeft(width)
            : text.StartsWith('-') ? "-" + text[1..].PadLeft(width - 1, '0') : text.PadLeft(width, '0');
    }

    /// <summary>Python writes exponents with at least two digits, .NET with three or as few as needed.</summary>
    private static string Exponent(string text) =>
        ExponentDigits()
        .Replace(text, match => $"{match.Groups[1].Value}{int.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture):00}");

    [GeneratedRegex(@"\{\{|\}\}|\{(?<name>\w+)(:(?<format>[^{}]*))?\}")]
    private static partial Regex Field();

    [GeneratedRegex(@"^(?<zero>0?)(?<width>\d{0,3})(\.(?<precision>\d{1,2}))?(?<kind>[dfFeEgG%]?)$")]
    private static partial Regex Specification();

    [GeneratedRegex("([eE][+-])([0-9]+)$")]
    private static partial Regex ExponentDigits();
}

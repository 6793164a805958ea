using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace Glassbox.Saving;

/// <summary>
/// JSON in Python's format: <c>{"rate": 0.5, "seed": null}</c>. Keras distinguishes integers from floats (a momentum of 0 is rejected, 0.0
/// is not), so the decimal point must be kept.
/// </summary>
internal static class KerasJson
{
    /// <summary>The maximum config length in bytes; longer ones are rejected before memory is allocated.</summary>
    private const int LongestText = 8 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256, AllowDuplicateProperties = false };

    /// <summary>Parses a JSON object.</summary>
    /// <param name="utf8">The JSON.</param>
    /// <param name="where">The location, for messages.</param>
    /// <exception cref="InvalidDataException">It is not a JSON object, too long or too deeply nested.</exception>
    public static JsonObject Parse(ReadOnlySpan<byte> utf8, string where)
    {
        if (utf8.Length > Math.Max(LongestText, MemoryLimit.RaisedTo))
        {
            throw new InvalidDataException($"{where}: the configuration has {utf8.Length:N0} bytes; more than {LongestText:N0} are not "
                + "read.");
        }

        if (!Utf8.IsValid(utf8))
        {
            throw new InvalidDataException($"{where}: the configuration is not valid UTF-8.");
        }

        try
        {
            return NonFinite.Parse(utf8, Options) as JsonObject
                ?? throw new InvalidDataException($"{where}: the configuration must be a JSON object.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{where}: the configuration is not valid JSON: {exception.Message}", exception);
        }
    }

    /// <summary>Formats a value as <c>json.dumps</c> does.</summary>
    public static string Write(JsonNode? node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    /// <summary>The shortest round-trip representation, as by Python's <c>repr</c>: 0.001, 1e-07, 2.0.</summary>
    internal static string Number(double value)
    {
        if (!double.IsFinite(value))
        {
            return double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
        }

        // .NET returns the same digits as Python, but other exponents: 1E-07 for 1e-07, 1E+15 for 1000000000000000.0.
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture).Split('E');
        var point = shortest[0].IndexOf('.', StringComparison.Ordinal) is >= 0 and var at ? at : shortest[0].Length;
        var all = shortest[0].Replace(".", "", StringComparison.Ordinal);
        var digits = all.Trim('0') is { Length: > 0 } some ? some : "0";
        var exponent = value == 0 ? 0 : point - 1 - (all.Length - all.TrimStart('0').Length)
            + (shortest.Length > 1 ? int.Parse(shortest[1], CultureInfo.InvariantCulture) : 0);
        return (double.IsNegative(value) ? "-" : "") + exponent switch
        {
            < -4 or >= 16 =>
                $"{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}",
            < 0 => $"0.{new string('0', -exponent - 1)}{digits}",
            _ when digits.Length <= exponent + 1 => $"{digits.PadRight(exponent + 1, '0')}.0",
            _ => $"{digits[..(exponent + 1)]}.{digits[(exponent + 1)..]}",
        };
    }

    private static void Write(JsonNode? node, StringBuilder text)
    {
        switch (node)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject pairs:
                text.Append('{');
                foreach (var (key, value) in pairs)
                {
                    text.Append(text[^1] == '{' ? "" : ", ");
                    WriteString(key, text);
                    text.Append(": ");
                    Write(value, text);
                }

                text.Append('}');
                break;
            case JsonArray items:
                text.Append('[');
                for (var i = 0; i < items.Count; i++)
                {
                    text.Append(i == 0 ? "" : ", ");
                    Write(items[i], text);
                }

                text.Append(']');
                break;
            default:
                WriteValue((JsonValue)node, text);
                break;
        }
    }

    private static void WriteValue(JsonValue value, StringBuilder text)
    {
        switch (value.GetValueKind())
        {
            case JsonValueKind.String:
                WriteString(value.GetValue<string>(), text);
                break;
            case JsonValueKind.Number when value.TryGetValue<int>(out var small):
                text.Append(CultureInfo.InvariantCulture, $"{small}");
                break;
            case JsonValueKind.Number when value.TryGetValue<long>(out var whole):
                text.Append(CultureInfo.InvariantCulture, $"{whole}");
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetValue<double>()));
                break;
            case var kind:
                text.Append(kind == JsonValueKind.True ? "true" : "false");
                break;
        }
    }

    private static void WriteString(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' or > '~' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        text.Append('"');
    }
}

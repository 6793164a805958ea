using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Glassbox;

/// <summary>Reads nested JSON arrays: the elements in row-major order, the shape, and the element type that holds them all.</summary>
internal sealed class TensorJsonReader(JsonNumberHandling handling)
{
    private readonly List<double> numbers = [];
    private readonly List<long> wholes = [];
    private readonly List<int> extents = [];
    private int rank = -1;
    private bool hasTruths;
    private bool hasNumbers;
    private bool hasFractions;

    /// <summary>Reads the tensor at the reader's position.</summary>
    /// <exception cref="JsonException">The JSON is not a tensor.</exception>
    public Tensor Read(ref Utf8JsonReader reader)
    {
        Value(ref reader, 0);
        Shape shape = Shape.Create([.. extents]);
        return hasTruths ? Tensor.FromSpan<bool>([.. numbers.Select(number => number != 0)], shape)
            : hasFractions || !hasNumbers ? Tensor.FromSpan<float>([.. numbers.Select(Single)], shape)
            : wholes.TrueForAll(whole => whole is >= int.MinValue and <= int.MaxValue)
                ? Tensor.FromSpan<int>([.. wholes.Select(whole => (int)whole)], shape)
                : Tensor.FromSpan<long>([.. wholes], shape);
    }

    private static float Single(double number) => (float)number is var single && (float.IsFinite(single) || !double.IsFinite(number))
        ? single
        : throw new JsonException(string.Create(CultureInfo.InvariantCulture, $"The number {number} is beyond the range of float32."));

    private void Value(ref Utf8JsonReader reader, int depth)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            Array(ref reader, depth);
        }
        else
        {
            CheckRank(depth, "a number");
            Element(ref reader);
        }
    }

    private void Array(ref Utf8JsonReader reader, int depth)
    {
        if (rank >= 0 && depth >= rank)
        {
            CheckRank(depth + 1, "an array");
        }

        var isFirst = extents.Count == depth;
        if (isFirst)
        {
            extents.Add(0);
        }

        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Value(ref reader, depth + 1);
            count++;
        }

        if (isFirst)
        {
            extents[depth] = count;
            rank = rank < 0 ? extents.Count : rank;
        }
        else if (extents[depth] != count)
        {
            throw new JsonException($"The arrays of a tensor must have equal lengths: along axis {depth} the first one has "
                + $"{extents[depth]} elements, and another one {count}.");
        }
    }

    /// <summary>Checks that all elements have the same depth.</summary>
    private void CheckRank(int depth, string found)
    {
        rank = rank < 0 ? depth : rank;
        if (rank != depth)
        {
            throw new JsonException("The numbers of a tensor must all lie in the same number of nested arrays: the first row has "
                + $"{rank} axes, and there is {found} at axis {Math.Min(depth, rank)}.");
        }
    }

    private void Element(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True or JsonTokenType.False:
                hasTruths = true;
                numbers.Add(reader.TokenType == JsonTokenType.True ? 1 : 0);
                break;
            case JsonTokenType.Number when reader.TryGetInt64(out var whole) && !IsFraction(reader):
                hasNumbers = true;
                wholes.Add(whole);
                numbers.Add(whole);
                break;
            case JsonTokenType.Number:
                Fraction(reader.GetDouble());
                break;
            case JsonTokenType.String:
                Text(reader.GetString()!);
                break;
            default:
                throw new JsonException($"A tensor consists of numbers, or of true and false, in nested arrays; received a token of type "
                    + $"{reader.TokenType}.");
        }

        if (hasTruths && hasNumbers)
        {
            throw new JsonException("A tensor holds either numbers or true and false; received both.");
        }
    }

    private void Text(string text)
    {
        double? named = text switch
        {
            "NaN" => double.NaN,
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => null,
        };
        if (named is { } value && handling.HasFlag(JsonNumberHandling.AllowNamedFloatingPointLiterals))
        {
            Fraction(value);
        }
        else if (named is null && handling.HasFlag(JsonNumberHandling.AllowReadingFromString) && IsNumber(text))
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            reader.Read();
            Element(ref reader);
        }
        else
        {
            throw new JsonException($"A tensor consists of numbers; received the string \"{text}\"." + (named is null ? ""
                : " Set JsonSerializerOptions.NumberHandling to AllowNamedFloatingPointLiterals to read it."));
        }
    }

    private void Fraction(double value)
    {
        (hasNumbers, hasFractions) = (true, true);
        numbers.Add(value);
    }

    /// <summary>Whether a number is written with a fraction or an exponent.</summary>
    private static bool IsFraction(in Utf8JsonReader reader)
    {
        var text = reader.ValueSpan;
        return text.ContainsAny("."u8) || text.ContainsAny("eE"u8);
    }

    /// <summary>Whether a string is a valid JSON number.</summary>
    private static bool IsNumber(string text)
    {
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
            return reader.Read() && reader.TokenType == JsonTokenType.Number && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

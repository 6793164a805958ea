using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Glassbox.Saving;

/// <summary>
/// Support for <c>Infinity</c>, <c>-Infinity</c> and <c>NaN</c>, which Python writes as bare words although JSON has no such literals.
/// </summary>
internal static class NonFinite
{
    /// <summary>The prefix of such a word while it is parsed as a string; a Unicode noncharacter.</summary>
    private const char Mark = '\uFFFF';

    private static readonly (byte[] Word, double Value)[] Words =
        [("-Infinity"u8.ToArray(), double.NegativeInfinity), ("Infinity"u8.ToArray(), double.PositiveInfinity),
            ("NaN"u8.ToArray(), double.NaN)];

    /// <summary>Parses JSON that may contain non-finite literals.</summary>
    /// <exception cref="JsonException">The text is not valid.</exception>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8, JsonDocumentOptions options)
    {
        if (utf8.IndexOf("Infinity"u8) < 0 && utf8.IndexOf("NaN"u8) < 0)
        {
            return JsonNode.Parse(utf8, documentOptions: options);
        }

        return Restored(JsonNode.Parse(Marked(utf8), documentOptions: options));
    }

    /// <summary>The text with each literal replaced by a marked string.</summary>
    private static ReadOnlySpan<byte> Marked(ReadOnlySpan<byte> utf8)
    {
        var text = new ArrayBufferWriter<byte>(utf8.Length + 64);
        var quoted = false;
        for (var i = 0; i < utf8.Length; i++)
        {
            var rest = utf8[i..];
            if (!quoted && Find(rest) is { } word)
            {
                text.Write("\"\uFFFF"u8);
                text.Write(word);
                text.Write("\""u8);
                i += word.Length - 1;
                continue;
            }

            if (quoted && utf8[i] == '\\' && rest.Length > 1)
            {
                text.Write(rest[..2]);
                i++;
                continue;
            }

            quoted ^= utf8[i] == '"';
            text.Write(rest[..1]);
        }

        return text.WrittenSpan;
    }

    private static byte[]? Find(ReadOnlySpan<byte> rest)
    {
        foreach (var (word, _) in Words)
        {
            if (rest.StartsWith(word))
            {
                return word;
            }
        }

        return null;
    }

    private static JsonNode? Restored(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject pairs:
                foreach (var (key, value) in pairs.ToArray())
                {
                    if (Value(value) is { } number)
                    {
                        pairs[key] = number;
                    }
                    else
                    {
                        Restored(value);
                    }
                }

                break;
            case JsonArray items:
                for (var i = 0; i < items.Count; i++)
                {
                    if (Value(items[i]) is { } number)
                    {
                        items[i] = number;
                    }
                    else
                    {
                        Restored(items[i]);
                    }
                }

                break;
        }

        return node;
    }

    private static double? Value(JsonNode? node)
    {
        if (node?.GetValueKind() != JsonValueKind.String || node.GetValue<string>() is not [Mark, .. var word])
        {
            return null;
        }

        return word switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity };
    }
}

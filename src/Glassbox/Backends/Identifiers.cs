using System.Text;

namespace Glassbox;

/// <summary>Messages for unknown identifiers, with the nearest existing name and all others.</summary>
internal static class Identifiers
{
    /// <summary>The message for an unknown identifier.</summary>
    public static string Unknown(string kind, string? received, IEnumerable<string> known)
    {
        var names = known.ToArray();
        var hint = Nearest(received, names) is { } guess ? $" Did you mean '{guess}'?" : "";
        return $"Unknown {kind} '{received}'.{hint} Known: {string.Join(", ", names)}.";
    }

    /// <summary>The most similar name; null if none is close.</summary>
    public static string? Nearest(string? received, IEnumerable<string> known)
    {
        var wanted = Normalize(received);
        return known.Where(name => Distance(Normalize(name), wanted) <= Math.Max(2, name.Length / 3))
            .MinBy(name => Distance(Normalize(name), wanted));
    }

    /// <summary>
    /// Lower case without separators, so that <c>GlorotUniform</c>, <c>glorot_uniform</c> and <c>glorot-uniform</c> are equivalent.
    /// </summary>
    public static string Normalize(string? name) =>
        new((name ?? "").Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());

    /// <summary>Levenshtein distance: the number of insertions, deletions and substitutions.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }

    /// <summary>Converts to snake case: <c>MaxPooling2D</c> to <c>max_pooling2d</c>, <c>InputLayer</c> to <c>input_layer</c>.</summary>
    public static string SnakeCase(string name)
    {
        var text = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            // A word begins at a capital that follows a small letter, or that is followed by one (the L of HTTPLayer).
            var startsWord = char.IsUpper(name[i]) && i > 0 &&
                (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            text.Append(startsWord ? "_" : "").Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}

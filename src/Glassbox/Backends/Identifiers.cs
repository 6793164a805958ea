namespace Glassbox;

/// <summary>What to say when a string names nothing: the nearest name that exists, and all the others.</summary>
internal static class Identifiers
{
    /// <summary>The message for an identifier that nobody knows.</summary>
    public static string Unknown(string kind, string? received, IEnumerable<string> known)
    {
        var names = known.ToArray();
        var guess = Nearest(received, names);
        var hint = guess is null ? "" : $" Did you mean '{guess}'?";
        return $"Unknown {kind} '{received}'.{hint} Known: {string.Join(", ", names)}.";
    }

    /// <summary>The identifier that was likely meant; null where none is near.</summary>
    public static string? Nearest(string? received, IEnumerable<string> known) =>
        known.Where(name => Distance(Normalize(name), Normalize(received)) <= Math.Max(2, name.Length / 3))
            .MinBy(name => Distance(Normalize(name), Normalize(received)));

    /// <summary>
    /// Lower case without separators, so that <c>GlorotUniform</c>, <c>glorot_uniform</c> and <c>glorot-uniform</c> are one name.
    /// </summary>
    public static string Normalize(string? name) =>
        new((name ?? "").Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).ToArray());

    /// <summary>Levenshtein distance: how many letters to insert, delete or replace.</summary>
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
}

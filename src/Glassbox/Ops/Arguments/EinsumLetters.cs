namespace Glassbox;

/// <summary>Parses the subscripts of an einsum of two operands.</summary>
internal static class EinsumLetters
{
    /// <summary>The subscripts of both operands and of the result, with an ellipsis expanded to letters of its own.</summary>
    /// <exception cref="ArgumentException">The subscripts are not of the form "ab,bc->ac", or do not match the ranks.</exception>
    public static (string A, string B, string Result) Parse(string subscripts, int rankA, int rankB)
    {
        var text = subscripts.Replace(" ", "", StringComparison.Ordinal);
        var sides = text.Split("->");
        var operands = sides[0].Split(',');
        if (sides.Length != 2 || operands.Length != 2)
        {
            throw Wrong("it needs two operands and a result, such as \"ab,bc->ac\"");
        }

        var more = Math.Max(Extra(operands[0], rankA), Extra(operands[1], rankB));
        // Greek capital letters denote the axes of the ellipsis.
        var dots = string.Concat(Enumerable.Range(0, more).Select(i => (char)('\u0391' + i)));
        var (a, b) = (Expand(operands[0], rankA), Expand(operands[1], rankB));
        var result = sides[1].Replace("...", dots, StringComparison.Ordinal);
        if (result.Any(letter => !a.Contains(letter) && !b.Contains(letter)) || result.Distinct().Count() != result.Length)
        {
            throw Wrong("each letter of the result must be in an operand, and once in the result");
        }

        return (a, b, result);

        int Extra(string letters, int rank) => letters.Contains("...", StringComparison.Ordinal) ? rank - (letters.Length - 3) : 0;

        string Expand(string letters, int rank)
        {
            var extra = Extra(letters, rank);
            var expanded = extra >= 0 ? letters.Replace("...", dots[^extra..], StringComparison.Ordinal) : letters;
            return expanded.Length == rank && expanded.All(char.IsLetter) && expanded.Distinct().Count() == rank
                ? expanded
                : throw Wrong($"'{letters}' does not name each of {rank} axes once");
        }

        ArgumentException Wrong(string why) => new($"Einsum '{subscripts}': {why}.", nameof(subscripts));
    }
}

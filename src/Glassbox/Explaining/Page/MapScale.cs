namespace Glassbox;

/// <summary>The scale of a map's colours: which ramp of colours, and the numbers at even distances along it.</summary>
/// <param name="Ramp">The style of the ramp; empty for none.</param>
/// <param name="Marks">The numbers, from left to right.</param>
internal sealed record MapScale(string Ramp, IReadOnlyList<string> Marks)
{
    /// <summary>No scale: the colours are those of the image itself.</summary>
    public static readonly MapScale None = new("", []);

    /// <summary>From black to white.</summary>
    public static MapScale Gray(double low, double high) => low == high ? None : Of("gray", [low, (low + high) / 2, high]);

    /// <summary>
    /// From red over nothing to blue, or the half that occurs. Colours go with the root of the numbers: half the strength is a quarter of
    /// the largest.
    /// </summary>
    public static MapScale Signed(double low, double high)
    {
        var largest = Math.Max(Math.Abs(low), Math.Abs(high));
        return largest == 0 ? None
            : low >= 0 ? Of("positive", [0, largest / 4, largest])
            : high <= 0 ? Of("negative", [-largest, -largest / 4, 0])
            : Of("signed", [-largest, -largest / 4, 0, largest / 4, largest]);
    }

    private static MapScale Of(string ramp, double[] numbers)
    {
        var write = Numbers.Column(numbers, digits: 3);
        return new(ramp, [.. numbers.Select(number => number == 0 ? "0" : write(number))]);
    }
}

namespace Glassbox;

/// <summary>Color scale of a map: the color ramp, and the values at equal distances along it.</summary>
/// <param name="Ramp">CSS class of the ramp; empty for none.</param>
/// <param name="Marks">The values, from left to right.</param>
internal sealed record MapScale(string Ramp, IReadOnlyList<string> Marks)
{
    /// <summary>No scale: the colors of the image itself.</summary>
    public static readonly MapScale None = new("", []);

    /// <summary>From black to white.</summary>
    public static MapScale Gray(double low, double high) => low == high ? None : Of("gray", [low, (low + high) / 2, high]);

    /// <summary>
    /// From red through transparent to blue, or the half that occurs. Color strength is the square root of the value: half the strength is
    /// a quarter of the maximum.
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

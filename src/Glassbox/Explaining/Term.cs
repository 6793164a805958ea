namespace Glassbox;

/// <summary>A term of a unit's sum: a value, times its weight.</summary>
/// <param name="Place">Where the value comes from, such as <c>pixel 14,11</c>.</param>
/// <param name="Index">Its place in the layer's input, counted row by row.</param>
/// <param name="Value">The value.</param>
/// <param name="Weight">Its weight.</param>
public readonly record struct Term(string Place, int Index, double Value, double Weight)
{
    /// <summary>What the term adds to the sum.</summary>
    public double Product => Value * Weight;
}

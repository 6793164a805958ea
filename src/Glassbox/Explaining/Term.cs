namespace Glassbox;

/// <summary>A term of a unit's weighted sum: a value times its weight.</summary>
/// <param name="Place">Label of the value's origin, such as <c>pixel 14,11</c>.</param>
/// <param name="Index">Flat (row-major) index in the layer's input.</param>
/// <param name="Value">The value.</param>
/// <param name="Weight">Its weight.</param>
public readonly record struct Term(string Place, int Index, double Value, double Weight)
{
    /// <summary>The term's contribution to the sum.</summary>
    public double Product => Value * Weight;
}

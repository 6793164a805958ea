namespace Glassbox;

/// <summary>What the elements of a tensor are called: <c>pixel 14,11</c>, or <c>dense_1[12]</c>.</summary>
/// <param name="Before">What stands before the coordinates.</param>
/// <param name="Shape">The shape whose coordinates they are.</param>
/// <param name="After">What stands behind them.</param>
internal sealed record Places(string Before, IReadOnlyList<int> Shape, string After = "")
{
    /// <summary>The elements of a layer's output.</summary>
    public static Places Of(string layer, IReadOnlyList<int> shape) => new($"{layer}[", shape, "]");

    /// <summary>The name of an element.</summary>
    /// <param name="index">Its place, counted row by row.</param>
    public string this[int index]
    {
        get
        {
            var coordinates = new int[Shape.Count];
            for (var axis = Shape.Count - 1; axis >= 0; axis--)
            {
                (index, coordinates[axis]) = Math.DivRem(index, Shape[axis]);
            }

            return $"{Before}{string.Join(',', coordinates)}{After}";
        }
    }
}

namespace Glassbox;

/// <summary>Labels of a tensor's elements: <c>pixel 14,11</c>, or <c>dense_1[12]</c>.</summary>
/// <param name="Before">Text before the coordinates.</param>
/// <param name="Shape">Shape that the coordinates refer to.</param>
/// <param name="After">Text after the coordinates.</param>
internal sealed record Places(string Before, IReadOnlyList<int> Shape, string After = "")
{
    /// <summary>The elements of a layer's output.</summary>
    public static Places Of(string layer, IReadOnlyList<int> shape) => new($"{layer}[", shape, "]");

    /// <summary>Label of an element.</summary>
    /// <param name="index">Flat (row-major) index.</param>
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

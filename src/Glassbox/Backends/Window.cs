namespace Glassbox.Backends;

/// <summary>A strided view of a dense array: an offset, sizes and strides.</summary>
internal sealed record Window
{
    /// <summary>Creates a window; ensures that its offsets fit in 32 bits.</summary>
    /// <exception cref="ArgumentException">
    /// It begins before the array, or visits or reaches more elements than one array can hold.
    /// </exception>
    public Window(int offset, int[] extents, int[] strides)
    {
        (Offset, Extents, Strides) = (offset, extents, strides);
        Size = ExtentMath.Fit(
            ExtentMath.Count(extents), "A part of a tensor", "the number of its elements",
                "Reduce a size, such as the batch size.");
        if (Size > 0)
        {
            var (first, end) = Reach();
            End = first >= 0 && end <= ExtentMath.MostElements
                ? (int)end
                : throw new ArgumentException(
                    $"A part of a tensor would reach from element {first:N0} to {end:N0}, which is not within 0 to " +
                    $"{ExtentMath.MostElements:N0}. Reduce a size, such as the batch size.");
        }
    }

    /// <summary>The offset of the first element.</summary>
    public int Offset { get; }

    /// <summary>The size of each axis.</summary>
    public int[] Extents { get; }

    /// <summary>The strides; negative for reversed axes.</summary>
    public int[] Strides { get; }

    /// <summary>The number of elements.</summary>
    public int Size { get; }

    /// <summary>The minimum length of the array.</summary>
    public int End { get; }

    /// <summary>The lowest offset, and the exclusive end.</summary>
    private (long First, long End) Reach()
    {
        var (first, end) = ((long)Offset, Offset + 1L);
        for (var axis = 0; axis < Extents.Length; axis++)
        {
            var reach = (Extents[axis] - 1L) * Strides[axis];
            first += Math.Min(0, reach);
            end += Math.Max(0, reach);
        }

        return (first, end);
    }
}

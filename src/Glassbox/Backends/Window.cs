namespace Glassbox.Backends;

/// <summary>Which elements of a dense array to visit: from an offset, so many along each axis, so far apart.</summary>
internal sealed record Window
{
    /// <summary>A window, which makes sure that what it visits can be counted in 32 bits.</summary>
    /// <exception cref="ArgumentException">
    /// It begins before the array, or visits or reaches more elements than one array can hold.
    /// </exception>
    public Window(int offset, int[] extents, int[] strides)
    {
        (Offset, Extents, Strides) = (offset, extents, strides);
        Size = ExtentMath.Fit(
            ExtentMath.Count(extents), "A part of a tensor", "the number of its elements",
                "Make an extent smaller, such as that of the batch.");
        if (Size > 0)
        {
            var (first, end) = Reach();
            End = first >= 0 && end <= ExtentMath.MostElements
                ? (int)end
                : throw new ArgumentException(
                    $"A part of a tensor would reach from element {first:N0} to {end:N0}, which is not within 0 to " +
                    $"{ExtentMath.MostElements:N0}. Make an extent smaller, such as that of the batch.");
        }
    }

    /// <summary>Where the first element is.</summary>
    public int Offset { get; }

    /// <summary>How many elements there are along each axis.</summary>
    public int[] Extents { get; }

    /// <summary>How far apart they are; below 0 where they are visited backwards.</summary>
    public int[] Strides { get; }

    /// <summary>How many elements are visited.</summary>
    public int Size { get; }

    /// <summary>How many elements the array must have at least.</summary>
    public int End { get; }

    /// <summary>The first element in memory that is visited, and where the last one ends.</summary>
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

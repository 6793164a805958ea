namespace Glassbox.Backends;

/// <summary>Extents along depth, height and width. What has fewer axes has extents of 1 in front.</summary>
internal readonly record struct Extent3(int Depth, int Height, int Width)
{
    /// <summary>How many positions there are.</summary>
    public int Size => checked(Depth * Height * Width);

    /// <summary>As shapes print: <c>(1, 28, 28)</c>.</summary>
    public override string ToString() => $"({Depth}, {Height}, {Width})";
}

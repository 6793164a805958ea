namespace Glassbox.Backends;

/// <summary>Sizes along depth, height and width; missing leading axes have size 1.</summary>
internal readonly record struct Extent3(int Depth, int Height, int Width)
{
    /// <summary>The number of positions.</summary>
    public int Size => checked(Depth * Height * Width);

    /// <summary>Formatted like a shape: <c>(1, 28, 28)</c>.</summary>
    public override string ToString() => $"({Depth}, {Height}, {Width})";
}

namespace Glassbox;

/// <summary>Where images have their channels: last, which is how everything is computed, or first.</summary>
internal static class DataFormats
{
    private static readonly string[] Known = ["channels_last", "channels_first"];

    /// <summary>The format itself; channels_last for null.</summary>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static string Checked(string? dataFormat, string owner = "Images") => dataFormat is null ? Known[0] : Known.Contains(dataFormat)
        ? dataFormat
        : throw new ArgumentException($"{owner}: {Identifiers.Unknown("dataFormat", dataFormat, Known)}", nameof(dataFormat));

    /// <summary>Whether the channels come before the axes of space.</summary>
    public static bool IsChannelsFirst(string dataFormat) => Checked(dataFormat) == Known[1];

    /// <summary>The order of the axes that brings the channels from the second place to the last.</summary>
    public static Axes ToLast(int rank) => Axes.Create([0, .. Enumerable.Range(2, rank - 2), 1]);

    /// <summary>The order of the axes that brings the channels from the last place to the second.</summary>
    public static Axes ToFirst(int rank) => Axes.Create([0, rank - 1, .. Enumerable.Range(1, rank - 2)]);

    /// <summary>A shape with the channels last.</summary>
    public static Shape ToLast(Shape shape, string dataFormat) =>
        IsChannelsFirst(dataFormat) ? [shape[0], .. shape.AsSpan()[2..], shape[1]] : shape;

    /// <summary>A shape with the channels last, brought to a format.</summary>
    public static Shape FromLast(Shape shape, string dataFormat) =>
        IsChannelsFirst(dataFormat) ? [shape[0], shape[^1], .. shape.AsSpan()[1..^1]] : shape;
}

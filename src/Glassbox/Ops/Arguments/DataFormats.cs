namespace Glassbox;

/// <summary>The position of the channels axis: last, the format in which everything is computed, or first.</summary>
internal static class DataFormats
{
    private static readonly string[] Known = ["channels_last", "channels_first"];

    /// <summary>Returns the validated data format; channels_last for null.</summary>
    /// <exception cref="ArgumentException">It is neither channels_last nor channels_first.</exception>
    public static string Checked(string? dataFormat, string owner = "Images") => dataFormat is null ? Known[0] : Known.Contains(dataFormat)
        ? dataFormat
        : throw new ArgumentException($"{owner}: {Identifiers.Unknown("dataFormat", dataFormat, Known)}", nameof(dataFormat));

    /// <summary>Whether the channels axis comes before the spatial axes.</summary>
    public static bool IsChannelsFirst(string dataFormat) => Checked(dataFormat) == Known[1];

    /// <summary>The permutation from channels_first to channels_last.</summary>
    public static Axes ToLast(int rank) => Axes.Create([0, .. Enumerable.Range(2, rank - 2), 1]);

    /// <summary>The permutation from channels_last to channels_first.</summary>
    public static Axes ToFirst(int rank) => Axes.Create([0, rank - 1, .. Enumerable.Range(1, rank - 2)]);

    /// <summary>A shape converted to channels_last.</summary>
    public static Shape ToLast(Shape shape, string dataFormat) =>
        IsChannelsFirst(dataFormat) ? [shape[0], .. shape.AsSpan()[2..], shape[1]] : shape;

    /// <summary>A channels_last shape converted to a data format.</summary>
    public static Shape FromLast(Shape shape, string dataFormat) =>
        IsChannelsFirst(dataFormat) ? [shape[0], shape[^1], .. shape.AsSpan()[1..^1]] : shape;
}

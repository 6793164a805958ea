namespace Glassbox.Images;

/// <summary>Format of a data set's images and labels.</summary>
internal sealed record ImageSettings(
    string? LabelMode, int Channels, int Height, int Width, string Interpolation, bool CropToAspectRatio, bool PadToAspectRatio,
    string DataFormat)
{
    private static readonly string[] LabelModes = ["int", "binary", "categorical"];

    /// <summary>Validates the settings.</summary>
    /// <exception cref="ArgumentException">A setting is unknown or out of range.</exception>
    public static ImageSettings Checked(
        string owner, string? labelMode, string colorMode, Shape? imageSize, string interpolation, bool cropToAspectRatio,
        bool padToAspectRatio, string? dataFormat)
    {
        if (labelMode is not null && !LabelModes.Contains(labelMode))
        {
            throw new ArgumentException($"{owner}: {Identifiers.Unknown("labelMode", labelMode, [.. LabelModes, "null"])}",
                nameof(labelMode));
        }

        if (cropToAspectRatio && padToAspectRatio)
        {
            throw new ArgumentException($"{owner} can crop or pad to the aspect ratio, not both.", nameof(padToAspectRatio));
        }

        var (height, width) = Size(imageSize ?? [256, 256], owner, nameof(imageSize));
        return new(
            labelMode, ColorModes.Channels(colorMode, owner), height, width, Interpolations.Checked(interpolation, owner),
            cropToAspectRatio, padToAspectRatio, DataFormats.Checked(dataFormat, owner));
    }

    /// <summary>Height and width from a size: two integers, or one for both.</summary>
    /// <exception cref="ArgumentException">The size has another form.</exception>
    public static (int Height, int Width) Size(Shape size, string owner, string argument) =>
        size.Rank is 1 or 2 && size.All(extent => extent >= 1)
        ? (size[0], size[^1])
        : throw new ArgumentException($"{owner}: {argument} must be [height, width], or one number for both, of 1 or more; received "
        + $"{size}.", argument);
}

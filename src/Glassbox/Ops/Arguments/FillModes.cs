using Glassbox.Backends;

namespace Glassbox;

/// <summary>The names of fill modes beyond the edge of images, and of interpolations.</summary>
internal static class FillModes
{
    private static readonly Dictionary<string, FillMode> Known = new()
    {
        ["reflect"] = FillMode.Reflect,
        ["wrap"] = FillMode.Wrap,
        ["constant"] = FillMode.Constant,
        ["nearest"] = FillMode.Nearest,
    };

    private static readonly string[] Interpolations = ["nearest", "bilinear"];

    /// <summary>Parses a fill mode.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static FillMode Parse(string fillMode, string owner) => Known.TryGetValue(fillMode, out var mode)
        ? mode
        : throw new ArgumentException($"{owner}: {Identifiers.Unknown("fillMode", fillMode, Known.Keys)}", nameof(fillMode));

    /// <summary>Whether the interpolation is bilinear rather than nearest.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static bool IsBilinear(string interpolation, string owner) => Interpolations.Contains(interpolation)
        ? interpolation == "bilinear"
        : throw new ArgumentException($"{owner}: {Identifiers.Unknown("interpolation", interpolation, Interpolations)}",
        nameof(interpolation));
}

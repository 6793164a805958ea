using Glassbox.Backends;
using ScottPlot;
using ScottPlot.Colormaps;

namespace Glassbox.Plotting;

/// <summary>
/// Maps values from 0 to 1 to colors. A string converts to one, in matplotlib's spelling: gray, gray_r (binary), viridis, plasma, inferno,
/// magma, turbo, jet, Blues, Greens, hot, and the diverging RdBu and coolwarm (bwr).
/// </summary>
public sealed class Colormap
{
    private static readonly Colormap[] All =
    [
        new("gray", new Grayscale()),
        new("gray_r", new GrayscaleReversed()),
        new("binary", new GrayscaleReversed()),
        new("viridis", new Viridis()),
        new("plasma", new Plasma()),
        new("inferno", new Inferno()),
        new("magma", new Magma()),
        new("turbo", new Turbo()),
        new("jet", new Jet()),
        new("Greens", Between("#f7fcf5", "#74c476", "#00441b")),
        new("Blues", Between("#f7fbff", "#6baed6", "#08306b")),
        new("hot", Between("#0b0000", "#ff0000", "#ffff00", "#ffffff")),
        new("RdBu", Between("#67001f", "#d6604d", "#f7f7f7", "#4393c3", "#053061")),
        new("coolwarm", Between("#3b4cc0", "#8db0fe", "#dddddd", "#f4987a", "#b40426")),
        new("bwr", Between("#0000ff", "#ffffff", "#ff0000")),
    ];

    private readonly IColormap colors;

    private Colormap(string name, IColormap colors) => (Name, this.colors) = (name, colors);

    /// <summary>Name of the colormap.</summary>
    public string Name { get; }

    /// <summary>Returns the colormap of a name.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message suggests the closest one.</exception>
    public static Colormap Get(string name)
    {
        var wanted = Identifiers.Normalize(name);
        return Array.Find(All, map => Identifiers.Normalize(map.Name) == wanted)
            ?? throw new ArgumentException(Identifiers.Unknown("colormap", name, All.Select(map => map.Name)), nameof(name));
    }

    /// <summary>Returns the colormap of a name.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    public static implicit operator Colormap(string name) => Get(name);

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    internal Color At(double fraction) => colors.GetColor(Math.Clamp(fraction, 0, 1));

    private static CustomInterpolated Between(params string[] colors) => new([.. colors.Select(color => Color.FromHex(color))]);
}

using ScottPlot;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>The embedded typeface of all images, so that they look alike on every machine, even without fonts.</summary>
internal sealed class Inter : IFontResolver
{
    public const string Name = "Inter";

    /// <summary>Font families in SVG: the same typeface if the viewer has it, else the system's default.</summary>
    public const string SvgFamilies = "Inter, system-ui, Segoe UI, Helvetica, Arial, sans-serif";

    public static readonly SKTypeface Regular = Load("Inter-Regular.ttf");
    public static readonly SKTypeface Bold = Load("Inter-Bold.ttf");

    private static readonly Lazy<bool> Registered = new(() =>
    {
        Fonts.FontResolvers.Insert(0, new Inter());
        return true;
    });

    private Inter()
    {
    }

    /// <summary>Registers the typeface with ScottPlot.</summary>
    public static void Register() => _ = Registered.Value;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        fontName != Name ? null : weight >= FontWeight.SemiBold ? Bold : Regular;

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) => fontName != Name ? null : bold ? Bold : Regular;

    private static SKTypeface Load(string resource)
    {
        using var stream = typeof(Inter).Assembly.GetManifestResourceStream(resource)!;
        return SKTypeface.FromStream(stream);
    }
}

using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>
/// Adapts Skia's SVG text to viewers that lack the typeface: replaces the position of each glyph, which distorts other typefaces, with the
/// start and length of the whole text, so that the viewer spaces its own glyphs.
/// </summary>
internal static partial class SvgText
{
    public static string Relaxed(string svg) => Texts().Replace(svg, match =>
    {
        var attributes = match.Groups["before"].Value;
        var text = match.Groups["text"].Value.Trim();
        var bold = attributes.Contains("font-weight", StringComparison.Ordinal);
        using var font = new SKFont(bold ? Inter.Bold : Inter.Regular,
            float.Parse(Size().Match(attributes).Groups[1].Value, CultureInfo.InvariantCulture));
        var length = font.MeasureText(WebUtility.HtmlDecode(text)).ToString("0.##", CultureInfo.InvariantCulture);
        attributes = attributes.Replace($"font-family=\"{Inter.Name}\"", $"font-family=\"{Inter.SvgFamilies}\"", StringComparison.Ordinal);
        return $"<text{attributes}x=\"{match.Groups["x"].Value}\" y=\"{match.Groups["y"].Value}\" textLength=\"{length}\">{text}</text>";
    });

    [GeneratedRegex("""<text(?<before>[^>]*?)x="(?<x>[^,"]*)[^"]*" y="(?<y>[^,"]*)[^"]*">(?<text>[^<]*)</text>""")]
    private static partial Regex Texts();

    [GeneratedRegex("font-size=\"([^\"]*)\"")]
    private static partial Regex Size();
}

using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>
/// Makes the text of Skia's SVG fit for readers that lack the typeface: instead of a place for each letter, which another typeface would
/// squeeze or tear apart, the place of the first and the length of the whole, over which the reader spreads the letters of its own.
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

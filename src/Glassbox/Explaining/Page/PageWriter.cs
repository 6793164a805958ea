using System.Globalization;
using System.Net;
using System.Text;

namespace Glassbox;

/// <summary>Writes the page's HTML, culture-invariant, and collects the values of its maps.</summary>
internal sealed class PageWriter
{
    private const int OneTile = 224;
    private const int SeveralTiles = 448;
    private const int LargestCell = 24;

    private readonly StringBuilder text = new();
    private readonly List<PageMap> maps = [];

    /// <summary>The maps written so far, for the page's script.</summary>
    public IReadOnlyList<PageMap> Maps => maps;

    public void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    public void Line(string line) => text.Append(line).Append('\n');

    /// <summary>HTML-encodes text; a percent sign stays on the line of its number.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(text).Replace(" %", "&nbsp;%", StringComparison.Ordinal);

    /// <summary>Minimum width of a column of class names: that of the longest one, as far as a narrow window permits.</summary>
    public static FormattableString NameWidth(Explanation explanation) =>
        $"min-width:min({(explanation.ClassNames.Max(name => name.Length) * 0.65) + 1:0.##}rem,8rem,30vw)";

    /// <summary>
    /// Writes a map with its scale and caption. If the page has its values, they can be inspected with the pointer or the arrow keys.
    /// </summary>
    /// <param name="map">The map.</param>
    /// <param name="caption">Caption.</param>
    public void Map(HeatMap map, string caption)
    {
        var layout = map.Layout;
        var scale = Math.Min(LargestCell, (layout.Tiles > 1 ? SeveralTiles : OneTile) / (double)Math.Max(layout.Width, layout.Height));
        var width = (int)Math.Max(1, layout.Width * (scale > 1 ? Math.Floor(scale) : scale));
        var name = Encode(caption);
        var image = $"<img src=\"{map.Address}\" alt=\"{(map.Data is null ? name : "")}\">";
        Line($"<figure style=\"width:{Math.Max(width, OneTile)}px\">");
        if (map.Data is null)
        {
            Line($"<div class=\"map\" style=\"width:{width}px\">{image}</div>");
        }
        else
        {
            var action = map.Data.Layer is null ? "" : " Enter writes the unit out.";
            Line($"""
                <div class="map" style="width:{width}px" data-map="{maps.Count}" tabindex="0" role="application"
                aria-roledescription="map of numbers" aria-label="{name}. Arrow keys go from cell to cell.{action}">{image}</div>
                """);
            maps.Add(map.Data);
        }

        if (map.Scale.Marks.Count > 0)
        {
            var marks = string.Concat(map.Scale.Marks.Select(mark => $"<span>{mark}</span>"));
            Line($"<div class=\"scale\"><div class=\"ramp {map.Scale.Ramp}\"></div><div class=\"marks\">{marks}</div></div>");
        }

        Line($"<figcaption>{name}</figcaption>");
        Line(map.Data is null ? "" : "<output class=\"cell\"></output>");
        Line("</figure>");
    }

    public override string ToString() => text.ToString();
}

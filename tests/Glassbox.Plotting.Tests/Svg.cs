using System.Globalization;
using System.Xml.Linq;

namespace Glassbox.Plotting.Tests;

/// <summary>A drawn SVG, to ask for its parts.</summary>
internal sealed class Svg(string text)
{
    private readonly XDocument document = XDocument.Parse(text);

    /// <summary>What is written, where, and in which colour.</summary>
    public IReadOnlyList<(string Value, double X, double Y, string? Color)> Texts => [.. Elements("text").Select(element =>
    {
        var place = Numbers(element.Attribute("transform")?.Value ?? "");
        var (x, y) = (Numbers(element.Attribute("x")!.Value), Numbers(element.Attribute("y")!.Value));
        return (element.Value.Trim(), x[0] + (place.Length >= 2 ? place[^2] : 0), y[0] + (place.Length >= 2 ? place[^1] : 0),
            element.Attribute("fill")?.Value);
    })];

    /// <summary>The one place where something is written.</summary>
    public (string Value, double X, double Y, string? Color) this[string value] => Texts.Single(candidate => candidate.Value == value);

    public int Count(string name) => Elements(name).Count();

    private IEnumerable<XElement> Elements(string name) => document.Descendants().Where(element => element.Name.LocalName == name);

    private static double[] Numbers(string list) =>
        [.. list.Split(['(', ')', ',', ' '], StringSplitOptions.RemoveEmptyEntries).Where(part => !char.IsLetter(part[0]))
            .Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
}

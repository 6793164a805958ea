using System.Text.Json.Serialization;

namespace Glassbox;

/// <summary>Data of the page's script: page.js reads these properties by their camelCase names.</summary>
/// <param name="Layers">The layers whose units can be selected, in order of execution.</param>
/// <param name="Maps">The values of the maps, in the order of the page.</param>
internal sealed record PageData(IReadOnlyList<PageLayer> Layers, IReadOnlyList<PageMap> Maps);

/// <summary>A layer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Formula">Its formula.</param>
/// <param name="Places">Labels of its units.</param>
/// <param name="Inputs">Labels of the elements of its units' terms.</param>
/// <param name="Source">Index of the layer whose units those are; null for the sample.</param>
/// <param name="Size">Number of units.</param>
/// <param name="First">The unit to show first.</param>
/// <param name="Units">The units included in the page by index: all, or the most informative ones of many.</param>
internal sealed record PageLayer(
    string Name, string Formula, Places Places, Places Inputs, int? Source, int Size, int First, IReadOnlyDictionary<int, PageUnit> Units);

/// <summary>Explanation of a unit's value.</summary>
/// <param name="Inputs">Indices of the terms' elements; for a layer without a weighted sum, the one at the same index, or none.</param>
/// <param name="Values">Their values.</param>
/// <param name="Weights">Their weights; empty for a layer without a weighted sum.</param>
/// <param name="RestCount">Number of omitted smaller terms.</param>
/// <param name="RestSum">Sum of the omitted terms.</param>
/// <param name="Bias">The bias added to the terms.</param>
/// <param name="Sum">The sum; for a layer without a weighted sum, the input of the unit's function.</param>
/// <param name="Steps">The functions applied to it.</param>
internal sealed record PageUnit(
    IReadOnlyList<int> Inputs,
    IReadOnlyList<double> Values,
    IReadOnlyList<double> Weights,
    int RestCount,
    double RestSum,
    double Bias,
    double Sum,
    IReadOnlyList<PageStep> Steps);

/// <summary>A function applied to a sum.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its result.</param>
internal sealed record PageStep(string Name, double Value);

/// <summary>The values of a map, in the layout of <see cref="MapLayout"/>.</summary>
/// <param name="Rows">Rows per tile.</param>
/// <param name="Columns">Columns per tile.</param>
/// <param name="Tiles">Number of tiles.</param>
/// <param name="Across">Number of tiles side by side.</param>
/// <param name="Depth">Number of elements at each position over all tiles.</param>
/// <param name="Count">Number of elements.</param>
/// <param name="Together">Number of elements per cell: the channels of a color, else 1.</param>
/// <param name="Places">Labels of the cells.</param>
/// <param name="Values">The elements as little-endian float32 in Base64.</param>
/// <param name="Layer">Index of the layer whose units they are; null if they are not units.</param>
internal sealed record PageMap(
    int Rows, int Columns, int Tiles, int Across, int Depth, int Count, int Together, Places Places, string Values, int? Layer);

/// <summary>Source-generated serialization, without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(PageData))]
internal sealed partial class PageDataJson : JsonSerializerContext;

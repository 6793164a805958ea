using System.Text.Json.Serialization;

namespace Glassbox;

/// <summary>What the page's script reads: page.js takes each of these properties by its name, with a small first letter.</summary>
/// <param name="Layers">The layers whose units can be chosen, in the order in which they ran.</param>
/// <param name="Maps">The numbers of the maps, in the order in which they stand on the page.</param>
internal sealed record PageData(IReadOnlyList<PageLayer> Layers, IReadOnlyList<PageMap> Maps);

/// <summary>A layer.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Formula">What it computes.</param>
/// <param name="Places">What its units are called.</param>
/// <param name="Inputs">What the elements of its units' terms are called.</param>
/// <param name="Source">The place of the layer that they are units of; null for the sample.</param>
/// <param name="Size">How many units it has.</param>
/// <param name="First">The unit to show first.</param>
/// <param name="Units">The units that the page has, by their number: all, or of many those that tell most.</param>
internal sealed record PageLayer(
    string Name, string Formula, Places Places, Places Inputs, int? Source, int Size, int First, IReadOnlyDictionary<int, PageUnit> Units);

/// <summary>How the value of a unit comes about.</summary>
/// <param name="Inputs">Which elements its terms take; of a layer that adds nothing up, the one at the same place, or none.</param>
/// <param name="Values">Their values.</param>
/// <param name="Weights">Their weights; empty for a layer that adds nothing up.</param>
/// <param name="RestCount">How many smaller terms there are.</param>
/// <param name="RestSum">What these add.</param>
/// <param name="Bias">What is added to the terms.</param>
/// <param name="Sum">The sum; for a layer that adds nothing up, what the unit makes its value of.</param>
/// <param name="Steps">The functions that are applied to it.</param>
internal sealed record PageUnit(
    IReadOnlyList<int> Inputs,
    IReadOnlyList<double> Values,
    IReadOnlyList<double> Weights,
    int RestCount,
    double RestSum,
    double Bias,
    double Sum,
    IReadOnlyList<PageStep> Steps);

/// <summary>A function that is applied to a sum.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Value">What it gave.</param>
internal sealed record PageStep(string Name, double Value);

/// <summary>The numbers of a map, laid out as <see cref="MapLayout"/> says.</summary>
/// <param name="Rows">Rows of a tile.</param>
/// <param name="Columns">Columns of a tile.</param>
/// <param name="Tiles">How many tiles there are.</param>
/// <param name="Across">How many tiles stand side by side.</param>
/// <param name="Depth">How many elements belong to a place of all tiles.</param>
/// <param name="Count">How many elements there are.</param>
/// <param name="Together">How many elements one cell shows: the channels of a colour, else 1.</param>
/// <param name="Places">What the cells are called.</param>
/// <param name="Values">The elements as float32, the lowest byte first, in base 64.</param>
/// <param name="Layer">The place of the layer whose units they are; null if they are none.</param>
internal sealed record PageMap(
    int Rows, int Columns, int Tiles, int Across, int Depth, int Count, int Together, Places Places, string Values, int? Layer);

/// <summary>Writes the data without looking at types at run time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(PageData))]
internal sealed partial class PageDataJson : JsonSerializerContext;

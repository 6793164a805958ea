using System.Globalization;
using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// The table of a model's layers, in Keras's plain layout. For a graph that is not a chain, a column shows each layer's inbound
/// connections.
/// </summary>
internal sealed class ModelSummary
{
    private readonly Model model;
    private readonly bool expandNested;
    private readonly bool showTrainable;
    private readonly bool showConnections;
    private readonly int lineLength;
    private readonly HashSet<Model> shown;

    private ModelSummary(Model model, int? lineLength, bool expandNested, bool showTrainable)
    {
        (this.model, this.expandNested, this.showTrainable) = (model, expandNested, showTrainable);
        shown = [model];
        showConnections = model.Graph is { IsChain: false };
        this.lineLength = lineLength ?? (showConnections ? 98 : 65) + (showTrainable ? 11 : 0);
    }

    public static IEnumerable<string> Lines(Model model, int? lineLength, bool expandNested, bool showTrainable) =>
        new ModelSummary(model, lineLength, expandNested, showTrainable).Lines();

    private IEnumerable<string> Lines()
    {
        var rows = Rows(model, 0).ToArray();
        string[] titles = [.. Cells(["Layer (type)"], ["Output Shape"], ["Param #"], ["Connected to"], ["Trainable"])
            .Select(cell => cell[0])];
        var starts = Starts(titles, rows);
        var width = Math.Max(lineLength, starts[^1] + rows.SelectMany(row => row[^1]).Append(titles[^1]).Max(text => text.Length));

        string Line(IEnumerable<string> cells) => cells.Zip(starts).Aggregate("", (line, cell) => line.PadRight(cell.Second) + cell.First);

        yield return $"Model: \"{model.Name}\"";
        yield return new string('_', width);
        yield return Line(titles);
        yield return new string('=', width);
        for (var i = 0; i < rows.Length; i++)
        {
            for (var line = 0; line < rows[i].Max(cell => cell.Length); line++)
            {
                yield return Line(rows[i].Select(cell => line < cell.Length ? cell[line] : "")).TrimEnd();
            }

            yield return new string(i < rows.Length - 1 ? '_' : '=', width);
        }

        var trainable = model.TrainableVariables.Sum(variable => (long)variable.Shape.Size);
        var total = model.Weights.Sum(variable => (long)variable.Shape.Size);
        yield return $"Total params: {Number(total)}";
        yield return $"Trainable params: {Number(trainable)}";
        yield return $"Non-trainable params: {Number(total - trainable)}";
        yield return new string('_', width);
    }

    /// <summary>One row per layer, with cells of one or more lines; layers of a nested model follow it, indented.</summary>
    private IEnumerable<string[][]> Rows(Model owner, int level)
    {
        foreach (var layer in owner.Graph?.Operations ?? owner.Layers)
        {
            yield return Cells(
                [$"{(level == 0 ? "" : new string(' ', (3 * level) - 2) + "└ ")}{layer.Name} ({layer.ClassName})"],
                [layer.Built ? layer.OutputShapes.ToString() : "?"],
                [layer.IsComplete || layer.Weights.Count > 0 ? Number(layer.CountParams()) : "0 (unbuilt)"],
                owner.Graph?.Sources(layer) is { Length: > 0 } sources ? sources : ["-"],
                [layer.Weights.Count == 0 ? "-" : layer.Trainable ? "Y" : "N"]);
            if (expandNested && layer is Model nested && shown.Add(nested))
            {
                foreach (var row in Rows(nested, level + 1))
                {
                    yield return row;
                }
            }
        }
    }

    private string[][] Cells(string[] layer, string[] shape, string[] count, string[] connected, string[] trainable) =>
        [layer, shape, count, .. showConnections ? [connected] : Array.Empty<string[]>(),
            .. showTrainable ? [trainable] : Array.Empty<string[]>()];

    /// <summary>Start columns: Keras's fixed fractions of the line, moved right for long texts.</summary>
    private int[] Starts(string[] titles, string[][][] rows)
    {
        double[] parts = (showConnections, showTrainable) switch
        {
            (false, false) => [0, 0.45, 0.85],
            (false, true) => [0, 0.40, 0.72, 0.86],
            (true, false) => [0, 0.33, 0.55, 0.67],
            (true, true) => [0, 0.30, 0.50, 0.61, 0.91],
        };
        var starts = new int[parts.Length];
        for (var column = 1; column < starts.Length; column++)
        {
            var longest = rows.SelectMany(row => row[column - 1]).Append(titles[column - 1]).Max(text => text.Length);
            starts[column] = Math.Max((int)(lineLength * parts[column]), starts[column - 1] + longest + 1);
        }

        return starts;
    }

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}

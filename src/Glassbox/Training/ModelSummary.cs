using System.Globalization;
using Glassbox.Layers;

namespace Glassbox;

/// <summary>The table of a model's layers, in Keras's plain layout.</summary>
internal static class ModelSummary
{
    private static readonly string[] Titles = ["Layer (type)", "Output Shape", "Param #"];

    public static IEnumerable<string> Lines(Model model, int lineLength)
    {
        string[][] rows = [.. model.Layers.Select(Row)];
        var (second, third, width) = Columns(rows, lineLength);
        string Line(string[] cells) => (cells[0].PadRight(second) + cells[1]).PadRight(third) + cells[2];

        yield return $"Model: \"{model.Name}\"";
        yield return new string('_', width);
        yield return Line(Titles);
        yield return new string('=', width);
        for (var i = 0; i < rows.Length; i++)
        {
            yield return Line(rows[i]);
            yield return new string(i < rows.Length - 1 ? '_' : '=', width);
        }

        var trainable = model.TrainableVariables.Sum(variable => (long)variable.Shape.Size);
        var total = model.Weights.Sum(variable => (long)variable.Shape.Size);
        yield return Total("Total params", total);
        yield return Total("Trainable params", trainable);
        yield return Total("Non-trainable params", total - trainable);
        yield return new string('_', width);
    }

    private static string[] Row(Layer layer) =>
    [
        $"{layer.Name} ({layer.GetType().Name})",
        layer.Built ? layer.OutputShape.ToString() : "?",
        layer.Built || layer.Weights.Count > 0 ? Number(layer.CountParams()) : "0 (unbuilt)",
    ];

    /// <summary>Where the second and third column begin and the table ends: at Keras's fixed parts of the line, further right for long names.</summary>
    private static (int Second, int Third, int Width) Columns(string[][] rows, int lineLength)
    {
        int Longest(int column) => rows.Select(row => row[column].Length).Append(Titles[column].Length).Max();

        var second = Math.Max((int)(lineLength * 0.45), Longest(0) + 1);
        var third = Math.Max((int)(lineLength * 0.85), second + Longest(1) + 1);
        return (second, third, Math.Max(lineLength, third + Longest(2)));
    }

    private static string Total(string title, long count) => $"{title}: {Number(count)}";

    private static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}

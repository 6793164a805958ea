using System.Globalization;

namespace Glassbox.Plotting;

/// <summary>A confusion matrix, colored by the fraction of each row.</summary>
internal static class ConfusionPicture
{
    private const int MostClasses = 2000;

    public static Figure Draw(Tensor labels, Tensor predictions, IReadOnlyList<string>? names, Theme? theme)
    {
        var (taken, known) = Decisions.Predicted(predictions);
        var truth = Decisions.Labels(labels, taken.Length, names?.Count ?? known ?? MostClasses);
        var oneHot = labels.Size > truth.Length ? labels.Shape[1] : 0;
        var classes = Math.Min(MostClasses, names?.Count ?? known ?? Math.Max(Math.Max(taken.Max(), truth.Max()) + 1, oneHot));
        if (taken.Max() >= classes)
        {
            throw new ArgumentException(
                $"A confusion matrix of {classes} classes has the decisions 0 to {classes - 1}; received {taken.Max()}.",
                nameof(predictions));
        }

        var counts = new double[classes, classes];
        foreach (var (right, decision) in truth.Zip(taken))
        {
            counts[right, decision]++;
        }

        var accuracy = (double)truth.Zip(taken).Count(pair => pair.First == pair.Second) / truth.Length;
        names ??= [.. Enumerable.Range(0, classes).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        return Draw(counts, names, accuracy, theme ?? Theme.Light);
    }

    private static Figure Draw(double[,] counts, IReadOnlyList<string> names, double accuracy, Theme theme)
    {
        var classes = names.Count;
        var parts = new double[classes, classes];
        for (var row = 0; row < classes; row++)
        {
            var total = Math.Max(1, Enumerable.Range(0, classes).Sum(column => counts[row, column]));
            for (var column = 0; column < classes; column++)
            {
                // The square root makes small fractions visible.
                parts[row, column] = Math.Sqrt(counts[row, column] / total);
            }
        }

        var side = Math.Clamp(1.6 + (classes * 0.48), 3.6, 14);
        var figure = new Figure(side, side, theme: theme);
        double[] places = [.. Enumerable.Range(0, classes).Select(i => (double)i)];
        var axes = figure.Subplot().ImShow(parts, theme == Theme.Dark ? "magma" : "Blues", 0, 1).XTicks(places, names).YTicks(places, names)
            .XLabel("decision").YLabel("right class").Title($"Confusion matrix, {Pictures.Percent(accuracy)} right");
        if (classes <= 30)
        {
            Write(axes, counts, parts, theme);
        }

        return figure;
    }

    private static void Write(Axes axes, double[,] counts, double[,] parts, Theme theme)
    {
        for (var row = 0; row < counts.GetLength(0); row++)
        {
            for (var column = 0; column < counts.GetLength(1); column++)
            {
                if (counts[row, column] > 0)
                {
                    var dark = theme == Theme.Dark ? parts[row, column] < 0.75 : parts[row, column] > 0.55;
                    axes.Text(column, row, counts[row, column].ToString("0", CultureInfo.InvariantCulture), dark ? "#ffffff" : "#101418",
                        11);
                }
            }
        }
    }
}

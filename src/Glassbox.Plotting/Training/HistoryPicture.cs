namespace Glassbox.Plotting;

/// <summary>Training curves.</summary>
internal static class HistoryPicture
{
    private const string Validation = "val_";

    public static Figure Draw(History history, Theme? theme)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (history.Epoch.Count == 0)
        {
            throw new ArgumentException("The history is empty: no epoch ran. Train the model first: model.Fit(x, y).", nameof(history));
        }

        // The loss first; an entry measured only in validation gets its own plot.
        string[] names = [.. history.Keys.Select(key =>
            key.StartsWith(Validation, StringComparison.Ordinal) ? key[Validation.Length..] : key).Distinct().OrderBy(name =>
            name != "loss")];
        var columns = Math.Min(2, names.Length);
        var rows = ((names.Length - 1) / columns) + 1;
        var figure = new Figure(columns == 1 ? 6.4 : 9.6, 3.8 * rows, theme: theme);
        for (var i = 0; i < names.Length; i++)
        {
            var axes = figure.Subplot(rows, columns, i + 1).Title(names[i]).XLabel("epoch").Grid();
            Curve(axes, history, names[i], "training");
            Curve(axes, history, Validation + names[i], "validation");
            var falls = names[i].Contains("loss", StringComparison.Ordinal) || names[i].Contains("error", StringComparison.Ordinal);
            axes.Legend(falls ? "upper right" : "lower right");
            if (history.Epoch.Count <= 12)
            {
                axes.XTicks([.. history.Epoch.Select(epoch => epoch + 1.0)]);
            }
        }

        return figure;
    }

    private static void Curve(Axes axes, History history, string key, string label)
    {
        if (history.ContainsKey(key))
        {
            // Values not measured in every epoch, as with validationFreq, belong to the last epoch of each period.
            var values = history[key];
            double[] epochs = [.. Enumerable.Range(0, values.Count)
                .Select(i => history.Epoch[((i + 1) * history.Epoch.Count / values.Count) - 1] + 1.0)];
            axes.Plot(epochs, values.ToArray(), label, marker: values.Count <= 30);
        }
    }
}

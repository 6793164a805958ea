namespace Glassbox.Plotting;

/// <summary>Mistakes and uncertain predictions, a labeled row each.</summary>
internal static class MistakesPicture
{
    public static Figure Draw(Tensor images, Judgement judged, int each, Theme? theme)
    {
        (string Name, IReadOnlyList<int> Samples)[] kinds =
            [("surest mistakes", judged.SurestMistakes(each)), ("least sure", judged.LeastSure(each))];
        var rows = Array.FindAll(kinds, kind => kind.Samples.Count > 0);
        var columns = rows.Max(row => row.Samples.Count);
        var figure = new Figure(Math.Max(4, 0.3 + (columns * 1.7)), 0.4 + (rows.Length * 2.1), theme: theme)
            .SupTitle(rows.Length == 1 ? "No mistakes; the least sure decisions" : "The surest mistakes and the least sure decisions");
        for (var row = 0; row < rows.Length; row++)
        {
            var (name, samples) = rows[row];
            for (var i = 0; i < samples.Count; i++)
            {
                var (sample, decision) = (samples[i], judged.Decision(samples[i]));
                var axes = figure.Subplot(rows.Length, columns, (row * columns) + i + 1).ImShow(images[sample], Pictures.Gray).Ticks(false)
                    .XLabel($"{Pictures.Percent(judged.Certainty(sample))} sure");
                _ = judged.IsWrong(sample)
                    ? axes.Title($"{judged.Label(sample)}, taken for {decision}", Judgement.Wrong, 13)
                    : axes.Title($"{decision}, right", size: 13);
                if (i == 0)
                {
                    axes.YLabel(name);
                }
            }
        }

        return figure;
    }
}

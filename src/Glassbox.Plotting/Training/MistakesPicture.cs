namespace Glassbox.Plotting;

/// <summary>Mistakes and doubtful decisions, a row each with its name beside it.</summary>
internal static class MistakesPicture
{
    public static Figure Draw(Tensor images, Judgement judged, int each, Theme? theme)
    {
        (string Name, IReadOnlyList<int> Samples)[] rows =
            [.. new[] { ("surest mistakes", judged.SurestMistakes(each)), ("least sure", judged.LeastSure(each)) }.Where(row => row.Item2.Count > 0)];
        var columns = rows.Max(row => row.Samples.Count);
        var figure = new Figure(Math.Max(4, 0.3 + (columns * 1.7)), 0.4 + (rows.Length * 2.1), theme: theme)
            .SupTitle(rows.Length == 1 ? "No mistakes; the least sure decisions" : "The surest mistakes and the least sure decisions");
        for (var row = 0; row < rows.Length; row++)
        {
            var (name, samples) = rows[row];
            for (var i = 0; i < samples.Count; i++)
            {
                var (sample, wrong) = (samples[i], judged.IsWrong(samples[i]));
                var axes = figure.Subplot(rows.Length, columns, (row * columns) + i + 1).ImShow(images[sample], Pictures.Gray).Ticks(false)
                    .Title(wrong ? $"{judged.Label(sample)}, taken for {judged.Decision(sample)}" : $"{judged.Decision(sample)}, right", wrong ? Judgement.Wrong : null, 13)
                    .XLabel($"{Pictures.Percent(judged.Certainty(sample))} sure");
                if (i == 0)
                {
                    axes.YLabel(name);
                }
            }
        }

        return figure;
    }
}

using System.Globalization;
using Glassbox.Layers;

namespace Glassbox.Plotting;

/// <summary>The figures that a tutorial draws: digits, pixel values, decisions, curves of the training, mistakes, weights. Each is a <see cref="Figure"/> to save or to draw on.</summary>
public static class Pictures
{
    private const string Gray = "gray";

    /// <summary>A grid of images, each under its title, without ticks.</summary>
    /// <param name="images">[count, height, width], or [count, height, width, channels].</param>
    /// <param name="titles">One for each image, such as <c>Digit: 5</c>; none by default.</param>
    /// <param name="columns">How many images stand side by side; by default about as many as rows.</param>
    /// <param name="colormap">The colours of numbers.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">They are no images, or there are more or fewer titles.</exception>
    public static Figure Images(Tensor images, IReadOnlyList<string>? titles = null, int? columns = null, Colormap? colormap = null, Theme? theme = null)
    {
        CheckImages(images);
        var count = images.Shape[0];
        if (titles is not null && titles.Count != count)
        {
            throw new ArgumentException($"There are {count} images and {titles.Count} titles; they must be as many.", nameof(titles));
        }

        var across = Math.Clamp(columns ?? (int)Math.Ceiling(Math.Sqrt(count)), 1, count);
        var rows = ((count - 1) / across) + 1;
        var figure = new Figure(Math.Max(2, across * 1.6), Math.Max(1.6, rows * (titles is null ? 1.6 : 1.85)), theme: theme);
        for (var i = 0; i < count; i++)
        {
            var axes = figure.Subplot(rows, across, i + 1).ImShow(images[i], colormap ?? Gray).Ticks(false);
            if (titles is not null)
            {
                axes.Title(titles[i], size: 14);
            }
        }

        return figure;
    }

    /// <summary>An image above the histogram of its pixel values.</summary>
    /// <param name="image">[height, width].</param>
    /// <param name="title">The title of the image.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">It is no image.</exception>
    public static Figure PixelDistribution(Tensor image, string? title = null, Theme? theme = null)
    {
        var figure = new Figure(5, 6, theme: theme);
        var shown = figure.Subplot(2, 1, 1).ImShow(image, Gray).Ticks(false);
        if (title is not null)
        {
            shown.Title(title);
        }

        figure.Subplot(2, 1, 2).Hist(image, bins: 32).Title("Pixel Value Distribution").XLabel("value").YLabel("pixels");
        return figure;
    }

    /// <summary>Images beside the bars of their probabilities, a row each; the decision is marked, and the title says whether it is right.</summary>
    /// <param name="images">[count, height, width].</param>
    /// <param name="probabilities">[count, classes].</param>
    /// <param name="labels">[count]: the right classes; by default unknown.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">They do not fit together, or a probability is not from 0 to 1.</exception>
    public static Figure Predictions(Tensor images, Tensor probabilities, Tensor? labels = null, Theme? theme = null)
    {
        CheckImages(images);
        Judgement.CheckProbabilities(probabilities, images.Shape[0]);
        var (count, classes) = (images.Shape[0], probabilities.Shape[1]);
        var truth = labels is null ? null : Judgement.Labels(labels, count, classes);
        var figure = new Figure(7.2, 2.6 * count, theme: theme);
        for (var i = 0; i < count; i++)
        {
            var (decision, certainty) = Judgement.Decision(probabilities[i]);
            var right = truth is null || truth[i] == decision;
            figure.Subplot(count, 2, (2 * i) + 1).ImShow(images[i], Gray).Ticks(false).Title(truth is null ? "" : $"Digit: {truth[i]}", size: 14);
            figure.Subplot(count, 2, (2 * i) + 2).Bar(null, probabilities[i], highlight: decision).YLim(0, 1.05)
                .Title($"Decision: {decision} ({Percent(certainty)})", right ? null : Judgement.Wrong, 14).YLabel("probability");
        }

        return figure;
    }

    /// <summary>The curves of a training: the loss, and beside it each metric; training and validation together.</summary>
    /// <param name="history">What <c>Fit</c> gives back.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">No epoch ran.</exception>
    public static Figure History(History history, Theme? theme = null) => HistoryPicture.Draw(history, theme);

    /// <summary>How often each class was taken for each other: rows are the right classes, columns the decisions.</summary>
    /// <param name="labels">[count]: the right classes.</param>
    /// <param name="predictions">[count] classes, or [count, classes] probabilities.</param>
    /// <param name="names">What the classes are called; 0, 1, 2, … by default.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">They are not as many, a class is negative, or there are too few names.</exception>
    public static Figure ConfusionMatrix(Tensor labels, Tensor predictions, IReadOnlyList<string>? names = null, Theme? theme = null) =>
        ConfusionPicture.Draw(labels, predictions, names, theme);

    /// <summary>The worst decisions (wrong, and sure of it), and below them the least sure ones.</summary>
    /// <param name="images">[count, height, width].</param>
    /// <param name="labels">[count]: the right classes.</param>
    /// <param name="probabilities">[count, classes].</param>
    /// <param name="each">How many of both kinds.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">They do not fit together, or a probability is not from 0 to 1.</exception>
    public static Figure Mistakes(Tensor images, Tensor labels, Tensor probabilities, int each = 6, Theme? theme = null)
    {
        CheckImages(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        Judgement.CheckProbabilities(probabilities, images.Shape[0]);
        var truth = Judgement.Labels(labels, images.Shape[0], probabilities.Shape[1]);
        var (wrong, unsure) = (Judgement.MostWrong(probabilities, truth, each), Judgement.LeastSure(probabilities, each));
        var columns = Math.Max(1, Math.Min(each, Math.Max(wrong.Count, unsure.Count)));
        var figure = new Figure(Math.Max(4, columns * 1.7), 4.6, theme: theme).SupTitle(wrong.Count == 0 ? "No mistakes; the least sure decisions" : "The most wrong and the least sure decisions");
        foreach (var (list, row) in new[] { (wrong, 0), (unsure, 1) })
        {
            for (var i = 0; i < list.Count; i++)
            {
                var (decision, certainty) = Judgement.Decision(probabilities[list[i]]);
                figure.Subplot(2, columns, (row * columns) + i + 1).ImShow(images[list[i]], Gray).Ticks(false)
                    .Title(truth[list[i]] == decision ? $"{decision}, right" : $"{truth[list[i]]}, taken for {decision}", truth[list[i]] == decision ? null : Judgement.Wrong, 13).XLabel(Percent(certainty));
            }
        }

        return figure;
    }

    /// <summary>What each unit of the first layer looks for, as images: blue where the input speaks for it, red where against. The units with the largest weights come first.</summary>
    /// <param name="layer">A layer whose first weight is [inputs, units] (a dense layer on flattened images) or [height, width, channels, units] (a convolution; its channels are summed up).</param>
    /// <param name="imageShape">The shape of the images that go in; by default a square.</param>
    /// <param name="count">How many units at most.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="InvalidOperationException">The layer has no weights: it is not built, or of a kind that has none.</exception>
    /// <exception cref="ArgumentException">The weights do not make images of that shape.</exception>
    public static Figure Weights(Layer layer, Shape? imageShape = null, int count = 36, Theme? theme = null) => WeightsPicture.Draw(layer, imageShape, count, theme);

    internal static string Percent(double fraction) => fraction.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static void CheckImages(Tensor images)
    {
        if (images.Rank is not (3 or 4) || images.Size == 0)
        {
            throw new ArgumentException($"Images have shape (count, height, width), or (count, height, width, channels); received {images.Shape}. One image alone: x[..1].", nameof(images));
        }
    }
}

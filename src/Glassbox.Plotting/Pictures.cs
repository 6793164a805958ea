using System.Globalization;
using Glassbox.Layers;

namespace Glassbox.Plotting;

/// <summary>
/// The figures that a tutorial draws: digits, pixel values, decisions, curves of the training, mistakes, weights. Each is a
/// <see cref="Figure"/> to save or to draw on.
/// </summary>
public static class Pictures
{
    internal const string Gray = "gray";

    /// <summary>A grid of images, each under its title, without ticks.</summary>
    /// <param name="images">[count, height, width], or [count, height, width, channels].</param>
    /// <param name="titles">One for each image, such as <c>Digit: 5</c>; none by default.</param>
    /// <param name="columns">How many images stand side by side; by default about as many as rows.</param>
    /// <param name="colormap">The colours of numbers.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">They are no images, or there are more or fewer titles.</exception>
    public static Figure Images(Tensor images, IReadOnlyList<string>? titles = null, int? columns = null, Colormap? colormap = null,
        Theme? theme = null)
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

    /// <summary>
    /// Images beside the bars of their probabilities, a row each; the decision is marked, and the title says whether it is right.
    /// </summary>
    /// <param name="images">[count, height, width].</param>
    /// <param name="probabilities">[count, classes]; or [count, 1] or [count], the probability of class 1 of a single output unit.</param>
    /// <param name="labels">The right classes, by default unknown: [count] or [count, 1] numbers of any type, or one-hot rows.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">They do not fit together, or a probability is not from 0 to 1.</exception>
    public static Figure Predictions(Tensor images, Tensor probabilities, Tensor? labels = null, Theme? theme = null)
    {
        CheckImages(images);
        var count = images.Shape[0];
        var judged = new Judgement(probabilities, labels, count);
        var figure = new Figure(7.2, 2.6 * count, theme: theme);
        for (var i = 0; i < count; i++)
        {
            var decision = judged.Decision(i);
            var title = $"Decision: {decision} ({Percent(judged.Certainty(i))})";
            figure.Subplot(count, 2, (2 * i) + 1).ImShow(images[i], Gray).Ticks(false)
                .Title(judged.Label(i) is { } label ? $"Digit: {label}" : "", size: 14);
            var bars = figure.Subplot(count, 2, (2 * i) + 2).Bar(null, judged.Probabilities[i], highlight: decision)
                .YLim(0, 1.05).YLabel("probability");
            _ = judged.IsWrong(i) ? bars.Title($"{title}, wrong", Judgement.Wrong, 14) : bars.Title(title, size: 14);
        }

        return figure;
    }

    /// <summary>The curves of a training: the loss, and beside it each metric; training and validation together.</summary>
    /// <param name="history">What <c>Fit</c> gives back.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">No epoch ran.</exception>
    public static Figure History(History history, Theme? theme = null) => HistoryPicture.Draw(history, theme);

    /// <summary>How often each class was taken for each other: rows are the right classes, columns the decisions.</summary>
    /// <param name="labels">The right classes: [count] or [count, 1] numbers of any type, or one-hot rows.</param>
    /// <param name="predictions">
    /// [count, classes] probabilities, logits or one-hot rows; or [count] or [count, 1]: class numbers, or the probability of class 1 of a
    /// single output unit.
    /// </param>
    /// <param name="names">What the classes are called; 0, 1, 2, … by default.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">They are not as many, a number is no class, or there are too few names.</exception>
    public static Figure ConfusionMatrix(Tensor labels, Tensor predictions, IReadOnlyList<string>? names = null, Theme? theme = null) =>
        ConfusionPicture.Draw(labels, predictions, names, theme);

    /// <summary>The mistakes that the model was surest of, and below them the least sure decisions.</summary>
    /// <param name="images">[count, height, width].</param>
    /// <param name="labels">The right classes: [count] or [count, 1] numbers of any type, or one-hot rows.</param>
    /// <param name="probabilities">[count, classes]; or [count, 1] or [count], the probability of class 1 of a single output unit.</param>
    /// <param name="each">How many of both kinds.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="ArgumentException">They do not fit together, or a probability is not from 0 to 1.</exception>
    public static Figure Mistakes(Tensor images, Tensor labels, Tensor probabilities, int each = 6, Theme? theme = null)
    {
        CheckImages(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        return MistakesPicture.Draw(images, new Judgement(probabilities, labels, images.Shape[0]), each, theme);
    }

    /// <summary>
    /// What each unit of the first layer looks for, as images: blue where the input speaks for it, red where against. The units with the
    /// largest weights come first.
    /// </summary>
    /// <param name="layer">A layer whose first weight is [inputs, units] (a dense layer on flattened images) or [height, width, channels,
    /// units] (a convolution; its channels are summed up).</param>
    /// <param name="imageShape">The shape of the images that go in; by default a square.</param>
    /// <param name="count">How many units at most.</param>
    /// <param name="theme">The colours of the figure.</param>
    /// <exception cref="InvalidOperationException">The layer has no weights: it is not built, or of a kind that has none.</exception>
    /// <exception cref="ArgumentException">The weights do not make images of that shape.</exception>
    public static Figure Weights(Layer layer, Shape? imageShape = null, int count = 36, Theme? theme = null) =>
        WeightsPicture.Draw(layer, imageShape, count, theme);

    internal static string Percent(double fraction) => fraction.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static void CheckImages(Tensor images)
    {
        if (images.Rank is not (3 or 4) || images.Size == 0)
        {
            throw new ArgumentException("Images have shape (count, height, width), or (count, height, width, channels); received "
                + $"{images.Shape}. One image alone: x[..1].", nameof(images));
        }
    }
}

using System.Globalization;
using Glassbox.Layers;

namespace Glassbox.Plotting;

/// <summary>
/// Ready-made figures: image grids, pixel histograms, predictions, training curves, confusion matrices, mistakes, weights. Each returns a
/// <see cref="Figure"/> to save or draw on.
/// </summary>
public static class Pictures
{
    internal const string Gray = "gray";

    /// <summary>A grid of images with titles, without ticks.</summary>
    /// <param name="images">[count, height, width], or [count, height, width, channels].</param>
    /// <param name="titles">One title per image, such as <c>Digit: 5</c>; none by default.</param>
    /// <param name="columns">Number of columns; by default about as many as rows.</param>
    /// <param name="colormap">Colormap of single-channel images.</param>
    /// <param name="theme">Color theme of the figure.</param>
    /// <exception cref="ArgumentException">The shape is not that of a batch of images, or the counts of titles and images
    /// differ.</exception>
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
    /// <param name="title">Title of the image.</param>
    /// <param name="theme">Color theme of the figure.</param>
    /// <exception cref="ArgumentException">The shape is not that of an image.</exception>
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
    /// Each image beside a bar chart of its class probabilities, with the decision highlighted and marked right or wrong in the title.
    /// </summary>
    /// <param name="images">[count, height, width].</param>
    /// <param name="probabilities">[count, classes]; or [count, 1] or [count], the probability of class 1 of a single output unit.</param>
    /// <param name="labels">True classes, unknown by default: [count] or [count, 1] indices of any type, or one-hot rows.</param>
    /// <param name="theme">Color theme of the figure.</param>
    /// <exception cref="ArgumentException">The arguments do not match, or a probability is not in [0, 1].</exception>
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

    /// <summary>Training curves: the loss and, beside it, each metric, for training and validation.</summary>
    /// <param name="history">The result of <c>Fit</c>.</param>
    /// <param name="theme">Color theme of the figure.</param>
    /// <exception cref="ArgumentException">The history has no epochs.</exception>
    public static Figure History(History history, Theme? theme = null) => HistoryPicture.Draw(history, theme);

    /// <summary>Confusion matrix: rows are the true classes, columns the predicted ones.</summary>
    /// <param name="labels">True classes: [count] or [count, 1] indices of any type, or one-hot rows.</param>
    /// <param name="predictions">[count, classes] probabilities, logits or one-hot rows; or [count] or [count, 1]: class indices, or the
    /// probability of class 1 of a single output unit.</param>
    /// <param name="names">Class names; 0, 1, 2, … by default.</param>
    /// <param name="theme">Color theme of the figure.</param>
    /// <exception cref="ArgumentException">The counts differ, a label is not a class, or there are too few names.</exception>
    public static Figure ConfusionMatrix(Tensor labels, Tensor predictions, IReadOnlyList<string>? names = null, Theme? theme = null) =>
        ConfusionPicture.Draw(labels, predictions, names, theme);

    /// <summary>The wrong predictions with the highest confidence, and below them the predictions with the lowest.</summary>
    /// <param name="images">[count, height, width].</param>
    /// <param name="labels">True classes: [count] or [count, 1] indices of any type, or one-hot rows.</param>
    /// <param name="probabilities">[count, classes]; or [count, 1] or [count], the probability of class 1 of a single output unit.</param>
    /// <param name="each">Number of each kind.</param>
    /// <param name="theme">Color theme of the figure.</param>
    /// <exception cref="ArgumentException">The arguments do not match, or a probability is not in [0, 1].</exception>
    public static Figure Mistakes(Tensor images, Tensor labels, Tensor probabilities, int each = 6, Theme? theme = null)
    {
        CheckImages(images);
        ArgumentOutOfRangeException.ThrowIfLessThan(each, 1);
        return MistakesPicture.Draw(images, new Judgement(probabilities, labels, images.Shape[0]), each, theme);
    }

    /// <summary>
    /// The weights of the first layer's units as images: blue for positive, red for negative weights. Units with the largest weights come
    /// first.
    /// </summary>
    /// <param name="layer">A layer whose first weight is [inputs, units] (a dense layer on flattened images) or [height, width, channels,
    /// units] (a convolution, summed over its channels).</param>
    /// <param name="imageShape">Shape of the input images; square by default.</param>
    /// <param name="count">Maximum number of units.</param>
    /// <param name="theme">Color theme of the figure.</param>
    /// <exception cref="InvalidOperationException">The layer has no weights: it is not built, or of a type without weights.</exception>
    /// <exception cref="ArgumentException">The weights cannot be reshaped to images of that shape.</exception>
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

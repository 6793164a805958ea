using Glassbox.Datasets;

namespace Glassbox.Images;

/// <summary>Order and split of files.</summary>
internal sealed class ImageSplit
{
    private readonly bool shuffle;
    private readonly int? seed;
    private readonly double? validationSplit;
    private readonly string? subset;

    public ImageSplit(bool shuffle, int? seed, double? validationSplit, string? subset)
    {
        if (validationSplit is { } part && !(part > 0 && part < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(validationSplit), part,
                $"validationSplit must be between 0 and 1; received {part}.");
        }

        if (subset == "both")
        {
            throw new ArgumentException("The subset \"both\" is two data sets: use Utils.ImageDatasetsFromDirectory.",
                nameof(subset));
        }

        if (subset is not (null or "training" or "validation"))
        {
            throw new ArgumentException(Identifiers.Unknown("subset", subset, ["training", "validation"]), nameof(subset));
        }

        if (subset is null != validationSplit is null)
        {
            throw new ArgumentException("validationSplit specifies the fraction held out for validation, and subset which part to use: set "
                + "both, or neither.", nameof(subset));
        }

        if (validationSplit is not null && shuffle && seed is null)
        {
            throw new ArgumentException("A split of shuffled files needs a seed: without it the parts for training and validation would "
                + "overlap.", nameof(seed));
        }

        (this.shuffle, this.seed, this.validationSplit, this.subset) = (shuffle, seed, validationSplit, subset);
    }

    /// <summary>The selected part of the files, shuffled as in Keras for the same seed.</summary>
    public ImageIndex Apply(ImageIndex files, bool verbose)
    {
        var count = files.Paths.Count;
        var order = shuffle ? NumPyShuffle.Permutation(count, (uint?)seed ?? (uint)RandomSeed.Next()).Select(i => (int)i)
            : Enumerable.Range(0, count);
        var validation = (int)((validationSplit ?? 0) * count);
        var part = subset == "validation" ? order.Skip(count - validation) : order.Take(count - validation);
        var taken = files.Take(part);
        if (taken.Paths.Count == 0)
        {
            throw new ArgumentException($"There are no images for {subset}: {count} files, of which {validationSplit} are {validation} "
                + "for validation.", nameof(files));
        }

        if (verbose && subset is not null)
        {
            Console.WriteLine($"Using {taken.Paths.Count} files for {subset}.");
        }

        return taken;
    }
}

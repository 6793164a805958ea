namespace Glassbox;

public static partial class Utils
{
    /// <summary>Splits samples in two: <c>var (train, test) = Utils.SplitDataset((x, y), leftSize: 0.8, shuffle: true)</c>.</summary>
    /// <param name="dataset">The samples, with optional targets and weights.</param>
    /// <param name="leftSize">Size of the left part: a fraction below 1, or an integer number of samples; by default the complement of the
    /// right one.</param>
    /// <param name="rightSize">Size of the right part, taken from the end; by default the complement of the left one.</param>
    /// <param name="shuffle">Whether the samples are shuffled first.</param>
    /// <param name="seed">Seed of the shuffling; by default the program's own sequence (see <see cref="SetRandomSeed"/>).</param>
    /// <exception cref="ArgumentException">No size is set, a size is out of range, the sizes add up to too much, or a part would be
    /// empty.</exception>
    /// <remarks>Source: <see href="https://keras.io/api/utils/python_utils/"/>.</remarks>
    public static (Batch Left, Batch Right) SplitDataset(Batch dataset, double? leftSize = null, double? rightSize = null,
        bool shuffle = false, int? seed = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        // Checks that all components have equal numbers of samples.
        _ = new TensorFeed(dataset, 1, shuffle: false);
        var (left, right) = SplitSizes(leftSize, rightSize, dataset.Count);
        if (shuffle)
        {
            var order = Tensor.FromSpan<long>(TensorFeed.Permutation(dataset.Count, RandomSeed.Resolve(seed)));
            dataset = dataset.Map(part => Ops.Take(part, order));
        }

        return (dataset.Map(part => part[..left]), dataset.Map(part => part[^right..]));
    }

    /// <summary>Splits the rows of a tensor in two.</summary>
    /// <inheritdoc cref="SplitDataset(Batch, double?, double?, bool, int?)"/>
    public static (Tensor Left, Tensor Right) SplitDataset(Tensor dataset, double? leftSize = null, double? rightSize = null,
        bool shuffle = false, int? seed = null)
    {
        var (left, right) = SplitDataset(new Batch(dataset), leftSize, rightSize, shuffle, seed);
        return (left.X, right.X);
    }

    private static (int Left, int Right) SplitSizes(double? leftSize, double? rightSize, int samples)
    {
        if (leftSize is null && rightSize is null)
        {
            throw new ArgumentException("SplitDataset needs leftSize or rightSize, or both; received neither.", nameof(leftSize));
        }

        int? left = leftSize is { } l ? Samples(nameof(leftSize), l, samples) : null;
        int? right = rightSize is { } r ? Samples(nameof(rightSize), r, samples) : null;
        var sizes = (Left: left ?? samples - right!.Value, Right: right ?? samples - left!.Value);
        if (sizes.Left + sizes.Right > samples)
        {
            throw new ArgumentException($"leftSize {leftSize} and rightSize {rightSize} make {sizes.Left} and {sizes.Right} of {samples} "
                + "samples, more than there are.", nameof(leftSize));
        }

        return sizes.Left > 0 && sizes.Right > 0
            ? sizes
            : throw new ArgumentException($"Of {samples} samples this leaves {sizes.Left} for the left part and {sizes.Right} for the "
            + "right; choose sizes that leave some for both.", nameof(leftSize));
    }

    /// <summary>Converts a size to a number of samples, rounding half to even as Python does.</summary>
    private static int Samples(string name, double size, int samples) => size switch
    {
        > 0 and < 1 => (int)Math.Round(size * samples, MidpointRounding.ToEven),
        >= 1 when double.IsInteger(size) && size < samples => (int)size,
        _ => throw new ArgumentOutOfRangeException(name, $"{size}",
        $"{name} must be a fraction between 0 and 1, or an integer number of samples less than {samples}; received {size}."),
    };
}

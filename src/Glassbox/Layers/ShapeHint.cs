namespace Glassbox.Layers;

/// <summary>Advice for data whose shape a layer or model does not expect.</summary>
internal static class ShapeHint
{
    /// <summary>The advice, with a leading space; empty if none is certain.</summary>
    /// <param name="expected">The expected shape, with the batch axis first.</param>
    /// <param name="received">The received shape.</param>
    public static string For(Shape expected, Shape received)
    {
        if (expected.Rank == 0 || received.Rank == 0 || !received.IsKnown)
        {
            return "";
        }

        var wanted = expected[1..];
        if (IsOneSample(expected, received))
        {
            return " This is one sample, and the first axis counts samples: give it a batch axis, x[..1] of all samples or "
                + "Ops.ExpandDims(x, 0).";
        }

        var given = received[1..];
        return Transposed(wanted, given) is { } order ? $" Move the channels: Ops.Transpose(x, [{string.Join(", ", order)}])."
            : Reshapes(wanted, given) ? $" Reshape the data first: x.Reshape(-1, {string.Join(", ", wanted)})."
            : Picture(wanted, given);
    }

    /// <summary>Whether a shape is that of a single sample, without a batch axis.</summary>
    public static bool IsOneSample(Shape expected, Shape received) => expected.Rank > 1 && received.IsKnown
        && ((received.Rank == expected.Rank - 1 && expected[1..].Accepts(received))
        || (received.Rank == expected.Rank - 2 && received.Rank > 0 && expected[^1] == 1 && expected[1..^1].Accepts(received)));

    /// <summary>The permutation between channels-first and channels-last that fixes the shape; null if that is not the cause.</summary>
    private static int[]? Transposed(Shape wanted, Shape given)
    {
        if (wanted.Rank < 3 || given.Rank != wanted.Rank)
        {
            return null;
        }

        int[] toLast = [0, .. Enumerable.Range(2, wanted.Rank - 1), 1];
        int[] toFirst = [0, wanted.Rank, .. Enumerable.Range(1, wanted.Rank - 1)];
        return new[] { toLast, toFirst }.FirstOrDefault(order =>
            wanted.Accepts([.. order.Skip(1).Select(axis => given[axis - 1])]));
    }

    /// <summary>Whether the shapes differ only by axes of size 1 or merged adjacent axes, so that a reshape moves no elements.</summary>
    private static bool Reshapes(Shape wanted, Shape given)
    {
        if (!wanted.IsKnown)
        {
            return false;
        }

        int[] a = [.. wanted.Where(extent => extent != 1)], b = [.. given.Where(extent => extent != 1)];
        return Refines(a, b) || Refines(b, a);
    }

    /// <summary>Whether each size of the second shape is the product of consecutive sizes of the first.</summary>
    private static bool Refines(int[] fine, int[] coarse)
    {
        var next = 0;
        foreach (var extent in coarse)
        {
            var product = 1L;
            while (product < extent && next < fine.Length)
            {
                product *= fine[next++];
            }

            if (product != extent)
            {
                return false;
            }
        }

        return next == fine.Length;
    }

    /// <summary>Advice for images with another size or number of channels.</summary>
    private static string Picture(Shape wanted, Shape given)
    {
        if (wanted.Rank != 3 || given.Rank != 3)
        {
            return "";
        }

        var ((height, width, channels), (h, w, c)) = ((wanted[0], wanted[1], wanted[2]), (given[0], given[1], given[2]));
        if (channels != Shape.Unknown && c != channels && (c is not (1 or 3 or 4) || channels is not (1 or 3 or 4)))
        {
            return "";
        }

        var sized = (height == Shape.Unknown || height == h) && (width == Shape.Unknown || width == w);
        var size = sized || height == Shape.Unknown || width == Shape.Unknown ? ""
            : $" The images are {h} × {w}, and {height} × {width} are expected: resize them with new Resizing({height}, {width}), "
            + $"or load them with imageSize: [{height}, {width}].";
        var mode = channels switch { 1 => "grayscale", 3 => "rgb", _ => "rgba" };
        return size + (channels == Shape.Unknown || c == channels ? ""
            : $" The images have {c} channel{(c == 1 ? "" : "s")}, and {channels} {(channels == 1 ? "is" : "are")} expected: load "
                + "them with "
            + $"colorMode: \"{mode}\"{(channels == 1 && c == 3 ? ", or take their mean: Ops.Mean(x, -1, keepdims: true)" : "")}.");
    }
}

namespace Glassbox.Layers;

/// <summary>Encodes class indices as one-hot, multi-hot or count vectors.</summary>
internal static class CategoryEncoder
{
    private static readonly string[] Modes = ["one_hot", "multi_hot", "count"];

    /// <summary>Returns the mode after checking it.</summary>
    /// <exception cref="ArgumentException">The mode is unknown.</exception>
    public static string Checked(string outputMode, string owner, bool orInt = false) =>
        Modes.Contains(outputMode) || (orInt && outputMode == "int")
        ? outputMode
        : throw new ArgumentException($"{owner}: {Identifiers.Unknown("outputMode", outputMode, orInt ? ["int", .. Modes] : Modes)}",
        nameof(outputMode));

    /// <summary>The shape of the encoding.</summary>
    public static Shape OutputShape(Shape input, string mode, int tokens, string owner) => (mode, input.Rank > 1 ? input[^1] : 0) switch
    {
        ("one_hot", Shape.Unknown) => throw new ArgumentException($"{owner} drops a last axis of size 1, and must know whether it is "
            + $"1; received input of shape {input}.", nameof(input)),
        ("one_hot", not 1) => [.. input, tokens],
        (not "one_hot", 0) => [.. input, tokens],
        _ => [.. input[..^1], tokens],
    };

    /// <summary>Encodes class indices of shape (…, n): one vector per index for one_hot, otherwise one per sample.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A class index is out of range.</exception>
    public static Tensor Encode(Tensor x, string mode, int tokens, DType dtype, string owner, Tensor? countWeights = null)
    {
        var classes = x.Cast(DType.Int64);
        if (classes.Size > 0 && ((long)Ops.Min(classes) < 0 || (long)Ops.Max(classes) >= tokens))
        {
            throw new ArgumentOutOfRangeException(nameof(x), $"{owner} with {tokens} tokens accepts integers from 0 to {tokens - 1}; "
                + $"received values from {Ops.Min(classes)} to {Ops.Max(classes)}.");
        }

        if (mode == "one_hot" && classes.Rank > 1 && classes.Shape[^1] == 1)
        {
            classes = Ops.Squeeze(classes, -1);
        }

        var alone = mode != "one_hot" && classes.Rank == 1;
        ExtentMath.Fit(
            [.. classes.Shape, tokens], owner, "the encoding of each index",
                "Encode fewer indices at a time, or use fewer tokens.");
        var each = Ops.OneHot(alone ? Ops.ExpandDims(classes, -1) : classes, tokens, dtype);
        if (countWeights is not null)
        {
            each *= Ops.ExpandDims(alone ? Ops.ExpandDims(countWeights, -1) : countWeights, -1);
        }

        return mode switch { "one_hot" => each, "count" => Ops.Sum(each, -2), _ => Ops.Max(each, -2) };
    }
}

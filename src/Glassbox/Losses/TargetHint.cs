namespace Glassbox.Losses;

/// <summary>Advice for targets whose shape a loss does not expect.</summary>
internal static class TargetHint
{
    /// <summary>The advice; null if none is certain.</summary>
    /// <param name="y">Shape of the targets.</param>
    /// <param name="predicted">Shape of the predictions.</param>
    public static string? For(Shape y, Shape predicted)
    {
        if (y.Rank == 0 || predicted.Rank < 2 || y[0] != predicted[0])
        {
            return null;
        }

        if (predicted.Rank > 2 && y.Rank <= 2 && (y.Rank == 1 || y[^1] == predicted[^1] || y[^1] == 1))
        {
            var pooling = predicted.Rank <= 5 ? $" or GlobalAveragePooling{predicted.Rank - 2}D" : "";
            return $"There is one target per sample, and the model returns {predicted[^1]} values for each of its "
                + $"{string.Join(" × ", predicted.Skip(1).SkipLast(1))} positions: a Flatten{pooling} layer is missing before its "
                + "last Dense.";
        }

        return y.Rank == predicted.Rank && y[^1] > 1 && predicted[^1] > 1 && y[^1] != predicted[^1] && y[1..^1].Equals(predicted[1..^1])
            ? $"The targets have {y[^1]} classes, and the model returns {predicted[^1]} values: give its last layer one unit for each "
            + $"class, Dense({y[^1]})."
            : null;
    }
}

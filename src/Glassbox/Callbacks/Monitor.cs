namespace Glassbox.Callbacks;

/// <summary>Watches a figure: which way is better, and whether it got better.</summary>
/// <param name="owner">The callback, for messages.</param>
/// <param name="name">The figure's name in the logs, such as <c>val_loss</c>.</param>
/// <param name="mode">min, max or auto, which goes by the name.</param>
/// <param name="minDelta">How much better it must be to count.</param>
internal sealed class Monitor(string owner, string name, string mode, double minDelta = 0)
{
    private static readonly string[] LargerIsBetter =
        ["acc", "auc", "precision", "recall", "f1_score", "fbeta_score", "iou", "io_u", "r2_score", "similarity", "correlation",
            "sensitivity", "specificity", "true_"];

    private static readonly string[] SmallerIsBetter =
        ["loss", "error", "entropy", "mse", "mae", "mape", "msle", "hinge", "divergence", "kld", "poisson", "logcosh", "log_cosh", "false_",
            "bce", "ce"];

    private readonly bool larger = mode switch
    {
        "max" => true,
        "min" => false,
        "auto" when LargerIsBetter.Any(part => name.Contains(part, StringComparison.Ordinal))
        && !name.EndsWith("loss", StringComparison.Ordinal) =>
        true, "auto" when SmallerIsBetter.Any(part => name.Contains(part, StringComparison.Ordinal)) => false, "auto" =>
        throw new ArgumentException($"{owner}: it does not follow from the name '{name}' whether more of it is better. Say it: mode: "
        + "\"min\" or mode: \"max\".", nameof(mode)), _ =>
        throw new ArgumentException(Identifiers.Unknown("mode", mode, ["auto", "min", "max"]), nameof(mode)),
    };

    private readonly double minDelta = Setting.Finite(minDelta);
    private bool warned;

    public string Name => name;

    /// <summary>The figure of an epoch; null, with a line said once, where it was not measured.</summary>
    public double? Value(Logs logs)
    {
        if (logs.TryGetValue(name, out var value))
        {
            return value;
        }

        if (!warned)
        {
            warned = true;
            Console.WriteLine($"\n{owner} watches '{name}', which was not measured. There are: {string.Join(", ", logs.Keys)}.");
        }

        return null;
    }

    /// <summary>Whether a value is better than another, or the first.</summary>
    public bool IsBetter(double value, double? than) =>
        than is not { } reference || (larger ? value - Math.Abs(minDelta) > reference : value + Math.Abs(minDelta) < reference);
}

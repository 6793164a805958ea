using Glassbox.Metrics;

namespace Glassbox.Callbacks;

/// <summary>Tracks a monitored value: which direction is better, and whether it improved.</summary>
/// <param name="owner">Name of the callback, for messages.</param>
/// <param name="name">Name in the logs, such as <c>val_loss</c>.</param>
/// <param name="mode">min, max, or auto, which is decided by the model's metric or the exact name of a metric.</param>
/// <param name="minDelta">Minimum change that counts as an improvement.</param>
internal sealed class Monitor(string owner, string name, string mode, double minDelta = 0)
{
    private const string Validation = "val_";

    private readonly bool? given = mode switch
    {
        "max" => true,
        "min" => false,
        "auto" => null,
        _ => throw new ArgumentException(Identifiers.Unknown("mode", mode, ["auto", "min", "max"]), nameof(mode)),
    };

    private readonly double minDelta = Setting.Finite(minDelta);
    private bool? larger;
    private bool warned;

    public string Name => name;

    private string WithoutValidation => name.StartsWith(Validation, StringComparison.Ordinal) ? name[Validation.Length..] : name;

    /// <summary>Before training: determines which direction is better, if the log entries are known.</summary>
    /// <exception cref="ArgumentException">It is unknown which direction is better.</exception>
    public void Begin(Model model)
    {
        warned = false;
        larger = given ?? model.LargerIsBetter(WithoutValidation);
        if (larger is null && model.FigureNames is { } figures)
        {
            throw Undecided([.. figures, .. figures.Select(figure => Validation + figure)]);
        }
    }

    /// <summary>The value of an epoch; null, with a single warning, if it was not measured.</summary>
    /// <param name="logs">The logs.</param>
    /// <param name="model">The model they belong to.</param>
    /// <exception cref="ArgumentException">It is unknown which direction is better.</exception>
    public double? Value(Logs logs, Model model)
    {
        larger ??= given ?? model.LargerIsBetter(WithoutValidation) ?? throw Undecided([.. logs.Keys]);
        if (logs.TryGetValue(name, out var value))
        {
            return value;
        }

        if (!warned)
        {
            warned = true;
            Warnings.Warn($"{owner} watches '{name}', which was not measured.{Guess([.. logs.Keys])} There are: "
                + $"{string.Join(", ", logs.Keys)}.");
        }

        return null;
    }

    /// <summary>
    /// Whether a value is an improvement over another, or the first. NaN is never an improvement, and any other value improves on NaN.
    /// </summary>
    public bool IsBetter(double value, double? than) => !double.IsNaN(value) && (than is not { } reference || double.IsNaN(reference)
        || (larger == true ? value - Math.Abs(minDelta) > reference : value + Math.Abs(minDelta) < reference));

    private ArgumentException Undecided(string[] figures) => figures.Contains(name)
        ? new($"{owner}: '{name}' does not say whether more of it is better. Say it: mode: \"min\" or mode: \"max\".")
        : new($"{owner} watches '{name}', which is not measured.{Guess(figures)} There are: {string.Join(", ", figures)}. For a figure "
            + "that comes from elsewhere say which way is better: mode: \"min\" or mode: \"max\".");

    private string Guess(string[] figures) => Identifiers.Nearest(name, figures) is { } guess ? $" Did you mean '{guess}'?"
        : name.StartsWith(Validation, StringComparison.Ordinal) && figures.Contains(WithoutValidation)
        ? " It needs validation data: validationData or validationSplit." : "";
}

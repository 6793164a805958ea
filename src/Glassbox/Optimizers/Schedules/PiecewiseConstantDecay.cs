using System.Text.Json.Nodes;
using Glassbox.Saving;

namespace Glassbox.Optimizers.Schedules;

/// <summary>Piecewise constant: one rate up to and including each boundary step, the next rate afterwards.</summary>
/// <remarks>Source: <see href="https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/"/>.</remarks>
public sealed class PiecewiseConstantDecay : LearningRateSchedule
{
    private readonly double[] boundaries;
    private readonly double[] values;
    private readonly string name;

    /// <summary>Creates the schedule.</summary>
    /// <param name="boundaries">The last step of each rate except the final one, ascending.</param>
    /// <param name="values">The rates; one more than <paramref name="boundaries"/>.</param>
    /// <param name="name">Name of the schedule.</param>
    /// <exception cref="ArgumentException">The counts of boundaries and values do not match, or the boundaries are not
    /// ascending.</exception>
    public PiecewiseConstantDecay(IReadOnlyList<double> boundaries, IReadOnlyList<double> values, string name = "PiecewiseConstant")
    {
        ArgumentNullException.ThrowIfNull(boundaries);
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count != boundaries.Count + 1)
        {
            throw new ArgumentException($"{nameof(PiecewiseConstantDecay)} needs one value more than boundaries; received "
                + $"{boundaries.Count} boundaries and "
                + $"{values.Count} values.", nameof(values));
        }

        if (boundaries.Zip(boundaries.Skip(1)).Any(pair => pair.First >= pair.Second))
        {
            throw new ArgumentException($"{nameof(PiecewiseConstantDecay)} needs boundaries that rise; received "
                + $"{NumberFormat.List(boundaries)}.",
                nameof(boundaries));
        }

        (this.boundaries, this.values, this.name) =
            ([.. boundaries], [.. values.Select(value => Setting.NotNegative(value, nameof(values)))], name);
    }

    /// <inheritdoc/>
    public override double At(long step) => values[boundaries.Count(boundary => boundary < step)];

    /// <inheritdoc/>
    public override Config GetConfig() =>
        new(base.GetConfig()) { { "boundaries", Numbers(boundaries) }, { "values", Numbers(values) }, { "name", name } };

    internal static PiecewiseConstantDecay FromConfig(Config config) => new(
        config.GetDoublesOrNull("boundaries") ?? throw config.Missing("boundaries"),
        config.GetDoublesOrNull("values") ?? throw config.Missing("values"), config.GetString("name", "PiecewiseConstant"));

    private static JsonArray Numbers(double[] numbers) => new([.. numbers.Select(number => JsonValue.Create(number))]);
}

using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>
/// How the losses of a batch are reduced to a scalar. Where a reduction is expected, Keras's name is accepted: <c>reduction: "sum"</c>.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/losses/"/>.</remarks>
public readonly record struct Reduction
{
    private static readonly string[] Words = ["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"];

    /// <summary>Null for the first name, so that it is the default value.</summary>
    private readonly string? word;

    private Reduction(string word) => this.word = word;

    /// <summary>"sum_over_batch_size": the mean over all losses of the batch. Sample weights do not change the divisor.</summary>
    public static Reduction SumOverBatchSize => default;

    /// <summary>"mean": same as "sum_over_batch_size".</summary>
    public static Reduction Mean { get; } = new("mean");

    /// <summary>"sum": the sum of the losses.</summary>
    public static Reduction Sum { get; } = new("sum");

    /// <summary>"mean_with_sample_weight": the sum of the weighted losses divided by the sum of the weights.</summary>
    public static Reduction MeanWithSampleWeight { get; } = new("mean_with_sample_weight");

    /// <summary>"none": no reduction.</summary>
    public static Reduction None { get; } = new("none");

    /// <summary>The serialized form: the name, or null for "none".</summary>
    internal string? Setting => word is "none" ? null : ToString();

    /// <summary>The reduction of a given name; null, as in Keras, is "none".</summary>
    /// <exception cref="ArgumentException">No activation has that name.</exception>
    public static implicit operator Reduction(string? word) => word switch
    {
        null => None,
        "sum_over_batch_size" => default,
        _ => Words.Contains(word) ? new(word) : throw new ArgumentException(Identifiers.Unknown("reduction", word, Words), nameof(word)),
    };

    /// <summary>The name.</summary>
    public override string ToString() => word ?? Words[0];
}

/// <summary>Reads the reduction from a configuration.</summary>
internal static class ReductionSetting
{
    /// <summary>The reduction setting; null means "none".</summary>
    public static Reduction GetReduction(this Config config, string key = "reduction") =>
        config.Contains(key) ? config.GetStringOrNull(key) : default(Reduction);
}

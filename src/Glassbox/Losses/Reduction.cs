using Glassbox.Backends;
using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>How the losses of a batch become one number. Keras's words are accepted wherever one is: <c>reduction: "sum"</c>.</summary>
/// <remarks>Source: <see href="https://keras.io/api/losses/"/>.</remarks>
public readonly record struct Reduction
{
    private static readonly string[] Words = ["sum_over_batch_size", "sum", "mean", "mean_with_sample_weight", "none"];

    /// <summary>Null for the first of the words, so that this is the default.</summary>
    private readonly string? word;

    private Reduction(string word) => this.word = word;

    /// <summary>"sum_over_batch_size": the mean over all losses of the batch. Weights do not change the divisor.</summary>
    public static Reduction SumOverBatchSize => default;

    /// <summary>"mean": the same.</summary>
    public static Reduction Mean { get; } = new("mean");

    /// <summary>"sum": their sum.</summary>
    public static Reduction Sum { get; } = new("sum");

    /// <summary>"mean_with_sample_weight": their sum over the sum of the weights.</summary>
    public static Reduction MeanWithSampleWeight { get; } = new("mean_with_sample_weight");

    /// <summary>"none": they stay apart.</summary>
    public static Reduction None { get; } = new("none");

    /// <summary>What files say: the word, and null for none.</summary>
    internal string? Setting => word is "none" ? null : ToString();

    /// <summary>The reduction of a word; null, as in Keras, is none.</summary>
    /// <exception cref="ArgumentException">No activation has that name.</exception>
    public static implicit operator Reduction(string? word) => word switch
    {
        null => None,
        "sum_over_batch_size" => default,
        _ => Words.Contains(word) ? new(word) : throw new ArgumentException(Identifiers.Unknown("reduction", word, Words), nameof(word)),
    };

    /// <summary>The word.</summary>
    public override string ToString() => word ?? Words[0];
}

/// <summary>Reads the setting of a loss.</summary>
internal static class ReductionSetting
{
    /// <summary>The setting of a loss; null means that there is no reduction.</summary>
    public static Reduction GetReduction(this Config config, string key = "reduction") =>
        config.Contains(key) ? config.GetStringOrNull(key) : default(Reduction);
}

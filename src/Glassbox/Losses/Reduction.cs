using Glassbox.Saving;

namespace Glassbox.Losses;

/// <summary>How the losses of a batch become one number.</summary>
public enum Reduction
{
    /// <summary>The mean over all losses of the batch. Weights do not change the divisor.</summary>
    SumOverBatchSize,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>Their sum over the sum of the weights.</summary>
    MeanWithSampleWeight,

    /// <summary>They stay apart.</summary>
    None,
}

/// <summary>Keras's words for the ways to reduce.</summary>
internal static class ReductionNames
{
    public static string? ToKeras(this Reduction reduction) => reduction switch
    {
        Reduction.Sum => "sum",
        Reduction.MeanWithSampleWeight => "mean_with_sample_weight",
        Reduction.None => null,
        _ => "sum_over_batch_size",
    };

    /// <summary>The setting of a loss; null means that there is no reduction.</summary>
    public static Reduction GetReduction(this Config config, string key = "reduction") => !config.Contains(key)
        ? Reduction.SumOverBatchSize
        : config.GetStringOrNull(key) switch
        {
            "sum_over_batch_size" or "mean" => Reduction.SumOverBatchSize,
            "sum" => Reduction.Sum,
            "mean_with_sample_weight" => Reduction.MeanWithSampleWeight,
            null or "none" => Reduction.None,
            var other => throw config.Wrong(key, other, "sum_over_batch_size, sum, mean, mean_with_sample_weight or none"),
        };
}

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

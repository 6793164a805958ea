namespace Glassbox;

/// <summary>Where a training starts, which callbacks may set before the first epoch, and its position in the data.</summary>
internal sealed class TrainingProgress(int epoch, StepSequence steps)
{
    /// <summary>The first epoch.</summary>
    public int Epoch { get; set; } = epoch;

    /// <summary>Number of steps of the first epoch already done.</summary>
    public int Step { get; set; }

    public StepSequence Steps { get; } = steps;
}

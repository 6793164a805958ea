namespace Glassbox;

/// <summary>Where a training is to start, which callbacks may set before the first epoch, and where it is in its data.</summary>
internal sealed class TrainingProgress(int epoch, StepSequence steps)
{
    /// <summary>The first epoch.</summary>
    public int Epoch { get; set; } = epoch;

    /// <summary>How many steps of the first epoch are done already.</summary>
    public int Step { get; set; }

    public StepSequence Steps { get; } = steps;
}

namespace Glassbox.Callbacks;

/// <summary>
/// When a callback saves: after each epoch, <c>saveFreq: "epoch"</c>, the default, or every this many steps, <c>saveFreq: 100</c>.
/// </summary>
public readonly record struct SaveFrequency
{
    private SaveFrequency(int? steps) => Steps = steps;

    /// <summary>After each epoch.</summary>
    public static SaveFrequency Epoch => default;

    /// <summary>Number of steps; null for after each epoch.</summary>
    public int? Steps { get; }

    /// <summary>Every this many steps; after each epoch for null.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of steps is 0 or less.</exception>
    public static implicit operator SaveFrequency(int? steps) => steps is null or > 0
        ? new(steps)
        : throw new ArgumentOutOfRangeException(nameof(steps), steps,
        $"saveFreq is \"epoch\" or a number of steps, 1 or more; received {steps}.");

    /// <summary>Converts the string "epoch".</summary>
    /// <exception cref="ArgumentException">The string is not "epoch".</exception>
    public static implicit operator SaveFrequency(string word) => word == "epoch"
        ? default
        : throw new ArgumentException($"saveFreq is \"epoch\" or a number of steps; received \"{word}\".", nameof(word));

    /// <summary>The number of steps, or "epoch".</summary>
    public override string ToString() => Steps is { } steps ? $"{steps}" : "epoch";
}

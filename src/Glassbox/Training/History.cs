namespace Glassbox;

/// <summary>Training history: the value of each log entry, such as <c>loss</c> or <c>val_accuracy</c>, at the end of each epoch.</summary>
public sealed class History
{
    private readonly SortedDictionary<string, List<double>> series = new(StringComparer.Ordinal);
    private readonly List<int> epochs = [];

    internal History()
    {
    }

    /// <summary>Zero-based indices of the epochs that ran.</summary>
    public IReadOnlyList<int> Epoch => epochs;

    /// <summary>Names of the log entries, in alphabetical order.</summary>
    public IEnumerable<string> Keys => series.Keys;

    /// <summary>The values of a log entry, one per epoch in which it was measured.</summary>
    /// <exception cref="KeyNotFoundException">The name is unknown; the message lists the existing ones.</exception>
    public IReadOnlyList<double> this[string key] => series.TryGetValue(key, out var values)
        ? values
        : throw new KeyNotFoundException($"The history has no figure '{key}'. It has: {string.Join(", ", Keys)}.");

    /// <summary>Whether there is a log entry of that name.</summary>
    public bool ContainsKey(string key) => series.ContainsKey(key);

    internal void Add(int epoch, Logs logs)
    {
        epochs.Add(epoch);
        foreach (var (key, value) in logs)
        {
            if (!series.TryGetValue(key, out var values))
            {
                series[key] = values = [];
            }

            values.Add(value);
        }
    }
}

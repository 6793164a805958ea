namespace Glassbox;

/// <summary>
/// What a training went through: for each figure, such as <c>loss</c> or <c>val_accuracy</c>, its value at the end of each epoch.
/// </summary>
public sealed class History
{
    private readonly SortedDictionary<string, List<double>> series = new(StringComparer.Ordinal);
    private readonly List<int> epochs = [];

    internal History()
    {
    }

    /// <summary>The epochs that ran, counted from 0.</summary>
    public IReadOnlyList<int> Epoch => epochs;

    /// <summary>The names of the figures, in alphabetical order.</summary>
    public IEnumerable<string> Keys => series.Keys;

    /// <summary>A figure's values, one for each epoch in which it was measured.</summary>
    /// <exception cref="KeyNotFoundException">There is no such figure; the message names those that exist.</exception>
    public IReadOnlyList<double> this[string key] => series.TryGetValue(key, out var values)
        ? values
        : throw new KeyNotFoundException($"The history has no figure '{key}'. It has: {string.Join(", ", Keys)}.");

    /// <summary>Whether there is a figure of that name.</summary>
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

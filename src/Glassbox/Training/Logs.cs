using System.Collections;
using System.Runtime.CompilerServices;
using Glassbox.Metrics;

namespace Glassbox;

/// <summary>
/// Loss and metric values by name, in order: the loss first, then the metrics. Can be deconstructed: <c>var (loss, accuracy) =
/// model.Evaluate(x, y)</c>.
/// </summary>
/// <remarks>
/// Metric results are computed lazily on first read and remain those of their step, so training does not synchronize on values that nobody
/// reads. Reading is thread-safe.
/// </remarks>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly List<(string Key, Figure Figure)> figures;

    /// <summary>Creates empty logs: <c>new Logs { ["loss"] = tracker.Result() }</c>, for a custom training step.</summary>
    public Logs() => figures = [];

    /// <summary>Creates logs from named values. Of duplicate names the first counts.</summary>
    public Logs(IEnumerable<KeyValuePair<string, double>> figures)
        : this()
    {
        ArgumentNullException.ThrowIfNull(figures);
        foreach (var (key, value) in figures)
        {
            AddNew(key, value);
        }
    }

    /// <summary>Creates logs from the current results of metrics: <c>new Logs(Metrics)</c>. Of duplicate names the first counts.</summary>
    [OverloadResolutionPriority(-1)]
    public Logs(IEnumerable<Metric> metrics)
        : this()
    {
        ArgumentNullException.ThrowIfNull(metrics);
        foreach (var metric in metrics)
        {
            AddNew(metric.Name, metric.Snapshot());
        }
    }

    private Logs(List<(string Key, Figure Figure)> figures) => this.figures = figures;

    /// <summary>The loss.</summary>
    public double Loss => this["loss"];

    /// <inheritdoc/>
    public IEnumerable<string> Keys => figures.Select(entry => entry.Key);

    /// <inheritdoc/>
    public IEnumerable<double> Values => figures.Select(entry => entry.Figure.Value);

    /// <inheritdoc/>
    public int Count => figures.Count;

    /// <summary>The value of a name. The setter adds or replaces it, for subsequent callbacks and the history.</summary>
    /// <exception cref="KeyNotFoundException">The name is unknown; the message lists the existing ones.</exception>
    public double this[string key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no figure '{key}'. There are: "
            + $"{string.Join(", ", Keys)}.");
        set
        {
            figures.RemoveAll(entry => entry.Key == key);
            figures.Add((key, value));
        }
    }

    /// <summary>The value at an index, in the order of Keras's list: the loss is the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is out of range.</exception>
    public double this[int position] => (uint)position < (uint)Count
        ? figures[position].Figure.Value
        : throw new ArgumentOutOfRangeException(nameof(position), position,
        $"There are {Count} figures ({string.Join(", ", Keys)}); position {position} does not exist.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => figures.Exists(entry => entry.Key == key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, out double value)
    {
        foreach (var entry in figures)
        {
            if (entry.Key == key)
            {
                value = entry.Figure.Value;
                return true;
            }
        }

        value = 0;
        return false;
    }

    /// <summary>Deconstructs into the loss and the first metric.</summary>
    /// <exception cref="InvalidOperationException">The model was compiled without metrics.</exception>
    public void Deconstruct(out double loss, out double metric)
    {
        if (Count < 2)
        {
            throw new InvalidOperationException("The model was compiled without metrics; there is only the loss.");
        }

        (loss, metric) = (this[0], this[1]);
    }

    /// <summary>Deconstructs into the loss and the first two metrics.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The model was compiled with fewer metrics.</exception>
    public void Deconstruct(out double loss, out double metric, out double secondMetric) =>
        (loss, metric, secondMetric) = (this[0], this[1], this[2]);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() =>
        figures.Select(entry => KeyValuePair.Create(entry.Key, entry.Figure.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Keras's format: <c>loss: 0.0711 - accuracy: 0.9796</c>.</summary>
    public override string ToString() => string.Join(" - ", this.Select(figure => $"{figure.Key}: {Progbar.Format(figure.Value)}"));

    /// <summary>Sorted alphabetically, as Fit shows them.</summary>
    internal Logs Sorted() => new([.. figures.OrderBy(entry => entry.Key, StringComparer.Ordinal)]);

    /// <summary>These logs followed by others whose names get a prefix.</summary>
    internal Logs With(Logs others, string prefix) =>
        new([.. figures, .. others.figures.Select(entry => (prefix + entry.Key, entry.Figure))]);

    /// <summary>Adds an entry unless the name exists.</summary>
    internal void AddNew(string key, Figure figure)
    {
        if (!ContainsKey(key))
        {
            figures.Add((key, figure));
        }
    }

    /// <summary>Adds an entry whose name is known to be new.</summary>
    internal void Add(string key, Figure figure) => figures.Add((key, figure));

    /// <summary>Updates an entry if it exists.</summary>
    internal void Refresh(string key, Figure figure)
    {
        if (figures.FindIndex(entry => entry.Key == key) is >= 0 and var position)
        {
            figures[position] = (key, figure);
        }
    }
}

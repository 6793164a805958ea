using System.Collections;
using System.Runtime.CompilerServices;
using Glassbox.Metrics;

namespace Glassbox;

/// <summary>
/// Figures by name, in order: the loss first, then the metrics. Can be taken apart: <c>var (loss, accuracy) = model.Evaluate(x, y)</c>.
/// </summary>
/// <remarks>
/// The figures of the metrics here are computed when they are read for the first time, and stay those of the step that gave them: a
/// training whose figures nobody reads never waits for a number. They can be read on any thread.
/// </remarks>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly List<(string Key, Figure Figure)> figures;

    /// <summary>No figures yet: <c>new Logs { ["loss"] = tracker.Result() }</c>, for a training step of one's own.</summary>
    public Logs() => figures = [];

    /// <summary>Figures by name. Of several of one name the first counts.</summary>
    public Logs(IEnumerable<KeyValuePair<string, double>> figures)
        : this()
    {
        ArgumentNullException.ThrowIfNull(figures);
        foreach (var (key, value) in figures)
        {
            AddNew(key, value);
        }
    }

    /// <summary>What metrics say now, under their names: <c>new Logs(Metrics)</c>. Of several of one name the first counts.</summary>
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

    /// <summary>The figure of a name. Set, it is added, or gets another value, for the callbacks that follow and for the history.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names those that exist.</exception>
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

    /// <summary>The figure at a position, in the order of Keras's list: the loss is the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
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

    /// <summary>The loss and the first metric.</summary>
    /// <exception cref="InvalidOperationException">The model was compiled without metrics.</exception>
    public void Deconstruct(out double loss, out double metric)
    {
        if (Count < 2)
        {
            throw new InvalidOperationException("The model was compiled without metrics; there is only the loss.");
        }

        (loss, metric) = (this[0], this[1]);
    }

    /// <summary>The loss and the first two metrics.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The model was compiled with fewer metrics.</exception>
    public void Deconstruct(out double loss, out double metric, out double secondMetric) =>
        (loss, metric, secondMetric) = (this[0], this[1], this[2]);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() =>
        figures.Select(entry => KeyValuePair.Create(entry.Key, entry.Figure.Value)).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Keras's lines: <c>loss: 0.0711 - accuracy: 0.9796</c>.</summary>
    public override string ToString() => string.Join(" - ", this.Select(figure => $"{figure.Key}: {Progbar.Format(figure.Value)}"));

    /// <summary>In alphabetical order, as fit shows them.</summary>
    internal Logs Sorted() => new([.. figures.OrderBy(entry => entry.Key, StringComparer.Ordinal)]);

    /// <summary>These figures, then others under their names behind a prefix.</summary>
    internal Logs With(Logs others, string prefix) =>
        new([.. figures, .. others.figures.Select(entry => (prefix + entry.Key, entry.Figure))]);

    /// <summary>Adds a figure, unless there is one of that name.</summary>
    internal void AddNew(string key, Figure figure)
    {
        if (!ContainsKey(key))
        {
            figures.Add((key, figure));
        }
    }

    /// <summary>Adds a figure whose name is known to be new.</summary>
    internal void Add(string key, Figure figure) => figures.Add((key, figure));

    /// <summary>Brings a figure up to date, if it is there.</summary>
    internal void Refresh(string key, Figure figure)
    {
        if (figures.FindIndex(entry => entry.Key == key) is >= 0 and var position)
        {
            figures[position] = (key, figure);
        }
    }
}

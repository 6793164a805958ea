using System.Collections;

namespace Glassbox;

/// <summary>
/// Figures by name, in order: the loss first, then the metrics. Can be taken apart: <c>var (loss, accuracy) = model.Evaluate(x, y)</c>.
/// </summary>
public sealed class Logs : IReadOnlyDictionary<string, double>
{
    private readonly List<KeyValuePair<string, double>> figures = [];

    /// <summary>No figures yet: <c>new Logs { ["loss"] = tracker.Result() }</c>, for a training step of one's own.</summary>
    public Logs()
    {
    }

    /// <summary>Figures by name: <c>new Logs(Metrics.Select(metric => KeyValuePair.Create(metric.Name, metric.Result())))</c>. Of several of one name the first counts.</summary>
    public Logs(IEnumerable<KeyValuePair<string, double>> figures)
    {
        foreach (var figure in figures)
        {
            if (!ContainsKey(figure.Key))
            {
                this.figures.Add(figure);
            }
        }
    }

    /// <summary>The loss.</summary>
    public double Loss => this["loss"];

    /// <inheritdoc/>
    public IEnumerable<string> Keys => figures.Select(figure => figure.Key);

    /// <inheritdoc/>
    public IEnumerable<double> Values => figures.Select(figure => figure.Value);

    /// <inheritdoc/>
    public int Count => figures.Count;

    /// <summary>The figure of a name. Set, it is added, or gets another value, for the callbacks that follow and for the history.</summary>
    /// <exception cref="KeyNotFoundException">There is none; the message names those that exist.</exception>
    public double this[string key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException($"There is no figure '{key}'. There are: {string.Join(", ", Keys)}.");
        set
        {
            figures.RemoveAll(figure => figure.Key == key);
            figures.Add(new(key, value));
        }
    }

    /// <summary>The figure at a position, in the order of Keras's list: the loss is the first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public double this[int position] => (uint)position < (uint)Count
        ? figures[position].Value
        : throw new ArgumentOutOfRangeException(nameof(position), position, $"There are {Count} figures ({string.Join(", ", Keys)}); position {position} does not exist.");

    /// <inheritdoc/>
    public bool ContainsKey(string key) => TryGetValue(key, out _);

    /// <inheritdoc/>
    public bool TryGetValue(string key, out double value)
    {
        foreach (var figure in figures)
        {
            if (figure.Key == key)
            {
                value = figure.Value;
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

        (loss, metric) = (figures[0].Value, figures[1].Value);
    }

    /// <summary>The loss and the first two metrics.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The model was compiled with fewer metrics.</exception>
    public void Deconstruct(out double loss, out double metric, out double secondMetric) => (loss, metric, secondMetric) = (this[0], this[1], this[2]);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, double>> GetEnumerator() => figures.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Keras's lines: <c>loss: 0.0711 - accuracy: 0.9796</c>.</summary>
    public override string ToString() => string.Join(" - ", figures.Select(figure => $"{figure.Key}: {Progbar.Format(figure.Value)}"));

    /// <summary>In alphabetical order, as fit shows them.</summary>
    internal Logs Sorted() => new(figures.OrderBy(figure => figure.Key, StringComparer.Ordinal));
}

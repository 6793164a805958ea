namespace Glassbox.Layers;

/// <summary>
/// A list that takes each object once, in the order of their first coming: layers, and so their weights, may be used in several places.
/// </summary>
internal sealed class DistinctList<T>
    where T : class
{
    /// <summary>So many are looked through faster than a set is filled, and without its memory.</summary>
    private const int Few = 64;

    private readonly List<T> items = [];
    private HashSet<T>? known;

    public IReadOnlyList<T> Items => items;

    /// <summary>Takes an object; false if it is there already.</summary>
    public bool Add(T item)
    {
        if (!IsNew(item))
        {
            return false;
        }

        items.Add(item);
        return true;
    }

    public void AddNew(IReadOnlyList<T> more)
    {
        for (var i = 0; i < more.Count; i++)
        {
            Add(more[i]);
        }
    }

    private bool IsNew(T item)
    {
        if (items.Count < Few)
        {
            return !items.Exists(other => ReferenceEquals(other, item));
        }

        known ??= new(items, ReferenceEqualityComparer.Instance);
        return known.Add(item);
    }
}

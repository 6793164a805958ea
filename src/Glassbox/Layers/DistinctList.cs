namespace Glassbox.Layers;

/// <summary>An ordered set: each object once, in insertion order. Layers, and so their weights, may be shared.</summary>
internal sealed class DistinctList<T>
    where T : class
{
    /// <summary>Up to this size a linear search is faster than a hash set and needs no extra memory.</summary>
    private const int Few = 64;

    private readonly List<T> items = [];
    private HashSet<T>? known;

    public IReadOnlyList<T> Items => items;

    /// <summary>Adds an object; returns false if it is already present.</summary>
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

namespace Glassbox.Saving;

/// <summary>A group to be written, of groups and arrays, with an optional human-readable name.</summary>
internal sealed class Hdf5Group
{
    /// <summary>Groups and arrays by name, in ordinal order, as HDF5 requires.</summary>
    public SortedDictionary<string, object> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>The <c>name</c> attribute; null for none.</summary>
    public string? Name { get; set; }

    /// <summary>Returns the group at a slash-separated path, creating missing groups.</summary>
    public Hdf5Group Group(string path)
    {
        var at = this;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!at.Members.TryGetValue(name, out var member))
            {
                at.Members[name] = member = new Hdf5Group();
            }

            at = (Hdf5Group)member;
        }

        return at;
    }

    /// <summary>Adds an array to the group.</summary>
    public void Add(string name, Tensor value) => Members.Add(name, value);
}

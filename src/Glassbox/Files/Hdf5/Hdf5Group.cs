namespace Glassbox.Saving;

/// <summary>What is to be written: a group of groups and arrays, with a name for people to read.</summary>
internal sealed class Hdf5Group
{
    /// <summary>The groups and the arrays by name, in the order of their characters, which HDF5 asks for.</summary>
    public SortedDictionary<string, object> Members { get; } = new(StringComparer.Ordinal);

    /// <summary>The attribute <c>name</c>; null for none.</summary>
    public string? Name { get; set; }

    /// <summary>The group at a path of names with slashes between, made where it is missing.</summary>
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

    /// <summary>Puts an array into the group.</summary>
    public void Add(string name, Tensor value) => Members.Add(name, value);
}

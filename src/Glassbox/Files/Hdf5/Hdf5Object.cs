namespace Glassbox.Saving;

/// <summary>A group or dataset, from its object header.</summary>
internal sealed class Hdf5Object
{
    private readonly Hdf5File file;
    private readonly Lazy<IReadOnlyList<Hdf5Message>> messages;
    private readonly Lazy<SortedDictionary<string, long>> links;

    public Hdf5Object(Hdf5File file, long address, string path)
    {
        (this.file, Path) = (file, path);
        messages = new(() => Hdf5Message.ReadAll(file, address));
        links = new(() => Hdf5Links.Read(file, Messages));
    }

    /// <summary>Path in the file, such as <c>/layers/dense/vars</c>.</summary>
    public string Path { get; }

    /// <summary>Names of a group's members, in ordinal order; empty for a dataset.</summary>
    public IReadOnlyCollection<string> Names => links.Value.Keys;

    /// <summary>Whether it is a dataset.</summary>
    public bool IsDataset => Messages.Any(message => message.Type == Hdf5Message.Layout);

    public IReadOnlyList<Hdf5Message> Messages => messages.Value;

    /// <summary>The object at a slash-separated path; null if it does not exist.</summary>
    public Hdf5Object? Find(string path)
    {
        var at = this;
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!at.links.Value.TryGetValue(name, out var address))
            {
                return null;
            }

            at = file.Object(address, at.Path == "/" ? $"/{name}" : $"{at.Path}/{name}");
        }

        return at;
    }

    /// <summary>The shape of a dataset.</summary>
    /// <exception cref="InvalidDataException">The object is not a dataset, or is damaged.</exception>
    public Shape Shape => Hdf5Dataset.ShapeOf(file, this);

    /// <summary>The values of a dataset.</summary>
    /// <exception cref="InvalidDataException">The object is not a dataset, or is damaged.</exception>
    /// <exception cref="NotSupportedException">The element type or layout is not supported.</exception>
    public Tensor Read() => Hdf5Dataset.Read(file, this);

    /// <summary>The strings of an attribute, one or several; null if it does not exist.</summary>
    public string[]? Texts(string attribute) => Hdf5Attributes.Texts(file, Messages, attribute);
}

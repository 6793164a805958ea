namespace Glassbox.Datasets;

/// <summary>A data set's name, download addresses, and how its files are read and verified.</summary>
internal abstract class DatasetFormat
{
    /// <summary>Name in messages, such as MNIST.</summary>
    public abstract string Name { get; }

    /// <summary>Its subfolder in a folder of data sets.</summary>
    public abstract string Folder { get; }

    /// <summary>The files it consists of, for users who download them manually.</summary>
    public abstract string Files { get; }

    /// <summary>An alternative to suggest if the files are unavailable; empty if there is none.</summary>
    public virtual string Alternative => "";

    /// <summary>Download addresses, in order of preference.</summary>
    public abstract IReadOnlyList<string> Mirrors { get; }

    /// <summary>The files at an address, all of which are required.</summary>
    public abstract IReadOnlyList<RemoteFile> FilesAt(string mirror);

    /// <summary>Reads the arrays from a folder of data sets; null if they are missing.</summary>
    /// <exception cref="InvalidDataException">The files are damaged or have another format.</exception>
    public abstract Tensor[]? Find(string datasets);

    /// <summary>Rejects downloaded arrays that differ from the published ones, if the files themselves have no known checksum.</summary>
    /// <exception cref="InvalidDataException">A value differs.</exception>
    public virtual void CheckContent(Tensor[] arrays)
    {
    }
}

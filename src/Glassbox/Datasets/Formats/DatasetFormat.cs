namespace Glassbox.Datasets;

/// <summary>What a data set is called, where it is published, and how its files are read and checked.</summary>
internal abstract class DatasetFormat
{
    /// <summary>Its name in messages, such as MNIST.</summary>
    public abstract string Name { get; }

    /// <summary>The folder of its own that it has in a folder of data sets.</summary>
    public abstract string Folder { get; }

    /// <summary>The files that make it complete, for somebody who has to get them by hand.</summary>
    public abstract string Files { get; }

    /// <summary>What to do instead where the files cannot be had; empty if there is nothing.</summary>
    public virtual string Alternative => "";

    /// <summary>Where to download from, the best address first.</summary>
    public abstract IReadOnlyList<string> Mirrors { get; }

    /// <summary>The files that an address offers, all of which are needed.</summary>
    public abstract IReadOnlyList<RemoteFile> FilesAt(string mirror);

    /// <summary>Reads the arrays from a folder of data sets; null if they are not there.</summary>
    /// <exception cref="InvalidDataException">The files are damaged, or of another format.</exception>
    public abstract Tensor[]? Find(string datasets);

    /// <summary>Refuses downloaded arrays that are not the published ones, where the files have no checksum of their own.</summary>
    /// <exception cref="InvalidDataException">A value differs.</exception>
    public virtual void CheckContent(Tensor[] arrays)
    {
    }
}

namespace Glassbox.Datasets;

/// <summary>A file offered by a mirror.</summary>
/// <param name="Address">Its address; the last segment is the file name.</param>
/// <param name="Checksum">Its SHA-256 (64 digits) or MD5 (32 digits) in lower case; null if only a checksum of the values is known
/// (<see cref="DatasetFormat.CheckContent"/>).</param>
internal sealed record RemoteFile(Uri Address, string? Checksum = null)
{
    public string Name => Path.GetFileName(Address.LocalPath);
}

namespace Glassbox.Datasets;

/// <summary>A file that a mirror offers.</summary>
/// <param name="Address">Where it is; the last part is its name.</param>
/// <param name="Checksum">SHA-256 (64 digits) or MD5 (32 digits) of its bytes, in lower case; null where only the values in it are known
/// (<see cref="DatasetFormat.CheckContent"/>).</param>
internal sealed record RemoteFile(Uri Address, string? Checksum = null)
{
    public string Name => Path.GetFileName(Address.LocalPath);
}

namespace Glassbox;

/// <summary>A source of keys for random draws that take effect only when committed.</summary>
internal interface IKeySource
{
    /// <summary>The key of the next draw.</summary>
    ulong NextKey();
}

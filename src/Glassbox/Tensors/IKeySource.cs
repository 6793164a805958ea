namespace Glassbox;

/// <summary>Gives the keys of random draws that count only once they are committed.</summary>
internal interface IKeySource
{
    /// <summary>The key of the next draw.</summary>
    ulong NextKey();
}

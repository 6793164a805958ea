using System.Runtime.InteropServices;

namespace Glassbox.Layers;

/// <summary>
/// The random draws of a call, which lie ahead of those that count as made until the call's updates are committed. A call that is made
/// again draws the same numbers.
/// </summary>
internal sealed class PendingDraws
{
    private ulong fromProgram;
    private Dictionary<RandomDraws, ulong>? own;

    /// <summary>The key of the next draw from a layer's own sequence; from the program's for null.</summary>
    public ulong Next(RandomDraws? draws)
    {
        if (draws is null)
        {
            return RandomSeed.Ahead(++fromProgram);
        }

        ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(own ??= [], draws, out _);
        return draws.KeyAt(draws.Count + count++);
    }

    public void CommitProgramDraws()
    {
        RandomSeed.Advance(fromProgram);
        fromProgram = 0;
    }

    public void Commit()
    {
        CommitProgramDraws();
        foreach (var (draws, count) in own ?? [])
        {
            draws.Advance(count);
        }
    }
}

using System.Runtime.InteropServices;

namespace Glassbox.Layers;

/// <summary>
/// The random draws of a call, ahead of the committed positions of their sequences until the call's updates are committed. Repeating an
/// uncommitted call repeats its draws.
/// </summary>
internal sealed class PendingDraws
{
    private ulong fromProgram;
    private Dictionary<RandomDraws, ulong>? own;

    /// <summary>The key of the next draw from a layer's own sequence; from the global one for null.</summary>
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

using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// A sequence of seeds for the random numbers of a layer or a model of one's own: <c>Tensor.RandomNormal(shape, seed: seedGenerator)</c>
/// gives other numbers each time, and the same sequence for the same seed. (A plain number as the seed gives the same numbers each time.)
/// Kept in a field, it is part of what <see cref="Model.Save"/> and
/// <see cref="Callbacks.BackupAndRestore"/> keep.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/random/seed_generator/"/>.</remarks>
/// <param name="seed">Where the sequence starts; by default the next of the program's own (see <see cref="Utils.SetRandomSeed"/>).</param>
public sealed class SeedGenerator(int? seed = null)
{
    private RandomDraws draws = new(seed ?? (int)RandomSeed.Next());

    /// <summary>Where the sequence started, and how many seeds were given.</summary>
    internal (int Seed, ulong Count) State
    {
        get => (draws.Seed!.Value, draws.Count);
        set => draws = new RandomDraws(value.Seed) { Count = value.Count };
    }

    /// <summary>
    /// The next seed of the sequence. Within a layer's call it counts as given when the call's state updates are committed.
    /// </summary>
    public int Next() => Next(CallContext.Running);

    /// <summary>The next seed of the sequence, in a call; null for outside of calls.</summary>
    internal int Next(CallContext? call) => (int)draws.Next(call);

    /// <summary>The next seed of the sequence, so that a generator is given wherever a seed is.</summary>
    public static implicit operator int(SeedGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator.Next();
    }
}

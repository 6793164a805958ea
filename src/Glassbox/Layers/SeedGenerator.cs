using Glassbox.Layers;

namespace Glassbox;

/// <summary>
/// Generates seeds for random operations in a custom layer or model: <c>Tensor.RandomNormal(shape, seed: seedGenerator)</c> draws new
/// values each time, reproducibly for a given seed. (A constant seed draws the same values each time.) A generator in a field is part of
/// the state that <see cref="Model.Save"/> and <see cref="Callbacks.BackupAndRestore"/> store.
/// </summary>
/// <remarks>Source: <see href="https://keras.io/api/random/seed_generator/"/>.</remarks>
/// <param name="seed">Initial seed; by default drawn from the global sequence (see <see cref="Utils.SetRandomSeed"/>).</param>
public sealed class SeedGenerator(int? seed = null)
{
    private RandomDraws draws = new(seed ?? (int)RandomSeed.Next());

    /// <summary>The initial seed and the number of seeds generated.</summary>
    internal (int Seed, ulong Count) State
    {
        get => (draws.Seed!.Value, draws.Count);
        set => draws = new RandomDraws(value.Seed) { Count = value.Count };
    }

    /// <summary>The next seed. Within a layer's call, the generator advances when the call's state updates are committed.</summary>
    public int Next() => Next(CallContext.Running);

    /// <summary>The next seed within a call; null outside calls.</summary>
    internal int Next(CallContext? call) => (int)draws.Next(call);

    /// <summary>The next seed, so that a generator can be passed wherever a seed is expected.</summary>
    public static implicit operator int(SeedGenerator generator)
    {
        ArgumentNullException.ThrowIfNull(generator);
        return generator.Next();
    }
}

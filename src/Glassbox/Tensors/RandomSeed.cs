namespace Glassbox;

/// <summary>
/// The global seed generator. Every random operation without a seed uses the next seed from here, in program order, so that one call of
/// <see cref="Utils.SetRandomSeed"/> makes all of them reproducible. Within a scope (<see cref="Utils.RandomSeedScope"/>) the scope's
/// generator is used.
/// </summary>
internal static class RandomSeed
{
    private const ulong Increment = 0x9E3779B97F4A7C15;

    private static readonly Sequence Program = new()
    {
        State = (ulong)System.Security.Cryptography.RandomNumberGenerator.GetInt32(int.MaxValue) << 20 ^ (ulong)Environment.TickCount64,
    };

    private static readonly AsyncLocal<Sequence?> Scoped = new();

    [ThreadStatic]
    private static ulong? separate;

    /// <summary>The layer call in progress on this thread, for which random numbers are drawn; null outside of calls.</summary>
    [ThreadStatic]
    internal static IKeySource? Running;

    /// <summary>The state of the generator.</summary>
    public static ulong State
    {
        get => Current.State;
        set => Current.State = value;
    }

    /// <summary>The generator of the current scope, or the global one.</summary>
    private static Sequence Current => Scoped.Value ?? Program;

    /// <summary>Reseeds the generator.</summary>
    public static void Set(int seed) => State = (uint)seed;

    /// <summary>Begins a scope with a generator seeded by <paramref name="seed"/>; dispose the result to end it.</summary>
    public static IDisposable BeginScope(int seed)
    {
        var scope = new Scope(Scoped.Value);
        Scoped.Value = new Sequence { State = (uint)seed };
        return scope;
    }

    /// <summary>
    /// Gives this thread a separate generator. For worker threads, whose order relative to other threads is not deterministic.
    /// </summary>
    public static void Separate(ulong seed) => separate = seed;

    /// <summary>
    /// The next seed. Within a layer call it counts as drawn when the call's updates are committed, as do all draws of the call.
    /// </summary>
    public static ulong Next() => Running is { } call ? call.NextKey() : Mix(Advance(1));

    /// <summary>Peeks at a future seed; position 1 is the next one.</summary>
    public static ulong Ahead(ulong position) => Mix((separate ?? State) + (position * Increment));

    /// <summary>Advances the generator by a number of seeds.</summary>
    /// <returns>The new state.</returns>
    public static ulong Advance(ulong seeds)
    {
        if (separate is { } own)
        {
            return (separate = own + (seeds * Increment)).Value;
        }

        return Current.Advance(seeds * Increment);
    }

    /// <summary>The given seed, or the next of the generator.</summary>
    public static ulong Resolve(int? seed) => seed is { } given ? Mix((uint)given) : Next();

    /// <summary>SplitMix64's finalizer, which maps adjacent seeds to uncorrelated keys (Steele, Lea, Flood, OOPSLA 2014).</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private sealed class Sequence
    {
        private ulong state;

        public ulong State
        {
            get => Volatile.Read(ref state);
            set => Volatile.Write(ref state, value);
        }

        public ulong Advance(ulong by) => Interlocked.Add(ref state, by);
    }

    private sealed class Scope(Sequence? before) : IDisposable
    {
        public void Dispose() => Scoped.Value = before;
    }
}

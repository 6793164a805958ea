namespace Glassbox;

/// <summary>
/// The program's own sequence of seeds. Whatever draws random numbers without a seed of its own takes the next one from here, in program
/// order, so that one call of <see cref="Utils.SetRandomSeed"/> makes all of them reproducible. Within a scope
/// (<see cref="Utils.RandomSeedScope"/>) the sequence is that of the scope.
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

    /// <summary>What this thread's random numbers are drawn for: the layer call that it is running; null outside of calls.</summary>
    [ThreadStatic]
    internal static IKeySource? Running;

    /// <summary>Where the sequence is; setting it goes on from there.</summary>
    public static ulong State
    {
        get => Current.State;
        set => Current.State = value;
    }

    /// <summary>The sequence of the scope that the code runs in, or that of the program.</summary>
    private static Sequence Current => Scoped.Value ?? Program;

    /// <summary>Starts the sequence over.</summary>
    public static void Set(int seed) => State = (uint)seed;

    /// <summary>Begins a scope with a sequence that starts at a seed; dispose the result to end it.</summary>
    public static IDisposable BeginScope(int seed)
    {
        var scope = new Scope(Scoped.Value);
        Scoped.Value = new Sequence { State = (uint)seed };
        return scope;
    }

    /// <summary>
    /// From here on, this thread draws from a sequence of its own. For threads that prepare something for others: the order in which they
    /// and the others draw is chance.
    /// </summary>
    public static void Separate(ulong seed) => separate = seed;

    /// <summary>
    /// The next seed of the sequence. Within a call it counts as drawn when the call's updates are committed, as all draws of the call do.
    /// </summary>
    public static ulong Next() => Running is { } call ? call.NextKey() : Mix(Advance(1));

    /// <summary>A seed that is still to come: the next one is 1.</summary>
    public static ulong Ahead(ulong position) => Mix((separate ?? State) + (position * Increment));

    /// <summary>Counts seeds as drawn.</summary>
    /// <returns>Where the sequence is then.</returns>
    public static ulong Advance(ulong seeds)
    {
        if (separate is { } own)
        {
            return (separate = own + (seeds * Increment)).Value;
        }

        return Current.Advance(seeds * Increment);
    }

    /// <summary>The given seed, or the next of the sequence.</summary>
    public static ulong Resolve(int? seed) => seed is { } given ? Mix((uint)given) : Next();

    /// <summary>SplitMix64's finalizer: neighbouring seeds become unrelated keys (Steele, Lea, Flood, OOPSLA 2014).</summary>
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

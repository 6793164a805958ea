using System.Diagnostics;

namespace Glassbox.Compare;

/// <summary>
/// Measures two sides in turn, A B B A A B …, many short rounds in one process, and takes the median of the round-by-round ratios: the
/// machine's speed may drift by a factor between rounds, but hardly within one. Every turn begins with an untimed call, so that neither
/// side pays for what the other left in the caches; with several threads with as many as take some milliseconds, which the system takes to
/// give each that was asleep a processor of its own. Threads of one side never look out for work in the other's turn.
/// </summary>
internal static class Rounds
{
    private static readonly TimeSpan TurnTime = TimeSpan.FromMilliseconds(4);

    /// <summary>
    /// The threads of OpenBLAS and OpenMP look out for more work for a tenth of a second and more after a call, on the very processors that
    /// the other side is to use.
    /// </summary>
    private static readonly TimeSpan PeersRest = TimeSpan.FromMilliseconds(250);

    /// <summary>Our own helpers do so for a millisecond.</summary>
    private static readonly TimeSpan OwnRest = TimeSpan.FromMilliseconds(3);

    /// <summary>How long the untimed calls before a turn with several threads take.</summary>
    private static readonly TimeSpan Waking = TimeSpan.FromMilliseconds(20);

    /// <summary>How many rounds are measured.</summary>
    public static int Count { get; } = int.TryParse(Environment.GetEnvironmentVariable("GLASSBOX_ROUNDS"), out var rounds) ? rounds : 31;

    /// <summary>The medians over all rounds.</summary>
    public static Figures Measure(Comparison comparison)
    {
        var repeats = Repeats(comparison.Ours);
        var peerRepeats = comparison.Peer is null ? 0 : Repeats(comparison.Peer);
        var (ours, peers, ratios, cpuRatios, percents) =
            (new List<double>(), new List<double>(), new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < Count; round++)
        {
            var roofline = Roofline.Measure(comparison.Threads);
            var peer = default(Turn);
            if (comparison.Peer is not null && round % 2 == 1)
            {
                peer = Turn.Run(comparison.Peer, peerRepeats, comparison.Threads, PeersRest);
            }

            var own = Turn.Run(comparison.Ours, repeats, comparison.Threads, OwnRest);
            if (comparison.Peer is not null && round % 2 == 0)
            {
                peer = Turn.Run(comparison.Peer, peerRepeats, comparison.Threads, PeersRest);
            }

            ours.Add(own.Seconds * comparison.Scale * 1000);
            percents.Add(100 * (comparison.MemoryPasses.Count > 0 ? MemoryRoofline.Measure(comparison.MemoryPasses, comparison.Threads)
                : comparison.FloatingPointOperations / roofline) / own.Seconds);
            if (comparison.Peer is not null)
            {
                peers.Add(peer.Seconds * comparison.Scale * 1000);
                ratios.Add(peer.Seconds / own.Seconds);
                cpuRatios.Add(peer.CpuSeconds / own.CpuSeconds);
            }
        }

        return new Figures(comparison.Name, comparison.Threads, Median(ours), Median(peers), Median(ratios), Median(cpuRatios),
            comparison.FloatingPointOperations > 0 || comparison.MemoryPasses.Count > 0 ? Median(percents) : null);
    }

    /// <summary>The middle value; null of none.</summary>
    public static double? Median(List<double> values)
    {
        values.Sort();
        return values.Count == 0 ? null : (values[values.Count / 2] + values[(values.Count - 1) / 2]) / 2;
    }

    /// <summary>How many calls fill a turn, once the code is compiled and warm.</summary>
    private static int Repeats(Action action)
    {
        var warm = Stopwatch.StartNew();
        var calls = 0;
        do
        {
            action();
            calls++;
        }
        while (warm.ElapsedMilliseconds < 300 && calls < 2000);

        var start = Stopwatch.GetTimestamp();
        action();
        return (int)Math.Clamp(TurnTime / Stopwatch.GetElapsedTime(start), 1, 100_000);
    }

    private readonly record struct Turn(double Seconds, double CpuSeconds)
    {
        public static Turn Run(Action action, int repeats, int threads, TimeSpan rest)
        {
            var begin = Stopwatch.GetTimestamp();
            do
            {
                action();
            }
            while (threads > 1 && Stopwatch.GetElapsedTime(begin) < Waking);

            var cpu = Environment.CpuUsage.TotalTime;
            var start = Stopwatch.GetTimestamp();
            for (var i = 0; i < repeats; i++)
            {
                action();
            }

            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var turn = new Turn(seconds / repeats, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds / repeats);
            Thread.Sleep(threads > 1 ? rest : TimeSpan.Zero);
            return turn;
        }
    }
}

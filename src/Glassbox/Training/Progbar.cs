using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Glassbox;

/// <summary>
/// Keras's progress bar: step count, bar, time and values. On a terminal the line is redrawn; otherwise it is printed once, at the end.
/// </summary>
public sealed class Progbar
{
    private const int Width = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(0.05);

    private readonly int verbose;
    private readonly TextWriter output;
    private readonly bool terminal;
    private readonly Func<TimeSpan> clock;
    private readonly TimeSpan start;
    private TimeSpan? afterFirstStep;
    private TimeSpan? lastDrawn;
    private int drawnLength;

    /// <summary>Creates a bar and starts its timer.</summary>
    /// <param name="target">Total number of steps; null if unknown.</param>
    /// <param name="verbose">0 is silent, 1 shows the bar, 2 prints one line at the end.</param>
    public Progbar(int? target, int verbose = 1)
        : this(target, verbose, Console.Out, IsTerminal, Clock())
    {
    }

    internal Progbar(int? target, int verbose, TextWriter output, bool terminal, Func<TimeSpan> clock)
    {
        Target = target;
        this.verbose = verbose;
        this.output = output;
        this.terminal = terminal;
        this.clock = clock;
        start = clock();
    }

    /// <summary>Total number of steps; null if unknown.</summary>
    public int? Target { get; set; }

    /// <summary>Whether the console is a terminal whose lines can be redrawn.</summary>
    internal static bool IsTerminal => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>Updates the display.</summary>
    /// <param name="current">Number of steps done.</param>
    /// <param name="values">Values shown after the bar.</param>
    /// <param name="finalize">Whether this is the final update.</param>
    public void Update(int current, IEnumerable<KeyValuePair<string, double>> values, bool finalize = false)
    {
        var now = clock();
        var duration = StepDuration(current, now);
        if (verbose == 0 || (!finalize && (verbose == 2 || !terminal || now - lastDrawn < Interval)))
        {
            return;
        }

        lastDrawn = now;
        var figures = string.Concat(values.Select(value => $" - {value.Key}: {Format(value.Value)}"));
        if (verbose == 2 || !terminal)
        {
            var bar = verbose == 2 ? " -" : $" {Bar(current, Width, color: false)}";
            output.WriteLine($"{Counter(current)}{bar} {Seconds(now - start)}{(verbose == 2 ? " -" : "")} {PerStep(duration)}{figures}");
            return;
        }

        // Only a line that will be redrawn must fit the width of the terminal.
        var room = finalize ? int.MaxValue : ScreenWidth() - 1;
        output.Write(Line(current, finalize ? Seconds(now - start) : Remaining(current, duration), PerStep(duration) + figures, room));
        output.Write(finalize ? "\n" : "");
        output.Flush();
    }

    /// <summary>Four decimals, or scientific notation for small values.</summary>
    internal static string Format(double value) => double.IsFinite(value)
        ? Math.Abs(value) > 1e-3 ? value.ToString("F4", CultureInfo.InvariantCulture) : Scientific(value)
        : double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";

    private static string Scientific(double value) => value.ToString("0.0000e+00", CultureInfo.InvariantCulture);

    private static Func<TimeSpan> Clock()
    {
        var watch = Stopwatch.StartNew();
        return () => watch.Elapsed;
    }

    /// <summary>The line from the left edge, padded with blanks to erase a longer previous one.</summary>
    private string Line(int current, string time, string rest, int room)
    {
        // On a narrow terminal the bar is shortened first, then the values.
        var plainLength = Counter(current).Length + 3 + time.Length + rest.Length;
        var width = Math.Clamp(room - plainLength, 0, Width);
        rest = plainLength > room ? rest[..Math.Max(0, rest.Length - (plainLength - room))] : rest;
        var length = Math.Min(room, plainLength + width);
        var text = new StringBuilder("\r").Append(CultureInfo.InvariantCulture,
            $"\x1b[1m{Counter(current)}\x1b[0m {Bar(current, width, color: true)} \x1b[1m{time}\x1b[0m {rest}");
        text.Append(' ', Math.Max(0, drawnLength - length));
        drawnLength = length;
        return text.ToString();
    }

    private static int ScreenWidth()
    {
        try
        {
            return Console.WindowWidth > 0 ? Console.WindowWidth : int.MaxValue;
        }
        catch (IOException)
        {
            return int.MaxValue;
        }
    }

    private string Counter(int current) => Target is { } target
        ? $"{current.ToString(CultureInfo.InvariantCulture).PadLeft(target.ToString(CultureInfo.InvariantCulture).Length)}/{target}"
        : $"{current,7}/Unknown";

    private string Bar(int current, int width, bool color)
    {
        if (Target is not { } target)
        {
            return "";
        }

        var done = target == 0 ? width : (int)((long)width * Math.Min(current, target) / target);
        var (full, empty) = (new string(Dash, done), new string(color || Dash == '=' ? Dash : '─', width - done));
        return color ? $"\x1b[32m{full}\x1b[0m\x1b[37m{empty}\x1b[0m" : full + empty;
    }

    /// <summary>The bar's character, if the console can display it.</summary>
    private char Dash => output.Encoding.CodePage is 65001 or 1200 or 1201 ? '━' : '=';

    private TimeSpan StepDuration(int current, TimeSpan now)
    {
        if (current == 0)
        {
            return TimeSpan.Zero;
        }

        // The first step builds the model and warms up; it is excluded from the timing once there are others.
        if (current == 1)
        {
            afterFirstStep = now;
        }

        return afterFirstStep is { } first && current > 1 ? (now - first) / (current - 1) : (now - start) / current;
    }

    private string Remaining(int current, TimeSpan duration)
    {
        if (Target is not { } target)
        {
            return Seconds(clock() - start);
        }

        var left = duration * Math.Max(0, target - current);
        return left.TotalSeconds switch
        {
            > 3600 => $"{(int)left.TotalHours}:{left.Minutes:00}:{left.Seconds:00}",
            > 60 => $"{(int)left.TotalMinutes}:{left.Seconds:00}",
            _ => $"{(int)left.TotalSeconds}s",
        };
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture) + "s";

    private static string PerStep(TimeSpan duration) => duration.TotalSeconds switch
    {
        >= 1 or 0 => $"{duration.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture)}s/step",
        >= 1e-3 => $"{duration.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture)}ms/step",
        _ => $"{duration.TotalMicroseconds.ToString("F0", CultureInfo.InvariantCulture)}us/step",
    };
}

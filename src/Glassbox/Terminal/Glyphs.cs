using System.Text;

namespace Glassbox;

/// <summary>Characters for drawing: block elements, or ASCII if the console's encoding lacks them.</summary>
internal static class Glyphs
{
    private const string Eighths = " ▏▎▍▌▋▊▉";
    private const string Levels = "▁▂▃▄▅▆▇█";
    private const string AsciiLevels = "_.-:=+*#";

    /// <summary>Whether the console can display block elements.</summary>
    public static bool HasBlocks => CanWriteBlocks(Console.OutputEncoding);

    public static bool CanWriteBlocks(Encoding encoding) => encoding.GetString(encoding.GetBytes(Levels)) == Levels;

    /// <summary>A bar of the given length in characters, with a resolution of 1/8 if block elements are available.</summary>
    public static string Bar(double length) => Bar(length, HasBlocks);

    public static string Bar(double length, bool blocks)
    {
        if (!blocks)
        {
            return new string('#', (int)Math.Round(length));
        }

        var eighths = (int)Math.Round(length * 8);
        return new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8] : "");
    }

    /// <summary>A vertical bar character for a level from 0 to 1.</summary>
    public static char Level(double part) => Level(part, HasBlocks);

    public static char Level(double part, bool blocks) =>
        (blocks ? Levels : AsciiLevels)[Math.Clamp((int)(part * Levels.Length), 0, Levels.Length - 1)];

    /// <summary>The character for two stacked pixels, each light or dark.</summary>
    public static char Halves(bool upper, bool lower, bool blocks) => (upper, lower) switch
    {
        (true, true) => blocks ? '█' : '#',
        (true, false) => blocks ? '▀' : '"',
        (false, true) => blocks ? '▄' : '_',
        _ => ' ',
    };
}

using System.Text;

namespace Glassbox;

/// <summary>The characters of pictures: block elements, or ASCII where the console's encoding has none.</summary>
internal static class Glyphs
{
    private const string Eighths = " ▏▎▍▌▋▊▉";
    private const string Levels = "▁▂▃▄▅▆▇█";
    private const string AsciiLevels = "_.-:=+*#";

    /// <summary>Whether block elements can be written.</summary>
    public static bool HasBlocks => CanWriteBlocks(Console.OutputEncoding);

    public static bool CanWriteBlocks(Encoding encoding) => encoding.GetString(encoding.GetBytes(Levels)) == Levels;

    /// <summary>A bar of so many characters, to the eighth where there are blocks.</summary>
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

    /// <summary>A column as high as a part from 0 to 1.</summary>
    public static char Level(double part) => Level(part, HasBlocks);

    public static char Level(double part, bool blocks) =>
        (blocks ? Levels : AsciiLevels)[Math.Clamp((int)(part * Levels.Length), 0, Levels.Length - 1)];

    /// <summary>Two pixels on top of each other, light or dark.</summary>
    public static char Halves(bool upper, bool lower, bool blocks) => (upper, lower) switch
    {
        (true, true) => blocks ? '█' : '#',
        (true, false) => blocks ? '▀' : '"',
        (false, true) => blocks ? '▄' : '_',
        _ => ' ',
    };
}

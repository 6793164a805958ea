using SkiaSharp;

namespace Glassbox.Plotting.Tests;

/// <summary>A drawn picture, to ask for its pixels.</summary>
internal sealed class Drawn : IDisposable
{
    private readonly SKBitmap bitmap;

    public Drawn(byte[] png) => bitmap = SKBitmap.Decode(png);

    public Drawn(Figure figure)
        : this(figure.ToPng())
    {
    }

    public int Width => bitmap.Width;

    public int Height => bitmap.Height;

    /// <summary>The colour at a place, as rrggbb.</summary>
    public string this[int x, int y]
    {
        get
        {
            var color = bitmap.GetPixel(x, y);
            return $"{color.Red:x2}{color.Green:x2}{color.Blue:x2}";
        }
    }

    /// <summary>How many pixels have a colour.</summary>
    public int Count(string color)
    {
        var wanted = SKColor.Parse(color);
        return bitmap.Pixels.Count(pixel => pixel == wanted);
    }

    /// <summary>The smallest box around all pixels of a colour: left, top, right, bottom (both included).</summary>
    public (int Left, int Top, int Right, int Bottom) Box(string color)
    {
        var wanted = SKColor.Parse(color);
        var places = bitmap.Pixels.Select((pixel, i) => (pixel, x: i % bitmap.Width, y: i / bitmap.Width))
            .Where(place => place.pixel == wanted).ToList();
        return (places.Min(place => place.x), places.Min(place => place.y), places.Max(place => place.x), places.Max(place => place.y));
    }

    public void Dispose() => bitmap.Dispose();
}

using System.Text;
using Glassbox.Datasets;
using ScottPlot;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>Something that can be drawn, as a PNG or SVG.</summary>
/// <param name="Width">In units of the drawing.</param>
/// <param name="Height">In units of the drawing.</param>
/// <param name="Background">What is behind it.</param>
/// <param name="Draw">Draws it.</param>
internal sealed record Picture(double Width, double Height, Color Background, Action<SKCanvas> Draw)
{
    /// <summary>How many pixels a PNG can have in a direction; Skia counts them in 15 bits.</summary>
    public const int LargestSide = 32767;

    // 400 MB while it is drawn.
    private const double MostPixels = 100e6;

    // ScottPlot keeps typefaces and measures in tables that belong to the process.
    private static readonly Lock Gate = new();

    /// <summary>Saves as the extension says.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scale">Pixels for a unit, in a PNG.</param>
    /// <param name="expected">The only extension that is right; .png or .svg by default.</param>
    public void Save(string path, double scale, string? expected = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var extension = Path.GetExtension(path).ToLowerInvariant();
        if (extension is not (".png" or ".svg") || (expected is not null && extension != expected))
        {
            throw new ArgumentException(
                $"The extension of '{path}' must be {expected ?? ".png or .svg"}; received '{extension}'.", nameof(path));
        }

        RequireFolder(path);
        var bytes = extension == ".png" ? ToPng(scale) : Encoding.UTF8.GetBytes(ToSvg());
        AtomicFile.Write(path, stream => stream.Write(bytes));
    }

    /// <exception cref="DirectoryNotFoundException">The file's folder does not exist.</exception>
    public static void RequireFolder(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: the folder '{folder}' does not exist. Create it first: "
                + $"Directory.CreateDirectory(\"{folder}\").");
        }
    }

    /// <summary>A PNG; smaller than asked for if it would be too large.</summary>
    public byte[] ToPng(double scale)
    {
        scale = Math.Min(scale, Math.Min(LargestSide / Math.Max(Width, Height), Math.Sqrt(MostPixels / (Width * Height))));
        using var surface = SKSurface.Create(new SKImageInfo(Math.Max(1, (int)Math.Round(Width * scale)),
            Math.Max(1, (int)Math.Round(Height * scale))));
        surface.Canvas.Scale((float)scale);
        Paint(surface.Canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    public string ToSvg()
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, (float)Width, (float)Height), stream))
        {
            Paint(canvas);
        }

        // Readers may lack the typeface, and would blur the pixels of images.
        return SvgText.Relaxed(Encoding.UTF8.GetString(stream.ToArray()))
            .Replace("<image ", "<image style=\"image-rendering:pixelated\" ", StringComparison.Ordinal);
    }

    private void Paint(SKCanvas canvas)
    {
        using var background = new SKPaint { Color = Background.ToSKColor() };
        canvas.DrawRect(0, 0, (float)Width, (float)Height, background);
        lock (Gate)
        {
            Draw(canvas);
        }
    }
}

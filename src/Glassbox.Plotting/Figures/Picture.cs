using System.Text;
using Glassbox.Datasets;
using ScottPlot;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>A drawing that can be rendered as PNG or SVG.</summary>
/// <param name="Width">In drawing units.</param>
/// <param name="Height">In drawing units.</param>
/// <param name="Background">Background color.</param>
/// <param name="Draw">Draws the content.</param>
internal sealed record Picture(double Width, double Height, Color Background, Action<SKCanvas> Draw)
{
    /// <summary>Maximum number of pixels per side of a PNG; Skia uses 15-bit coordinates.</summary>
    public const int LargestSide = 32767;

    // 400 MB while rendering.
    private const double MostPixels = 100e6;

    // ScottPlot caches typefaces and measurements in process-wide tables.
    private static readonly Lock Gate = new();

    /// <summary>Saves in the format of the extension.</summary>
    /// <param name="path">The file.</param>
    /// <param name="scale">Pixels per unit of a PNG.</param>
    /// <param name="expected">The only valid extension; .png or .svg by default.</param>
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

    /// <summary>Renders a PNG, scaled down if it would be too large.</summary>
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

        // Viewers may lack the typeface, and would interpolate the pixels of images.
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

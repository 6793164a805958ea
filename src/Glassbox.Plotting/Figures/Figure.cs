using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>
/// A figure of one or more plots: <c>figure.Subplot(rows, columns, index)</c> returns the axes to draw on; <see cref="SavePng"/>,
/// <see cref="SaveSvg"/> and <see cref="Show"/> render it. The layout prevents titles and labels from overlapping and aligns the plots of
/// each row and column.
/// </summary>
/// <example>
/// <code>
/// var figure = new Figure();
/// for (var i = 0; i &lt; 9; i++)
/// {
///     figure.Subplot(3, 3, i + 1).ImShow(images[i], "gray").Title($"Digit: {labels[i]}").Ticks(false);
/// }
///
/// figure.SavePng("digits.png");
/// </code>
/// </example>
/// <remarks>Modeled on <see href="https://matplotlib.org/stable/api/figure_api.html">matplotlib</see>.</remarks>
public sealed class Figure
{
    private const int PixelsPerInch = 100;

    private readonly List<Panel> panels = [];
    private string? title;

    /// <summary>Creates an empty figure.</summary>
    /// <param name="width">Width in inches.</param>
    /// <param name="height">Height in inches.</param>
    /// <param name="dpi">Resolution of a PNG in dots per inch.</param>
    /// <param name="theme">Color theme; <see cref="Theme.Light"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The image would have no pixels, or more than 32,767 per side.</exception>
    public Figure(double width = 6.4, double height = 4.8, int dpi = PixelsPerInch, Theme? theme = null)
    {
        var largest = Math.Max(width, height) * dpi;
        if (!(Math.Min(width, height) * dpi >= 1 && largest <= Picture.LargestSide))
        {
            throw new ArgumentOutOfRangeException(nameof(width), width, $"A figure has 1 to {Picture.LargestSide} pixels in each "
                + $"direction; received {width} by {height} inches with {dpi} pixels each.");
        }

        (Width, Height, Dpi, Theme) = (width, height, dpi, theme ?? Theme.Light);
    }

    /// <summary>Width in inches.</summary>
    public double Width { get; }

    /// <summary>Height in inches.</summary>
    public double Height { get; }

    /// <summary>Resolution of a PNG in dots per inch.</summary>
    public int Dpi { get; }

    /// <summary>Color theme.</summary>
    public Theme Theme { get; }

    private Picture Picture => new(Width * PixelsPerInch, Height * PixelsPerInch, Theme.Background, Draw);

    /// <summary>
    /// Returns the axes at a cell of a grid, creating them on first use. Grids can be mixed: (2, 1, 1) is the upper half, (2, 2, 3) the
    /// lower left quarter.
    /// </summary>
    /// <param name="rows">Number of grid rows.</param>
    /// <param name="columns">Number of grid columns.</param>
    /// <param name="index">One-based index of the cell, in row-major order.</param>
    /// <exception cref="ArgumentOutOfRangeException">The grid has no such cell.</exception>
    public Axes Subplot(int rows = 1, int columns = 1, int index = 1)
    {
        if (rows < 1 || columns < 1 || index < 1 || index > (long)rows * columns)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index,
                $"A grid of {rows} rows and {columns} columns has the places 1 to {Math.Max(0, (long)rows * columns)}; received {index}.");
        }

        var panel = panels.Find(candidate => (candidate.Rows, candidate.Columns, candidate.Index) == (rows, columns, index));
        if (panel is null)
        {
            panels.Add(panel = new Panel(new Axes(Theme), rows, columns, index));
        }

        return panel.Axes;
    }

    /// <summary>Sets a title above all plots.</summary>
    public Figure SupTitle(string text)
    {
        title = text;
        return this;
    }

    /// <summary>Saves the figure in the format of the extension: .png or .svg.</summary>
    /// <exception cref="ArgumentException">The extension is not supported.</exception>
    /// <exception cref="IOException">The file cannot be written. No partial file is left.</exception>
    /// <exception cref="UnauthorizedAccessException">Write access is denied.</exception>
    public void Save(string path) => Picture.Save(path, Dpi / (double)PixelsPerInch);

    /// <summary>Saves the figure as a PNG file.</summary>
    /// <inheritdoc cref="Save"/>
    public void SavePng(string path) => Picture.Save(path, Dpi / (double)PixelsPerInch, ".png");

    /// <summary>Saves the figure as an SVG file.</summary>
    /// <inheritdoc cref="Save"/>
    public void SaveSvg(string path) => Picture.Save(path, Dpi / (double)PixelsPerInch, ".svg");

    /// <summary>Returns the content of a PNG file.</summary>
    public byte[] ToPng() => Picture.ToPng(Dpi / (double)PixelsPerInch);

    /// <summary>Returns the content of an SVG file.</summary>
    public string ToSvg() => Picture.ToSvg();

    /// <summary>Opens the figure in the system's image viewer; without a display, prints the path of the file.</summary>
    /// <returns>The path of the file.</returns>
    public string Show() => Viewer.Open(ToPng());

    private void Draw(SKCanvas canvas)
    {
        var top = 0f;
        if (title is not null)
        {
            using var font = new SKFont(Inter.Bold, 17);
            using var paint = new SKPaint { Color = Theme.Text.ToSKColor(), IsAntialias = true };
            canvas.DrawText(title, (float)(Width * PixelsPerInch / 2), 27, SKTextAlign.Center, font, paint);
            top = 30;
        }

        FigureLayout.Draw(canvas, panels, new SKRect(0, top, (float)(Width * PixelsPerInch), (float)(Height * PixelsPerInch)));
    }
}

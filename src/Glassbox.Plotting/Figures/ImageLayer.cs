using ScottPlot;
using SkiaSharp;

namespace Glassbox.Plotting;

/// <summary>An image in a plot: the pixel in row i and column j is centered at the point (j, i).</summary>
internal sealed class ImageLayer(SKImage image) : IPlottable
{
    private static readonly SKSamplingOptions Crisp = new(SKFilterMode.Nearest);

    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new ScottPlot.Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    public AxisLimits GetAxisLimits() => new(-0.5, image.Width - 0.5, -0.5, image.Height - 0.5);

    public void Render(RenderPack rp)
    {
        // The vertical axis points down, so the first row is on top.
        var target = new SKRect(Axes.GetPixelX(-0.5), Axes.GetPixelY(-0.5), Axes.GetPixelX(image.Width - 0.5),
            Axes.GetPixelY(image.Height - 0.5));
        rp.Canvas.DrawImage(image, target, Crisp);
    }
}

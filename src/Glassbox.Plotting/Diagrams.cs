using System.Text;
using Glassbox.Datasets;

namespace Glassbox.Plotting;

/// <summary>Diagrams of models as images or as Graphviz or Mermaid text. Requires no other software.</summary>
/// <remarks>Source of names and defaults: <see href="https://keras.io/api/utils/model_plotting_utils/"/>.</remarks>
public static class Diagrams
{
    private const double PointsPerInch = 72;

    /// <summary>Draws a model's graph: a box per layer, an arrow per tensor.</summary>
    /// <param name="model">A built model.</param>
    /// <param name="toFile">Output path. The extension determines the format: .png, .svg, .dot (Graphviz) or .mmd (Mermaid).</param>
    /// <param name="showShapes">Whether to show input and output shapes.</param>
    /// <param name="showDtype">Whether to show output types.</param>
    /// <param name="showLayerNames">Whether to show layer names in addition to classes.</param>
    /// <param name="rankdir">Direction: TB (top to bottom), BT, LR or RL.</param>
    /// <param name="expandNested">Whether to draw nested models as framed subgraphs.</param>
    /// <param name="dpi">Resolution of a PNG in dots per inch. Images above 32,767 pixels per side or 100 million in total are scaled
    /// down.</param>
    /// <param name="showLayerActivations">Whether to show the layers' activations.</param>
    /// <param name="showTrainable">Whether to show which layers are trainable.</param>
    /// <param name="theme">Color theme; <see cref="Theme.Light"/> by default.</param>
    /// <exception cref="InvalidOperationException">The model is not built, or has no layers.</exception>
    /// <exception cref="ArgumentException">The extension or the direction is unknown.</exception>
    /// <exception cref="IOException">The file cannot be written. No partial file is left.</exception>
    public static void PlotModel(
        this Model model, string toFile = "model.png", bool showShapes = false, bool showDtype = false, bool showLayerNames = false,
        string rankdir = "TB", bool expandNested = false, int dpi = 200, bool showLayerActivations = false, bool showTrainable = false,
        Theme? theme = null)
    {
        var options = new DiagramOptions(showShapes, showDtype, showLayerNames, rankdir, expandNested, dpi, showLayerActivations,
            showTrainable).Checked();
        var graph = DiagramBuilder.Build(model, options);
        switch (Path.GetExtension(toFile).ToLowerInvariant())
        {
            case ".dot":
                SaveText(toFile, DotText.Write(graph, options));
                break;
            case ".mmd":
                SaveText(toFile, MermaidText.Write(graph, options));
                break;
            case ".png" or ".svg":
                DiagramPicture.Of(graph, options, theme ?? Theme.Light).Save(toFile, dpi / PointsPerInch);
                break;
            case var extension:
                throw new ArgumentException($"A model is drawn as .png, .svg, .dot or .mmd; received '{extension}' of '{toFile}'.",
                    nameof(toFile));
        }
    }

    /// <summary>Returns a model's graph in the Graphviz DOT language.</summary>
    /// <inheritdoc cref="PlotModel"/>
    public static string ModelToDot(
        this Model model, bool showShapes = false, bool showDtype = false, bool showLayerNames = true, string rankdir = "TB",
        bool expandNested = false, int dpi = 200, bool showLayerActivations = false, bool showTrainable = false)
    {
        var options = new DiagramOptions(showShapes, showDtype, showLayerNames, rankdir, expandNested, dpi, showLayerActivations,
            showTrainable).Checked();
        return DotText.Write(DiagramBuilder.Build(model, options), options);
    }

    /// <summary>Returns a model's graph as Mermaid text, for a page that renders it (between <c>```mermaid</c> and <c>```</c>).</summary>
    /// <inheritdoc cref="PlotModel"/>
    public static string ModelToMermaid(
        this Model model, bool showShapes = false, bool showDtype = false, bool showLayerNames = true, string rankdir = "TB",
        bool expandNested = false, bool showLayerActivations = false, bool showTrainable = false)
    {
        var options = new DiagramOptions(showShapes, showDtype, showLayerNames, rankdir, expandNested, 200, showLayerActivations,
            showTrainable).Checked();
        return MermaidText.Write(DiagramBuilder.Build(model, options), options);
    }

    private static void SaveText(string path, string text)
    {
        Picture.RequireFolder(path);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }
}

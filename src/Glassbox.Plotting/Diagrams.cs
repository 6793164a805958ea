using System.Text;
using Glassbox.Datasets;

namespace Glassbox.Plotting;

/// <summary>Diagrams of models: as pictures, and as text for other tools. Nothing else needs to be installed.</summary>
/// <remarks>Source of names and defaults: <see href="https://keras.io/api/utils/model_plotting_utils/"/>.</remarks>
public static class Diagrams
{
    private const double PointsPerInch = 72;

    /// <summary>Draws a model: a box for each layer, an arrow for each tensor that goes from one to another.</summary>
    /// <param name="model">A model that is built.</param>
    /// <param name="toFile">Where to save it. The extension says how: .png, .svg, .dot (Graphviz) or .mmd (Mermaid).</param>
    /// <param name="showShapes">Whether to show the shapes of inputs and outputs.</param>
    /// <param name="showDtype">Whether to show the types of outputs.</param>
    /// <param name="showLayerNames">Whether to show the names of layers beside their classes.</param>
    /// <param name="rankdir">Which way it runs: TB (from top to bottom), BT, LR or RL.</param>
    /// <param name="expandNested">Whether models within the model are drawn as graphs in frames.</param>
    /// <param name="dpi">How many pixels an inch has in a PNG. A picture of more than 32,767 pixels in a direction, or 100 million in all,
    /// is drawn smaller.</param>
    /// <param name="showLayerActivations">Whether to show the activations of layers that have one.</param>
    /// <param name="showTrainable">Whether to show which layers are trained.</param>
    /// <param name="theme">The colours, <see cref="Theme.Light"/> by default.</param>
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

    /// <summary>A model in Graphviz's language.</summary>
    /// <inheritdoc cref="PlotModel"/>
    public static string ModelToDot(
        this Model model, bool showShapes = false, bool showDtype = false, bool showLayerNames = true, string rankdir = "TB",
        bool expandNested = false, int dpi = 200, bool showLayerActivations = false, bool showTrainable = false)
    {
        var options = new DiagramOptions(showShapes, showDtype, showLayerNames, rankdir, expandNested, dpi, showLayerActivations,
            showTrainable).Checked();
        return DotText.Write(DiagramBuilder.Build(model, options), options);
    }

    /// <summary>A model in Mermaid's language, for a page that draws it (between <c>```mermaid</c> and <c>```</c>).</summary>
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

using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Glassbox.Backends;
using Glassbox.Datasets;
using Glassbox.Layers;

namespace Glassbox.Saving;

/// <summary>Keras's native format: a zip archive of config, weights and metadata.</summary>
internal static class KerasFile
{
    private const string Metadata = "metadata.json";
    private const string Description = "config.json";
    private const string Weights = "model.weights.h5";

    /// <summary>The Keras version whose format this is.</summary>
    private const string KerasVersion = "3.15.1";

    public static void Save(Model model, string path)
    {
        // Anything that may fail must fail before the file is written.
        var description = KerasJson.Write(Describe(model));
        var tree = WeightsFile.Tree(model, whole: true);
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            var date = DateTime.Now.ToString("yyyy-MM-dd@HH:mm:ss", CultureInfo.InvariantCulture);
            Add(archive, Metadata, entry => entry.Write(Encoding.UTF8.GetBytes($"{{\"keras_version\": \"{KerasVersion}\", "
                + $"\"date_saved\": \"{date}\"}}")));
            Add(archive, Description, entry => entry.Write(Encoding.UTF8.GetBytes(description)));
            Add(archive, Weights, entry => Hdf5Writer.Write(entry, tree));
        });
    }

    public static Model Load(string path, bool compile)
    {
        FileKind.Require(path, "PK"u8, "a .keras file");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return ReadErrors.In(path, () =>
        {
            using var limit = MemoryLimit.ForFile(stream.Length, valuesFollow: true);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var description = KerasJson.Parse(ZipMember.Read(archive, Description, path, stream.Length).Span, $"{path}, {Description}");
            using var content = ZipMember.Open(archive, Weights, path, stream.Length);
            var weights = new Hdf5Weights(new Hdf5File(content, path), path);
            var model = Make(description, path);
            weights.LoadInto(model);
            LayerStates.Read(weights, model);
            if (compile)
            {
                Compile(model, description, weights, path);
            }

            return model;
        });
    }

    /// <summary>A model's config as stored in files: Keras's <c>to_json</c>.</summary>
    public static JsonObject Describe(Model model)
    {
        var description = model.Serialize();
        description["compile_config"] = CompileConfig.Of(model);
        return (JsonObject)MinimalConfig.Of(description)!;
    }

    /// <summary>Creates a model from its config, with new weights.</summary>
    public static Model Make(JsonObject description, string where)
    {
        var model = KnownLayers.All.Deserialize(description, where) as Model
            ?? throw new InvalidDataException($"{where}: what is described is a layer, not a model.");
        if (!model.Built && description["build_config"] is JsonObject build
            && ShapesConfig.Read(build["input_shape"], $"{where}, build_config") is { Count: > 0 } shapes
            && shapes.All(shape => shape.Rank > 0))
        {
            // A custom model has no weights until it knows its input shape.
            model.BuildFor(shapes.Map(shape => shape[1..].WithBatch()));
        }

        return model;
    }

    public static void Compile(Model model, JsonObject description, WeightSource? weights, string where)
    {
        CompileConfig.Apply(model, description["compile_config"] as JsonObject ?? [], where);
        if (weights is not null && WeightsFile.LoadOptimizer(model, weights) is { } misfit)
        {
            Warnings.Warn($"{where}: what the optimizer remembers is skipped, since it does not fit: {misfit}. The optimizer starts anew. "
                + "(Keras writes such files where weights were frozen or unfrozen after the training.)");
        }
    }

    private static void Add(ZipArchive archive, string name, Action<Stream> write)
    {
        using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        write(entry);
    }
}

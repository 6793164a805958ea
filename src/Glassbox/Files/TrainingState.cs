using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Glassbox.Datasets;
using Glassbox.Layers;

namespace Glassbox.Saving;

/// <summary>
/// Complete state of a training: a zip archive of the weights with the optimizer state, and of the position in the data and the random
/// state.
/// </summary>
internal static class TrainingState
{
    private const string Weights = "model.weights.h5";
    private const string Position = "position.json";

    /// <summary>Saves the training state.</summary>
    /// <param name="model">The model in training.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="epoch">The epoch to resume with.</param>
    /// <param name="step">Number of its steps already done.</param>
    public static void Save(Model model, string path, int epoch, int step)
    {
        var pass = model.Progress!.Steps.Pass;
        var position = new JsonObject
        {
            ["epoch"] = epoch,
            ["step"] = step,
            ["seed"] = Text(RandomSeed.State),
            // Between two passes over the data there is no position to restore.
            ["pass_seed"] = pass is { } started ? Text(started.Seed) : null,
            ["pass_batches"] = pass?.Batches ?? 0,
            ["input_shapes"] = new JsonArray([.. model.SelfAndSublayers().Select(layer =>
                layer.Built ? ShapesConfig.Of(layer.InputShapes) : null)]),
        };
        var tree = WeightsFile.Tree(model, whole: true);
        AtomicFile.Write(path, stream =>
        {
            using var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
            using (var entry = archive.CreateEntry(Position, CompressionLevel.NoCompression).Open())
            {
                entry.Write(Encoding.UTF8.GetBytes(KerasJson.Write(position)));
            }

            using (var entry = archive.CreateEntry(Weights, CompressionLevel.NoCompression).Open())
            {
                Hdf5Writer.Write(entry, tree);
            }
        });
    }

    /// <summary>Restores a model and its training.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to another model.</exception>
    public static void Load(Model model, string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        ReadErrors.In(path, () =>
        {
            using var limit = MemoryLimit.ForFile(stream.Length);
            using var archive = new ZipArchive(stream, ZipArchiveMode.Read);
            var position = new Config(Position, KerasJson.Parse(ZipMember.Read(archive, Position, path, stream.Length).Span, path));
            using var content = ZipMember.Open(archive, Weights, path, stream.Length);
            var weights = new Hdf5Weights(new Hdf5File(content, path), path);
            Build(model, position);
            weights.LoadInto(model);
            if (!LayerStates.Read(weights, model))
            {
                throw new InvalidDataException($"{path}: this is the state of another model's training.");
            }

            if (WeightsFile.LoadOptimizer(model, weights) is { } misfit)
            {
                throw new InvalidDataException($"{path}: this is the state of another model's training, or of one with another optimizer: "
                    + $"{misfit}.");
            }

            var progress = model.Progress!;
            (progress.Epoch, progress.Step) = (position.GetInt32("epoch"), position.GetInt32("step"));
            if (position.GetStringOrNull("pass_seed") is { } seed)
            {
                RandomSeed.State = Number(seed);
                progress.Steps.GoTo(position.GetInt32("pass_batches"));
            }

            RandomSeed.State = Number(position.GetString("seed"));
            return model;
        });
    }

    /// <summary>
    /// Builds layers that are built by their first batch, for the saved shapes, if they have not seen a batch in this process.
    /// </summary>
    private static void Build(Model model, Config position)
    {
        var shapes = position.GetNode("input_shapes") as JsonArray ?? [];
        for (var i = 0; i < shapes.Count; i++)
        {
            // Building a layer may add sublayers.
            if (model.SelfAndSublayers() is var layers && i < layers.Count && !layers[i].Built
                && ShapesConfig.Read(shapes[i], Position) is { Count: > 0 } built)
            {
                layers[i].BuildFor(built);
            }
        }
    }

    private static string Text(ulong value) => value.ToString("x16", CultureInfo.InvariantCulture);

    private static ulong Number(string text) => ulong.TryParse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var value)
        ? value
        : throw new InvalidDataException($"'{text}' is not a valid random state.");
}

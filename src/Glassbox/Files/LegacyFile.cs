using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Glassbox.Backends;

namespace Glassbox.Saving;

/// <summary>
/// Reads the legacy format of whole models: one <c>.h5</c> file with the config as a string and the weights by layer name.
/// </summary>
internal static class LegacyFile
{
    /// <summary>Whether a file is a whole model in the legacy format.</summary>
    public static bool IsOne(Hdf5File file) => file.Root.Find("model_weights") is not null;

    public static Model Load(string path, bool compile)
    {
        FileKind.Require(path, Hdf5File.Signature, "a whole model in Keras's old form, an HDF5 file");
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        return ReadErrors.In(path, () => Load(stream, path, compile));
    }

    private static Model Load(Stream stream, string path, bool compile)
    {
        using var limit = MemoryLimit.ForFile(stream.Length, valuesFollow: true);
        var file = new Hdf5File(stream, path);
        if (file.Root.Texts("model_config") is not [var text])
        {
            throw new InvalidDataException($"{path}: there is no model in this file, only weights. Make the model, then call LoadWeights.");
        }

        var description = KerasJson.Parse(Encoding.UTF8.GetBytes(text), path);
        var model = KerasFile.Make(description, path);
        var weights = file.Root.Find("model_weights") ?? throw new InvalidDataException($"{path}: there are no weights in this file.");
        LoadWeights(model, weights, path);
        if (compile && file.Root.Texts("training_config") is [var training])
        {
            var settings = KerasJson.Parse(Encoding.UTF8.GetBytes(training), path);
            settings["optimizer"] = settings["optimizer_config"]?.DeepClone();
            settings.Remove("optimizer_config");
            KerasFile.Compile(model, new JsonObject { ["compile_config"] = settings }, weights: null, path);
        }

        return model;
    }

    private static void LoadWeights(Model model, Hdf5Object weights, string path)
    {
        var values = new List<(Variable Variable, Tensor Value)>();
        foreach (var layer in model.Layers.Where(layer => layer.Weights.Count > 0))
        {
            var group = weights.Find(layer.Name.Replace('/', '_')) ?? throw new InvalidDataException($"{path}: there are no weights of "
                + $"the layer '{layer.Name}'.");
            var names = TextsInParts(group, "weight_names");
            if (names.Count != layer.Weights.Count)
            {
                throw new InvalidDataException($"{path}: layer '{layer.Name}' has {layer.Weights.Count} weights, and the file has "
                    + $"{names.Count} for it.");
            }

            // The legacy format stores trainable weights first.
            var ordered = layer.Weights.Where(weight => weight.Trainable).Concat(layer.Weights.Where(weight => !weight.Trainable))
                .ToArray();
            for (var i = 0; i < ordered.Length; i++)
            {
                var dataset = group.Find(names[i]) ?? throw new InvalidDataException($"{path}: the weight {names[i]} of the layer "
                    + $"'{layer.Name}' is missing.");
                if (dataset.Shape != ordered[i].Shape)
                {
                    throw new InvalidDataException($"{path}: weight '{ordered[i].Path}' has shape {ordered[i].Shape}; the file has "
                        + $"{dataset.Shape} ({names[i]}).");
                }

                values.Add((ordered[i], dataset.Read()));
            }
        }

        foreach (var (variable, value) in values)
        {
            variable.Assign(value);
        }
    }

    /// <summary>A list that was split into numbered attributes because it was too long for one.</summary>
    private static List<string> TextsInParts(Hdf5Object group, string attribute)
    {
        var all = new List<string>(group.Texts(attribute) ?? []);
        for (var part = 0; group.Texts(attribute + part.ToString(CultureInfo.InvariantCulture)) is { } texts; part++)
        {
            all.AddRange(texts);
        }

        return all;
    }
}

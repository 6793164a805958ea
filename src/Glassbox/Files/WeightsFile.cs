using Glassbox.Datasets;
using Glassbox.Optimizers;

namespace Glassbox.Saving;

/// <summary>Weights files: Keras's <c>.weights.h5</c>, and <c>.npz</c> and <c>.safetensors</c> with the same paths as names.</summary>
internal static class WeightsFile
{
    private const string OptimizerState = "optimizer/vars";
    private const string AveragesInPlace = "optimizer/averages_in_place";
    private const string Excluded = "optimizer/excluded_from_decay";

    public static void Save(Model model, string path)
    {
        // A model whose custom steps call its layers but never the model itself is complete when they are built.
        if (!model.Built && !(model.Layers.Count > 0 && model.Layers.All(layer => layer.Built)))
        {
            throw new InvalidOperationException($"Model '{model.Name}' has no weights yet. Give the first layer an inputShape, or call "
                + "the model on data first.");
        }

        switch (Kind(path))
        {
            case ".h5":
                AtomicFile.Write(path, stream => Hdf5Writer.Write(stream, Tree(model)));
                break;
            case ".npz":
                Npz.Save(path, Arrays(model));
                break;
            default:
                SafeTensors.Save(path, Arrays(model));
                break;
        }
    }

    public static void Load(Model model, string path, bool skipMismatch)
    {
        var kind = Kind(path);
        ReadErrors.In(path, () =>
        {
            using var limit = MemoryLimit.ForFile(new FileInfo(path).Length);
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
            Open(path, kind, stream).LoadInto(
                model, skipMismatch, " To take over the layers that fit, and leave the others as they are: LoadWeights(path, "
                    + "skipMismatch: true).");
            return model;
        });
    }

    /// <summary>The content of a weights file.</summary>
    /// <param name="model">The model.</param>
    /// <param name="whole">Whether to include the optimizer state and the layer states.</param>
    public static Hdf5Group Tree(Model model, bool whole = false)
    {
        var root = new Hdf5Group();
        foreach (var group in WeightGroup.Of(model))
        {
            var vars = root.Group(group.Path);
            vars.Name = group.Name;
            for (var i = 0; i < group.Variables.Count; i++)
            {
                vars.Add($"{i}", group.Variables[i].Value);
            }
        }

        if (whole)
        {
            LayerStates.Add(root, model);
            if (model.OptimizerOrNone is { } optimizer)
            {
                Add(root, optimizer, model.TrainableVariables);
            }
        }

        return root;
    }

    /// <summary>Restores the optimizer state in a file, if it has any.</summary>
    /// <returns>The reason for a mismatch, in which case nothing is changed; null if it matches.</returns>
    public static string? LoadOptimizer(Model model, WeightSource file)
    {
        if (file.CountIn(OptimizerState) == 0 || model.OptimizerOrNone is not { } optimizer)
        {
            return null;
        }

        var variables = model.TrainableVariables;
        var misfit = optimizer.LoadState(file.ReadAll(OptimizerState), variables);
        if (misfit is null)
        {
            optimizer.AveragesInPlace = file.ShapeOf(AveragesInPlace) is not null;
            var excluded = file.ShapeOf(Excluded) == [variables.Count] ? file.Read(Excluded).ToArray<byte>() : [];
            foreach (var (variable, _) in variables.Zip(excluded).Where(pair => pair.Second == 1))
            {
                optimizer.Exclude(variable);
            }
        }

        return misfit;
    }

    private static void Add(Hdf5Group root, Optimizer optimizer, IReadOnlyList<Variable> variables)
    {
        var state = optimizer.SaveState(variables);
        var vars = root.Group(OptimizerState);
        vars.Name = optimizer.Name;
        for (var i = 0; i < state.Count; i++)
        {
            vars.Add($"{i}", state[i]);
        }

        // Keras stores nothing comparable and ignores the rest.
        byte[] excluded = [.. variables.Select(variable => optimizer.Decays(variable) ? (byte)0 : (byte)1)];
        if (excluded.Contains((byte)1))
        {
            root.Group("optimizer").Add("excluded_from_decay", Tensor.FromSpan<byte>(excluded));
        }

        if (optimizer.AveragesInPlace)
        {
            root.Group("optimizer").Add("averages_in_place", Tensor.FromSpan<int>([1]));
        }
    }

    private static WeightSource Open(string path, string kind, Stream stream)
    {
        switch (kind)
        {
            case ".h5":
                FileKind.Require(path, Hdf5File.Signature, "an HDF5 file of weights");
                var file = new Hdf5File(stream, path);
                return LegacyFile.IsOne(file) ? throw new NotSupportedException($"{path}: this is a whole model in Keras's old form. "
                    + "Open it with Model.Load.") : new Hdf5Weights(file, path);
            case ".npz":
                FileKind.Require(path, "PK"u8, "an npz file of weights");
                return new NamedWeights(Npz.Load(path), path);
            default:
                return new NamedWeights(SafeTensors.Load(path), path);
        }
    }

    private static OrderedDictionary<string, Tensor> Arrays(Model model)
    {
        var arrays = new OrderedDictionary<string, Tensor>();
        foreach (var group in WeightGroup.Of(model))
        {
            for (var i = 0; i < group.Variables.Count; i++)
            {
                arrays.Add($"{group.Path}/{i}", group.Variables[i].Value);
            }
        }

        return arrays;
    }

    private static string Kind(string path) => path.EndsWith(".weights.h5", StringComparison.OrdinalIgnoreCase)
        ? ".h5"
        : Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".NPZ" => ".npz",
            ".SAFETENSORS" => ".safetensors",
            _ => throw new ArgumentException($"A file of weights ends with .weights.h5, .npz or .safetensors; received '{path}'. (Whole "
            + "models are .keras files: Save and Load.)", nameof(path)),
        };
}

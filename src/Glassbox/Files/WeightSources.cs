namespace Glassbox.Saving;

/// <summary>Arrays in an HDF5 file.</summary>
internal sealed class Hdf5Weights(Hdf5File file, string name) : WeightSource(name)
{
    public override int CountIn(string group) => file.Root.Find(group)?.Names.Count ?? 0;

    public override Shape? ShapeOf(string path) => file.Root.Find(path) is { IsDataset: true } dataset ? dataset.Shape : null;

    public override Tensor Read(string path) => file.Root.Find(path)!.Read();
}

/// <summary>Arrays by name, as in npz and safetensors files, with paths as names.</summary>
internal sealed class NamedWeights(IReadOnlyDictionary<string, Tensor> arrays, string name) : WeightSource(name)
{
    public override int CountIn(string group) => arrays.Keys.Count(key => key.StartsWith(group + "/", StringComparison.Ordinal));

    public override Shape? ShapeOf(string path) => arrays.TryGetValue(path, out var array) ? array.Shape : null;

    public override Tensor Read(string path) => arrays[path];
}

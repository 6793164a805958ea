using System.Text;
using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Saving;

namespace Glassbox.Fuzz;

/// <summary>A kind of file, how it is read, and sound files of it to begin with.</summary>
/// <param name="Name">What the kind is called.</param>
/// <param name="Extension">What its files' names end in.</param>
/// <param name="Read">Reads a file.</param>
/// <param name="Seeds">Writes sound files of different forms: each takes the path to write to.</param>
internal sealed record FileReader(string Name, string Extension, Action<string> Read, IReadOnlyList<Action<string>> Seeds)
{
    private static readonly string[] Tables =
        ["a,b\n1,2\n3,4\n", "a;b\n\"x;\"\"y\";2,5\n;\n", "a\tb\tc\r\n1\t2\t3\r\n", "# a,b\n1,NaN\n,null\n"];

    /// <summary>All kinds of files of numbers and models.</summary>
    public static IReadOnlyList<FileReader> All { get; } =
    [
        new("npy", ".npy", path => Npy.Load(path),
            [.. Arrays().Select(array => (Action<string>)(path => Npy.Save(path, array)))]),
        new("npz", ".npz", path => Npz.Load(path), [path => Npz.Save(path, Named()), path => Npz.Save(path, Named(), compress: true)]),
        new("idx", ".gz", path => Idx.Load(path), [path => Idx.Save(path, Tensor.Zeros([2, 3, 3], DType.UInt8)),
            path => File.WriteAllBytes(path, [0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0x80, 0, 0])]),
        new("csv", ".csv", path => Csv.Load(path), [.. Tables.Select(text => (Action<string>)(path => File.WriteAllText(path, text)))]),
        new("safetensors", ".safetensors", path => SafeTensors.Load(path), [path => SafeTensors.Save(path, Named())]),
        new("json", ".json", path => Model.FromJson(Encoding.UTF8.GetString(File.ReadAllBytes(path))),
            [path => File.WriteAllText(path, Pile().ToJson()), path => File.WriteAllText(path, Graph().ToJson())]),
        new("keras", ".keras", path => Model.Load(path), [path => Pile().Save(path), path => Graph().Save(path)]),
        new("weights", ".weights.h5", path => Pile().LoadWeights(path),
            [path => Pile().SaveWeights(path), path => Graph().SaveWeights(path)]),
    ];

    /// <summary>Reads a file as whoever has it from a stranger does.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Whether it was read; otherwise it was refused in a documented way.</returns>
    public bool TryRead(string path)
    {
        try
        {
            Read(path);
            return true;
        }
        catch (Exception exception) when (exception is InvalidDataException or NotSupportedException)
        {
            return false;
        }
    }

    private static IEnumerable<Tensor> Arrays() =>
        [.. new[] { "bool", "uint8", "int32", "int64", "float32", "float64" }.Select(type => Tensor.Ones([2, 3]).Cast(type)),
            Tensor.Zeros([0, 4]), Tensor.FromSpan<float>([1])];

    private static Dictionary<string, Tensor> Named() => new() { ["x"] = Tensor.Ones([2, 2]), ["deep/y"] = Tensor.Zeros([3], DType.Int64) };

    private static Sequential Pile()
    {
        var model = new Sequential(
            [new Conv2D(1, 2, inputShape: [3, 3, 1]), new BatchNormalization(), new Flatten(), new Dense(2, "softmax")]);
        model.Compile("adam", "categorical_crossentropy", metrics: ["accuracy"]);
        return model;
    }

    private static Model Graph()
    {
        var (a, b) = (Keras.Input(shape: [3], name: "a"), Keras.Input(shape: [3], name: "b"));
        var shared = new Dense(2, "relu");
        var sum = shared.Apply(a) + (shared.Apply(b) * 2);
        return new Model([a, b], new Dropout(0.5).Apply(sum));
    }
}

using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Saving;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Saving;

/// <summary>
/// Damaged and hostile files: each loads, or ends in a documented exception, soon and within bounds. The environment variable
/// GLASSBOX_HOSTILE_FILES sets how many mutations of each file are tried.
/// </summary>
public sealed class HostileFileTests : IDisposable
{
    private const int AllocationLimit = 512 << 20;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(2);

    private static readonly int Mutations =
        int.TryParse(Environment.GetEnvironmentVariable("GLASSBOX_HOSTILE_FILES"), System.Globalization.CultureInfo.InvariantCulture,
            out var count) ? count : 30;

    private static readonly long[] Interesting =
        [0, 1, -1, 8, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x10000, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue, 96,
        1L << 40];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("models/mlp_deferred/model.keras", ".keras")]
    [InlineData("models/multi_io/model.keras", ".keras")]
    [InlineData("mlp/trained_adam.keras", ".keras")]
    [InlineData("hdf5/small.h5", ".h5")]
    [InlineData("models/residual/model.weights.h5", ".weights.h5")]
    [InlineData("hdf5/kinds.h5", "hdf5")]
    [InlineData("hdf5/latest.h5", "hdf5")]
    [InlineData("npy/c_order.npy", ".npy")]
    [InlineData("npy/compressed.npz", ".npz")]
    [InlineData("safetensors", ".safetensors")]
    [InlineData("idx", ".idx")]
    [InlineData("json", ".json")]
    public void Mutations_load_or_end_in_a_documented_exception(string name, string kind)
    {
        var original = Original(name);
        var random = new Random(name.Length);
        for (var i = 0; i < Mutations; i++)
        {
            Try(kind, Mutate(original, random), $"{name}, mutation {i}");
        }
    }

    [Theory]
    [InlineData("models/mlp_deferred/model.keras")]
    [InlineData("models/multi_io/model.keras")]
    [InlineData("mlp/trained_adam.keras")]
    public void Mutations_within_a_sound_archive_load_or_end_in_a_documented_exception(string name)
    {
        var random = new Random(1);
        for (var i = 0; i < Mutations; i++)
        {
            var mutated = i % 2 == 0 ? "config.json" : "model.weights.h5";
            Try(".keras", Rezip(File.ReadAllBytes(Golden.Path(name)), (member, bytes) => member == mutated ? Mutate(bytes, random) : bytes),
                $"{name}, {mutated}, mutation {i}");
        }
    }

    [Fact]
    public void Swapped_members_are_refused()
    {
        var (a, b) = (File.ReadAllBytes(Golden.Path("models/residual/model.keras")),
            File.ReadAllBytes(Golden.Path("models/multi_io/model.keras")));
        Refused(".keras", Rezip(a, (member, bytes) => member == "model.weights.h5" ? Member(b, member) : bytes));
        Refused(".keras", Rezip(a, (member, _) => Member(b, member == "config.json" ? "model.weights.h5" : "config.json")));
    }

    [Fact]
    public void Members_outside_the_folder_are_not_written()
    {
        using var stream = new MemoryStream(File.ReadAllBytes(Golden.Path("models/mlp_deferred/model.keras")));
        var expandable = new MemoryStream();
        stream.CopyTo(expandable);
        using (var archive = new ZipArchive(expandable, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var entry = new StreamWriter(archive.CreateEntry("../../evil.txt").Open());
            entry.Write("evil");
        }

        Try(".keras", expandable.ToArray(), "traversal");
        Assert.Single(Directory.GetFiles(folder.Root));
        Assert.False(File.Exists(Path.Combine(folder.Root, "../../evil.txt")));
    }

    [Fact]
    public void Zip_bombs_are_refused()
    {
        foreach (var member in new[] { "config.json", "model.weights.h5" })
        {
            var bomb = new MemoryStream();
            using (var archive = new ZipArchive(bomb, ZipArchiveMode.Create, leaveOpen: true))
            {
                foreach (var name in new[] { "config.json", "model.weights.h5" })
                {
                    using var entry = archive.CreateEntry(name, CompressionLevel.Fastest).Open();
                    for (var i = 0; i < (name == member ? 200 : 0); i++)
                    {
                        entry.Write(new byte[1 << 20]);
                    }
                }
            }

            Refused(".keras", bomb.ToArray());
        }
    }

    [Theory]
    [InlineData("""{"class_name": "Lambda", "config": {"function": ["4wEAAAAA", null, null]}}""")]
    [InlineData("""{"class_name": "__lambda__", "config": {"value": "4wEAAAAA"}}""")]
    [InlineData("""{"module": "os", "class_name": "system", "config": {"command": "touch /tmp/evil"}}""")]
    public void Code_in_files_is_refused_and_never_run(string layer) =>
        Assert.Throws<NotSupportedException>(() => Model.FromJson($$$"""{"module": "keras", "class_name": "Sequential", "config": {"name": "m", "layers": [{{{layer}}}]}}"""));

    [Fact]
    public void Pickled_arrays_are_refused() => Refused(".npz", File.ReadAllBytes(Golden.Path("npy/object.npy")));

    [Fact]
    public void Models_with_extreme_settings_are_refused_or_run()
    {
        var model = new Sequential(
        [
            Glassbox.Keras.Input([8, 1]), new ZeroPadding1D(1), new Conv1D(2, 3, padding: "same", dilationRate: 2),
            new DepthwiseConv1D(2), new SeparableConv1D(2, 2, padding: "same"), new UpSampling1D(2),
            new Conv1DTranspose(2, 3, strides: 2, padding: "same", outputPadding: 1), new Cropping1D(1),
            new MaxPooling1D(2, padding: "same"), new AveragePooling1D(2, strides: 1, padding: "same"),
            new AdaptiveAveragePooling1D(3), new Reshape([6]), new RepeatVector(2), new Flatten(), new Dense(1),
        ]);
        var path = folder["model.keras"];
        model.Save(path);
        var original = File.ReadAllBytes(path);
        Assert.True(Try(".keras", original, "sound"));

        var config = Encoding.UTF8.GetString(Member(original, "config.json"));
        var tried = 0;
        foreach (Match number in Regex.Matches(config, @"(?<=[\s\[:,])\d+(?=[\s\],}])"))
        {
            foreach (var extreme in new[] { 0, -1, 715_827_883, 1 << 30, int.MaxValue })
            {
                var changed = Encoding.UTF8.GetBytes(config[..number.Index] + extreme + config[(number.Index + number.Length)..]);
                Try(".keras", Rezip(original, (member, bytes) => member == "config.json" ? changed : bytes),
                    $"{extreme} in {config[Math.Max(0, number.Index - 40)..number.Index]}");
                tried++;
            }
        }

        Assert.True(tried > 200, $"{tried} settings");
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        const int Depth = 100_000;
        var list = new string('[', Depth) + new string(']', Depth);
        Refused(".json", Encoding.UTF8.GetBytes($$$"""{"class_name": "Sequential", "config": {"layers": {{{list}}}}}"""));
        var nested = new StringBuilder();
        for (var i = 0; i < Depth; i++)
        {
            nested.Append("""{"class_name": "Sequential", "config": {"layers": [""");
        }

        Refused(".json", Encoding.UTF8.GetBytes(nested.Append(string.Concat(Enumerable.Repeat("]}}", Depth))).ToString()));
    }

    [Fact]
    public void Graphs_that_lead_in_a_circle_are_refused()
    {
        static string Tensor(string name) => $$$"""{"class_name": "__keras_tensor__", "config": {"shape": [null, 2], "dtype": "float32", "keras_history": ["{{{name}}}", 0, 0]}}""";
        static string Dense(string name, string input) =>
            $$$"""{"class_name": "Dense", "config": {"units": 2, "name": "{{{name}}}"}, "name": "{{{name}}}", "inbound_nodes": [{"args": [{{{Tensor(input)}}}], "kwargs": {}}]}""";
        Refused(".json", Encoding.UTF8.GetBytes(
            $$$"""{"class_name": "Functional", "config": {"name": "m", "layers": [{{{Dense("a", "b")}}}, {{{Dense("b", "a")}}}], "input_layers": ["a", 0, 0], "output_layers": ["b", 0, 0]}}"""));
    }

    [Fact]
    public void Trees_and_headers_that_lead_back_to_themselves_are_refused()
    {
        var original = File.ReadAllBytes(Golden.Path("hdf5/kinds.h5"));
        var signatures = Enumerable.Range(0, original.Length - 100).Where(i => original.AsSpan(i).StartsWith("TREE"u8)).ToArray();
        foreach (var tree in signatures)
        {
            foreach (var level in new byte[] { 1, 200 })
            {
                var bytes = (byte[])original.Clone();
                bytes[tree + 5] = level;
                BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(tree + 6), 30);
                for (var child = tree + 32; child < Math.Min(tree + 512, bytes.Length - 8); child += 16)
                {
                    BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(child), tree);
                }

                Try("hdf5", bytes, $"tree at {tree}");
            }
        }
    }

    private static byte[] Original(string name)
    {
        using var folder = new TemporaryFolder();
        switch (name)
        {
            case "safetensors":
                SafeTensors.Save(folder["a.safetensors"],
                    new Dictionary<string, Tensor> { ["a"] = Tensor.Arange(6).Reshape(2, 3), ["b/c"] = Tensor.Ones([4]) });
                return File.ReadAllBytes(folder["a.safetensors"]);
            case "idx":
                Idx.Save(folder["a.idx"], Tensor.Arange(24).Reshape(2, 3, 4).Cast("uint8"));
                return File.ReadAllBytes(folder["a.idx"]);
            case "json":
                return Encoding.UTF8.GetBytes(Model.Load(Golden.Path("models/multi_io/model.keras")).ToJson());
            default:
                return File.ReadAllBytes(Golden.Path(name));
        }
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var bytes = (byte[])original.Clone();
        switch (random.Next(6))
        {
            case 0:
                return bytes[..random.Next(bytes.Length)];
            case 1:
                var (from, to, length) = (random.Next(bytes.Length), random.Next(bytes.Length), random.Next(1, 64));
                bytes.AsSpan(from, Math.Min(length, bytes.Length - Math.Max(from, to))).ToArray().CopyTo(bytes.AsSpan(to));
                return bytes;
            case 2 or 3:
                // Headers are at the front: half of the changes go there.
                for (var i = random.Next(1, 4); i > 0; i--)
                {
                    var at = random.Next(random.Next(2) == 0 ? bytes.Length : Math.Min(bytes.Length, 4096));
                    var value = BitConverter.GetBytes(Interesting[random.Next(Interesting.Length)]).AsSpan(0, 1 << random.Next(4));
                    value[..Math.Min(value.Length, bytes.Length - at)].CopyTo(bytes.AsSpan(at));
                }

                return bytes;
            case 4:
                var cut = random.Next(bytes.Length);
                return [.. bytes[..cut], .. Enumerable.Range(0, random.Next(20)).Select(_ => (byte)random.Next(256)),
                    .. bytes[Math.Min(bytes.Length, cut + random.Next(20))..]];
            default:
                for (var i = random.Next(1, 9); i > 0; i--)
                {
                    bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                }

                return bytes;
        }
    }

    private static byte[] Rezip(byte[] original, Func<string, byte[], byte[]> change)
    {
        using var source = new ZipArchive(new MemoryStream(original));
        var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var member in source.Entries)
            {
                using var entry = archive.CreateEntry(member.FullName, CompressionLevel.NoCompression).Open();
                entry.Write(change(member.FullName, Member(original, member.FullName)));
            }
        }

        return target.ToArray();
    }

    private static byte[] Member(byte[] archive, string name)
    {
        using var source = new ZipArchive(new MemoryStream(archive));
        using var content = source.GetEntry(name)!.Open();
        var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private void Refused(string kind, byte[] bytes) => Assert.False(Try(kind, bytes, kind), "it was loaded");

    /// <summary>Whether a file is loaded; false if it is refused in the right way.</summary>
    private bool Try(string kind, byte[] bytes, string what)
    {
        var path = folder["file" + kind];
        File.WriteAllBytes(path, bytes);
        var (time, allocated, loaded) = Measured(kind, path, what);
        if (time > TimeLimit)
        {
            // On a machine that is busy with other things, a second try tells.
            time = Measured(kind, path, what).Time;
        }

        Assert.True(time <= TimeLimit, $"{what}: took {time}");
        Assert.True(allocated <= AllocationLimit, $"{what}: took {allocated:N0} bytes");
        return loaded;
    }

    private static (TimeSpan Time, long Allocated, bool Loaded) Measured(string kind, string path, string what)
    {
        var (watch, before, loaded) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread(), false);
        try
        {
            var model = Load(kind, path);
            loaded = true;
            if (model is not null)
            {
                Run(model);
            }
        }
        catch (Exception exception) when (loaded ? exception is ArgumentException
            : exception is InvalidDataException or NotSupportedException)
        {
            Assert.False(string.IsNullOrWhiteSpace(exception.Message));
        }
        catch (Exception exception)
        {
            Assert.Fail($"{what}: {exception}");
        }

        return (watch.Elapsed, GC.GetAllocatedBytesForCurrentThread() - before, loaded);
    }

    /// <summary>Runs a model on zeros, where its inputs are small.</summary>
    private static void Run(Model model)
    {
        if (!model.Built || model.InputShapes.Any(shape => ExtentMath.Count(shape.AsSpan()) > 10_000))
        {
            return;
        }

        var inputs = model.Inputs.Map(input =>
            Tensor.Zeros([.. input.Shape.Select(extent => extent == Shape.Unknown ? 2 : extent)], input.DType));
        Assert.Equal(model.Outputs.Count, model.PredictAll(inputs, verbose: 0).Count);
    }

    /// <summary>Reads a file, and gives the model that is in it.</summary>
    private static Model? Load(string kind, string path)
    {
        switch (kind)
        {
            case ".weights.h5":
                var model = Model.Load(Golden.Path("models/residual/model.keras"));
                model.LoadWeights(path);
                return model;
            case "hdf5":
                {
                    using var limit = MemoryLimit.ForFile(new FileInfo(path).Length);
                    Walk(new Hdf5File(new MemoryStream(File.ReadAllBytes(path)), path).Root, 0, new());
                }

                return null;
            case ".npy":
                Npy.Load(path);
                return null;
            case ".npz":
                Npz.Load(path);
                return null;
            case ".safetensors":
                SafeTensors.Load(path);
                return null;
            case ".idx":
                Idx.Load(path);
                return null;
            case ".json":
                return Model.FromJson(File.ReadAllText(path));
            default:
                return Model.Load(path);
        }
    }

    private static void Walk(Hdf5Object at, int depth, StrongBox<int> visited)
    {
        at.Texts("name");
        if (at.IsDataset)
        {
            at.Read();
            return;
        }

        foreach (var name in at.Names)
        {
            if (depth < 3 && visited.Value++ < 2000)
            {
                Walk(at.Find(name)!, depth + 1, visited);
            }
        }
    }
}

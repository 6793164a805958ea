using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Glassbox.Datasets;
using Glassbox.Layers;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Saving;

/// <summary>What a file costs to read is bounded by its length: small files that promise much end soon, in one kind of exception.</summary>
public sealed class FileCostTests : IDisposable
{
    private const long Most = 64 << 20;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_npz_of_two_hundred_bytes_that_promises_four_billion_takes_no_memory()
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = archive.CreateEntry("a.npy", CompressionLevel.NoCompression).Open();
            entry.Write(NpyHeader("<f4", "(1000000000,)"));
        }

        // Both headers of the archive tell the length that the array would have.
        var bytes = zip.ToArray();
        var central = bytes.AsSpan().IndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(central + 24), 4_000_000_128);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(central + 20), 128);
        Refused(() => Npz.Load(Written("bomb.npz", bytes)));
    }

    [Theory]
    [InlineData("<f8", "(2147483647,)")]
    [InlineData("|u1", "(2147483647,)")]
    [InlineData("<f4", "(65536, 65536, 65536)")]
    [InlineData("<f4", "(9223372036854775807,)")]
    public void An_npy_that_promises_more_than_it_has_is_refused(string type, string shape)
    {
        Refused(() => Npy.Load(Written("bomb.npy", NpyHeader(type, shape))));
        Refused(() => Npy.Load(new Unsized(NpyHeader(type, shape))));
    }

    [Fact]
    public void Arrays_of_hundreds_of_thousands_of_axes_are_refused_at_once()
    {
        var shape = $"({string.Concat(Enumerable.Repeat("1,", 300_000))})";
        Refused(() => Npy.Load(Written("axes.npy", NpyHeader("<f4", shape))));
        Refused(() => Model.FromJson(
            "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"config\": {\"name\": \"m\", \"layers\": [{\"module\": "
                + "\"keras.layers\", "
            + $"\"class_name\": \"InputLayer\", \"config\": {{\"name\": \"i\", \"batch_shape\": [{shape[1..^2]}]}}}}]}}}}"));
    }

    [Fact]
    public void A_compressed_IDX_file_that_promises_gigabytes_is_refused()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write([0, 0, 0x0E, 1]);
            gzip.Write([0x1D, 0xCD, 0x65, 0x00]);
            gzip.Write(new byte[1 << 20]);
        }

        Refused(() => Idx.Load(Written("bomb.idx.gz", packed.ToArray())));
    }

    [Theory]
    [InlineData("""{"module": "keras.layers", "class_name": "Dense", "config": {"name": "d", "units": 500000000}}""")]
    [InlineData("""
        {"module": "keras.layers", "class_name": "EinsumDense",
        "config": {"name": "d", "equation": "ab,bcd->acd", "output_shape": [30000, 30000]}}
        """)]
    public void An_architecture_that_describes_gigabytes_of_weights_is_refused(string layer) =>
        Refused(() => Model.FromJson(Pile(layer)));

    [Theory]
    [InlineData("AUC", "\"num_thresholds\": 2000000000")]
    [InlineData("MeanIoU", "\"num_classes\": 40000")]
    [InlineData("PrecisionAtRecall", "\"recall\": 0.5, \"num_thresholds\": 2000000000")]
    public void Metrics_that_describe_gigabytes_of_counts_are_refused(string metric, string settings) => Refused(() => Model.FromJson(Pile(
        """{"module": "keras.layers", "class_name": "Dense", "config": {"name": "d", "units": 2}}""",
        ", \"compile_config\": {\"optimizer\": \"sgd\", \"loss\": \"mse\", \"metrics\": [{\"module\": \"keras.metrics\", "
        + $"\"class_name\": \"{metric}\", \"config\": {{\"name\": \"m\", {settings}}}}}]}}")));

    [Fact]
    public void A_limit_is_raised_for_a_while_and_for_files_of_this_program_alone()
    {
        using (MemoryLimit.Raise(1L << 40))
        using (MemoryLimit.ForFile(10))
        {
            MemoryLimit.Take(1L << 39);
        }

        using var limit = MemoryLimit.ForFile(10);
        MemoryLimit.Take(200 << 20);
        var message = Assert.Throws<InvalidDataException>(() => MemoryLimit.Take(1L << 39)).Message;
        Assert.Contains("549,755,813,888 bytes", message, StringComparison.Ordinal);
        Assert.Contains("MemoryLimit.Raise", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_long_file_may_take_memory_in_proportion()
    {
        using var limit = MemoryLimit.ForFile(1L << 30);
        MemoryLimit.Take(1L << 35);
    }

    [Fact]
    public void Layers_that_are_listed_backwards_load_about_as_fast_as_forwards()
    {
        var input = Glassbox.Keras.Input([2]);
        Tensor x = input;
        for (var i = 0; i < 4000; i++)
        {
            x = new Activation("linear").Apply(x);
        }

        var json = JsonNode.Parse(new Model(input, x).ToJson())!;
        var (forwards, model) = Timed(() => Model.FromJson(json.ToJsonString()));
        var layers = json["config"]!["layers"]!.AsArray();
        var reversed = new JsonArray([.. layers.Reverse().Select(layer => layer!.DeepClone())]);
        json["config"]!["layers"] = reversed;
        var (backwards, same) = Timed(() => Model.FromJson(json.ToJsonString()));
        Assert.Equal(model.Layers.Select(layer => layer.Name), same.Layers.Select(layer => layer.Name));
        Assert.True(backwards < (5 * forwards) + TimeSpan.FromSeconds(1), $"{backwards} backwards, {forwards} forwards");
    }

    [Fact]
    public void A_layer_that_is_used_thousands_of_times_is_summed_up_and_written_soon()
    {
        var input = Glassbox.Keras.Input([2]);
        var shared = new Dense(2);
        Tensor x = input;
        for (var i = 0; i < 3000; i++)
        {
            x = shared.Apply(x);
        }

        var model = new Model(input, x);
        var lines = new List<string>();
        var (time, _) = Timed(() =>
        {
            model.Summary(printFn: lines.Add);
            return Model.FromJson(model.ToJson());
        });
        Assert.Contains(lines, line => line.Contains("[2998][0]", StringComparison.Ordinal));
        Assert.True(time < TimeSpan.FromSeconds(15), $"{time}");
    }

    [Fact]
    public void Piles_of_thousands_of_layers_are_made_soon()
    {
        var (time, model) = Timed(() => new Sequential([.. Enumerable.Range(0, 4000).Select(i =>
            new Activation("linear", inputShape: i == 0 ? [2] : null))]));
        Assert.True(model.Built);
        Assert.True(time < TimeSpan.FromSeconds(15), $"{time}");
    }

    private static string Pile(string layer, string compiled = "") =>
        "{\"module\": \"keras\", \"class_name\": \"Sequential\", \"config\": {\"name\": \"m\", \"layers\": [{\"module\": \"keras.layers\", "
        + $"\"class_name\": \"InputLayer\", \"config\": {{\"name\": \"i\", \"batch_shape\": [null, 2]}}}}, {layer}]}}{compiled}}}";

    private static byte[] NpyHeader(string type, string shape)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(115) + "\n";
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        return [0x93, .. "NUMPY"u8, 2, 0, .. length, .. Encoding.ASCII.GetBytes(header)];
    }

    private static (TimeSpan Time, T Result) Timed<T>(Func<T> action)
    {
        var clock = Stopwatch.StartNew();
        var result = action();
        return (clock.Elapsed, result);
    }

    private static void Refused(Action read)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var clock = Stopwatch.StartNew();
        Assert.Throws<InvalidDataException>(read);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < Most, "It took much memory.");
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(5), "It took long.");
    }

    private string Written(string name, byte[] bytes)
    {
        File.WriteAllBytes(folder[name], bytes);
        return folder[name];
    }

    /// <summary>A stream that does not tell its length.</summary>
    private sealed class Unsized(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}

using System.Net;
using System.Security.Cryptography;
using Glassbox.Datasets;

namespace Glassbox.Tests.Datasets;

/// <summary>Where data sets come from, with a folder for each place and a server on this machine as mirror.</summary>
public sealed class DatasetSourceTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder folder = new();
    private readonly StringWriter log = new();

    private string Cache => folder["cache"];

    public void Dispose()
    {
        folder.Dispose();
        log.Dispose();
    }

    [Fact]
    public void A_download_goes_into_the_cache_and_is_not_repeated()
    {
        using var mirror = FakeMirror.Of(NumberFormat.Published);

        Assert.Equal("[7 8 9]", Load(mirror.Address).ToString());
        Assert.Equal("[7 8 9]", Load(mirror.Address).ToString());

        Assert.Equal(["a.npy", "b.npy"], mirror.Requests);
        Assert.Equal(["numbers"], Names(Cache));
        Assert.Equal(["a.npy", "b.npy"], Names(Path.Combine(Cache, "numbers")));
        Assert.Contains("Downloaded a.npy from 127.0.0.1: 0.0 MB", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_nearest_place_is_taken()
    {
        using var mirror = FakeMirror.Of(NumberFormat.Published);
        NumberFormat.Write(folder["own"], 1);
        NumberFormat.Write(Cache, 2);
        NumberFormat.Write(folder["keras"], 3);

        Assert.Equal("[1 8 9]", Load(mirror.Address).ToString());
        Directory.Delete(folder["own"], recursive: true);
        Assert.Equal("[2 8 9]", Load(mirror.Address).ToString());
        Directory.Delete(Cache, recursive: true);
        Assert.Equal("[3 8 9]", Load(mirror.Address).ToString());
        Assert.Empty(mirror.Requests);
        Directory.Delete(folder["keras"], recursive: true);
        Assert.Equal("[7 8 9]", Load(mirror.Address).ToString());
    }

    [Fact]
    public void A_damaged_cache_is_replaced()
    {
        using var mirror = FakeMirror.Of(NumberFormat.Published);
        NumberFormat.Write(Cache, 2);
        File.WriteAllBytes(Path.Combine(Cache, "numbers", "b.npy"), [1, 2, 3]);

        Assert.Equal("[7 8 9]", Load(mirror.Address).ToString());

        Assert.Equal(["numbers"], Names(Cache));
        Assert.Equal(NumberFormat.Published["b.npy"], File.ReadAllBytes(Path.Combine(Cache, "numbers", "b.npy")));
    }

    [Fact]
    public void A_download_cut_short_leaves_nothing()
    {
        using var mirror = new FakeMirror(context => FakeMirror.Send(context, new byte[1000], announced: 2000));
        var message = Fails(mirror.Address);
        Assert.Contains(new Uri(mirror.Address).Authority, message, StringComparison.Ordinal);
        Assert.Contains("prematurely", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_checksum_leaves_nothing()
    {
        var altered = NumberFormat.Published.ToDictionary(file => file.Key, file => (byte[])file.Value.Clone());
        altered["b.npy"][^1] ^= 1;
        using var mirror = FakeMirror.Of(altered);
        Assert.Contains("the checksum of b.npy is wrong", Fails(mirror.Address), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mirror_that_refuses_is_named_with_its_answer()
    {
        using var mirror = new FakeMirror(context => FakeMirror.Refuse(context, HttpStatusCode.Forbidden));
        Assert.Contains("403", Fails(mirror.Address), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mirror_that_never_answers_is_given_up()
    {
        using var mirror = new FakeMirror(_ => { });
        Assert.Contains("no answer within 0.2 seconds", Fails(mirror.Address, TimeSpan.FromSeconds(0.2)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_mirror_that_falls_silent_within_a_file_is_given_up()
    {
        using var mirror = new FakeMirror(context =>
        {
            context.Response.ContentLength64 = 2000;
            context.Response.OutputStream.Write(new byte[1000]);
            context.Response.OutputStream.Flush();
        });
        Assert.Contains("no answer within 0.2 seconds", Fails(mirror.Address, TimeSpan.FromSeconds(0.2)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_next_mirror_is_tried_when_one_fails()
    {
        using var bad = new FakeMirror(context => FakeMirror.Refuse(context, HttpStatusCode.InternalServerError));
        using var good = FakeMirror.Of(NumberFormat.Published);
        Assert.Equal("[7 8 9]", Load(bad.Address, good.Address).ToString());
        Assert.Equal(["numbers"], Names(Cache));
    }

    [Fact]
    public void Without_a_network_the_message_says_what_was_tried_and_what_to_do()
    {
        string nobody;
        using (var mirror = new FakeMirror(_ => { }))
        {
            nobody = mirror.Address;
        }

        var message = Fails(nobody);

        Assert.StartsWith("Numbers could not be found or downloaded. Tried: GLASSBOX_DATASETS at ", message, StringComparison.Ordinal);
        Assert.Contains($"the cache at {Cache} (not there); Keras's cache at {folder["keras"]} (not there); {new Uri(nobody).Authority} "
            + "(Connection refused", message, StringComparison.Ordinal);
        Assert.EndsWith("Get a.npy and b.npy, put this into a folder 'numbers' and set GLASSBOX_DATASETS to the folder around it, or "
            + "count yourself.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_reported()
    {
        using var mirror = FakeMirror.Of(NumberFormat.Published);
        File.WriteAllText(Cache, "a file where the folder should be");
        var exception = Assert.Throws<DatasetUnavailableException>(() => Load(mirror.Address));
        Assert.Contains(Cache, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_loads_at_once_download_once()
    {
        using var mirror = FakeMirror.Of(NumberFormat.Published);

        var loads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Load(mirror.Address).ToString())));

        Assert.All(loads, load => Assert.Equal("[7 8 9]", load));
        Assert.Equal(2, mirror.Requests.Count);
        Assert.Equal(["numbers"], Names(Cache));
    }

    private static string?[] Names(string place) => [.. Directory.EnumerateFileSystemEntries(place).Select(Path.GetFileName).Order()];

    private Tensor Load(params string[] mirrors) => Load(Patience, mirrors);

    private Tensor Load(TimeSpan silence, params string[] mirrors) =>
        new DatasetSource(new NumberFormat(), new DatasetPlaces(folder["own"], Cache, folder["keras"], log, silence), mirrors).Load()[0];

    /// <summary>The message of a load that fails and leaves nothing behind.</summary>
    private string Fails(string mirror, TimeSpan? silence = null)
    {
        var exception = Assert.Throws<DatasetUnavailableException>(() => Load(silence ?? Patience, mirror));
        Assert.True(!Directory.Exists(Cache) || Names(Cache).Length == 0, "Something is left in the cache.");
        return exception.Message;
    }

    /// <summary>A data set of three numbers: two files, whose first numbers are put together.</summary>
    private sealed class NumberFormat : DatasetFormat
    {
        public static readonly Dictionary<string, byte[]> Published =
            new Dictionary<string, byte[]> { ["a.npy"] = Bytes(7), ["b.npy"] = Bytes(8, 9) };

        public override string Name => "Numbers";

        public override string Folder => "numbers";

        public override string Files => "a.npy and b.npy";

        public override string Alternative => ", or count yourself";

        public override IReadOnlyList<string> Mirrors => throw new InvalidOperationException("The test gives its own.");

        public static void Write(string datasets, int first)
        {
            var own = Directory.CreateDirectory(Path.Combine(datasets, "numbers")).FullName;
            File.WriteAllBytes(Path.Combine(own, "a.npy"), Bytes(first));
            File.WriteAllBytes(Path.Combine(own, "b.npy"), Published["b.npy"]);
        }

        // Both kinds of checksum are used.
        public override IReadOnlyList<RemoteFile> FilesAt(string mirror) =>
        [
            new(new Uri(mirror + "a.npy"), Convert.ToHexStringLower(SHA256.HashData(Published["a.npy"]))),
#pragma warning disable CA5351
            new(new Uri(mirror + "b.npy"), Convert.ToHexStringLower(MD5.HashData(Published["b.npy"]))),
#pragma warning restore CA5351
        ];

        public override Tensor[]? Find(string datasets)
        {
            var own = Path.Combine(datasets, "numbers");
            return File.Exists(Path.Combine(own, "a.npy")) && File.Exists(Path.Combine(own, "b.npy"))
                ? [Ops.Concatenate([Npy.Load(Path.Combine(own, "a.npy")), Npy.Load(Path.Combine(own, "b.npy"))])]
                : null;
        }

        private static byte[] Bytes(params int[] numbers)
        {
            using var stream = new MemoryStream();
            Npy.Save(stream, Tensor.FromArray(numbers));
            return stream.ToArray();
        }
    }
}

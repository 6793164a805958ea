using System.Diagnostics;
using System.Globalization;
using Glassbox;
using Glassbox.Fuzz;
using Glassbox.Images;
using SharpFuzz;

// Glassbox.Fuzz seeds FOLDER          writes sound files of each kind
// Glassbox.Fuzz afl KIND              reads what AFL sends, once the libraries are instrumented (the script fuzz does all of it)
// Glassbox.Fuzz libfuzzer KIND        the same for libFuzzer
// Glassbox.Fuzz mutate KIND SECONDS   damages the seeds at random, without a fuzzer

const int MostSeconds = 5;
const long MostBytes = 1L << 30;

Warnings.Handler = null;
FileReader[] readers = [.. FileReader.All, new("image", ".png", path => ImageUtils.LoadImage(path),
    [path => ImageUtils.SaveImage(path, Tensor.Ones([3, 3, 3]))])];
var work = Directory.CreateTempSubdirectory("glassbox-fuzz-").FullName;
try
{
    switch (args)
    {
        case ["seeds", var folder]:
            foreach (var reader in readers)
            {
                _ = Seeds(reader, Directory.CreateDirectory(Path.Combine(folder, reader.Name)).FullName);
            }

            return 0;
        case ["afl", var kind]:
            Fuzzer.OutOfProcess.Run(stream =>
            {
                var bytes = new MemoryStream();
                stream.CopyTo(bytes);
                Try(Reader(kind), bytes.ToArray());
            });
            return 0;
        case ["libfuzzer", var kind]:
            Fuzzer.LibFuzzer.Run(bytes => Try(Reader(kind), bytes.ToArray()));
            return 0;
        case ["mutate", var kind, var seconds]:
            return Mutate(Reader(kind), TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
        default:
            Console.Error.WriteLine($"seeds FOLDER, afl KIND, libfuzzer KIND or mutate KIND SECONDS, where KIND is one of: "
                + string.Join(", ", readers.Select(reader => reader.Name)));
            return 2;
    }
}
finally
{
    Directory.Delete(work, recursive: true);
}

FileReader Reader(string kind) => readers.FirstOrDefault(reader => reader.Name == kind)
    ?? throw new ArgumentException($"There is no kind '{kind}'; there are {string.Join(", ", readers.Select(reader => reader.Name))}.");

static string[] Seeds(FileReader reader, string folder)
{
    string[] paths = [.. reader.Seeds.Select((_, i) => Path.Combine(folder, $"seed{i}{reader.Extension}"))];
    for (var i = 0; i < paths.Length; i++)
    {
        reader.Seeds[i](paths[i]);
    }

    return paths;
}

// Whatever a file holds, it is read or refused, soon and within bounds; everything else is a finding.
void Try(FileReader reader, byte[] bytes)
{
    var path = Path.Combine(work, $"input{reader.Extension}");
    File.WriteAllBytes(path, bytes);
    var (clock, before) = (Stopwatch.StartNew(), GC.GetTotalAllocatedBytes());
    reader.TryRead(path);
    var taken = GC.GetTotalAllocatedBytes() - before;
    if (clock.Elapsed > TimeSpan.FromSeconds(MostSeconds) || taken > MostBytes)
    {
        throw new InvalidOperationException($"{bytes.Length:N0} bytes took {clock.Elapsed} and {taken:N0} bytes of memory.");
    }
}

int Mutate(FileReader reader, TimeSpan time)
{
    byte[][] seeds = [.. Seeds(reader, work).Select(File.ReadAllBytes)];
    var random = new Random(1);
    var clock = Stopwatch.StartNew();
    for (var tried = 1; clock.Elapsed < time; tried++)
    {
        var bytes = Mutation.Of(seeds[random.Next(seeds.Length)], random);
        try
        {
            Try(reader, bytes);
        }
        catch (Exception exception)
        {
            var finding = Path.GetFullPath($"finding{reader.Extension}");
            File.WriteAllBytes(finding, bytes);
            Console.Error.WriteLine($"Mutation {tried:N0} of {reader.Name}, kept as {finding}:{Environment.NewLine}{exception}");
            return 1;
        }

        if (tried % 10_000 == 0)
        {
            Console.WriteLine($"{reader.Name}: {tried:N0} mutations in {clock.Elapsed.TotalSeconds:F0} s");
        }
    }

    return 0;
}

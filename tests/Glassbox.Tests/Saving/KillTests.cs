using System.Diagnostics;
using System.Globalization;
using Glassbox.Tests.Datasets;

namespace Glassbox.Tests.Saving;

/// <summary>A training that is killed again and again. The environment variable GLASSBOX_KILLS sets how often.</summary>
public sealed class KillTests : IDisposable
{
    private static readonly int Kills = int.TryParse(Environment.GetEnvironmentVariable("GLASSBOX_KILLS"), CultureInfo.InvariantCulture,
        out var count) ? count : 2;

    private static readonly string Program = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "../../../../Glassbox.Smoke/bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name,
        "net10.0/Glassbox.Smoke.dll"));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_training_that_is_killed_at_any_moment_and_started_again_ends_with_the_same_bits()
    {
        var (undisturbed, killed) = (Directory.CreateDirectory(folder["undisturbed"]).FullName,
            Directory.CreateDirectory(folder["killed"]).FullName);
        using (var whole = Start(undisturbed))
        {
            whole.WaitForExit();
            Assert.Equal(0, whole.ExitCode);
        }

        var random = new Random(5);
        var kills = 0;
        while (!File.Exists(Path.Combine(killed, "weights.txt")))
        {
            using var process = Start(killed);
            var finished = kills < Kills ? process.WaitForExit(TimeOfDeath(random, killed)) : process.WaitForExit(TimeSpan.FromMinutes(2));
            if (!finished)
            {
                Assert.True(kills < Kills, "the training does not end");
                process.Kill();
                process.WaitForExit();
                kills++;
            }

            // Whatever is there is whole.
            if (File.Exists(Path.Combine(killed, "checkpoint.keras")))
            {
                Model.Load(Path.Combine(killed, "checkpoint.keras"));
            }
        }

        TestContext.Current.SendDiagnosticMessage($"{kills} kills");
        Assert.True(kills > 0, "it was never killed");
        Assert.Equal(File.ReadAllText(Path.Combine(undisturbed, "weights.txt")), File.ReadAllText(Path.Combine(killed, "weights.txt")));
    }

    /// <summary>A moment after the training has begun to write, so that it comes forward between two kills.</summary>
    private static TimeSpan TimeOfDeath(Random random, string folder)
    {
        var backup = Path.Combine(folder, "backup/latest.backup");
        var before = File.Exists(backup) ? File.GetLastWriteTimeUtc(backup) : DateTime.MinValue;
        for (var waited = 0; waited < 600 && (!File.Exists(backup) || File.GetLastWriteTimeUtc(backup) == before)
            && !File.Exists(Path.Combine(folder, "weights.txt")); waited++)
        {
            Thread.Sleep(20);
        }

        return TimeSpan.FromMilliseconds(random.Next(60));
    }

    private static Process Start(string folder) =>
        Process.Start(new ProcessStartInfo("dotnet", [Program, "train", folder]) { UseShellExecute = false })!;
}

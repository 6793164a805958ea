using TorchSharp;

namespace Glassbox.Compare;

/// <summary>Whether this machine can load TorchSharp's native library.</summary>
internal static class TorchLibrary
{
    public static bool IsAvailable { get; } = TryLoad();

    public static void SetThreads(int threads)
    {
        if (IsAvailable)
        {
            torch.set_num_threads(threads);
        }
    }

    private static bool TryLoad()
    {
        try
        {
            using var one = torch.ones(1);
            return true;
        }
#pragma warning disable CA1031 // Whatever keeps it from loading.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Console.Error.WriteLine("TorchSharp is skipped, this machine cannot load it: "
                + $"{exception.GetBaseException().Message.Split('\n')[0]}");
            return false;
        }
    }
}

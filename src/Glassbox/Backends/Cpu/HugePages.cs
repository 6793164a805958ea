using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Asks the system to keep large arrays in pages of 2 MB instead of 4 KB, where it leaves that to programs (Linux, "madvise"). A step of a
/// training passes over tens of megabytes, more than the processor has translations of small pages at hand for. No more than a request:
/// what it cannot do changes nothing but the speed.
/// </summary>
/// <remarks>
/// The runtime takes large arrays one behind the other from a reserved range and makes as much of it usable as they need. So the last page
/// of an array is completed by a later one, and by then it has small pages, which have to be brought together; those between are large from
/// their first use.
/// </remarks>
internal static unsafe partial class HugePages
{
    private const nint PageBytes = 2 * 1024 * 1024;

    /// <summary>MADV_HUGEPAGE and MADV_COLLAPSE of Linux.</summary>
    private const int Huge = 14;
    private const int Collapse = 25;

    /// <summary>The first bytes of pages that were brought together: that is done once, since it is not cheap.</summary>
    private static readonly HashSet<nint> Collapsed = [];

    private static volatile bool isOff = !OperatingSystem.IsLinux();

    /// <summary>The array that has just been allocated, of the size that is given.</summary>
    public static void Ask(Array array, long bytes)
    {
        if (bytes < AlignedArray.LargeBytes || isOff || !OperatingSystem.IsLinux())
        {
            return;
        }

        // Only an address is taken here, and the worst that could happen if the array moved is a request for others' memory.
        var start = (nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(array));
        var (first, last) = (start & -PageBytes, (start + (nint)bytes - 1) & -PageBytes);
        if (first != last)
        {
            Ask(first, last);
        }
    }

    [SupportedOSPlatform("linux")]
    private static void Ask(nint first, nint last)
    {
        try
        {
            // The last one as well, which the array only begins.
            _ = MemoryAdvice(first, last + PageBytes - first, Huge);
            lock (Collapsed)
            {
                if (Collapsed.Add(first))
                {
                    _ = MemoryAdvice(first, PageBytes, Collapse);
                }
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
        {
            isOff = true;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int MemoryAdvice(nint address, nint length, int advice);
}

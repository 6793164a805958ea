using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Requests 2 MB pages instead of 4 KB ones for large arrays, where the system leaves the choice to programs (transparent huge pages on
/// Linux, mode "madvise"). A training step touches tens of megabytes, beyond the reach of the TLB with small pages. Only a hint: failure
/// affects nothing but speed.
/// </summary>
/// <remarks>
/// The runtime allocates large arrays consecutively from a reserved range and commits memory as needed. The last huge page of an array is
/// therefore completed by a later array, at which point it is backed by small pages, which have to be collapsed; the pages in between are
/// huge from their first use.
/// </remarks>
internal static unsafe partial class HugePages
{
    private const nint PageBytes = 2 * 1024 * 1024;

    /// <summary>MADV_HUGEPAGE and MADV_COLLAPSE on Linux.</summary>
    private const int Huge = 14;
    private const int Collapse = 25;

    /// <summary>The start addresses of collapsed pages; each is collapsed only once, since that is expensive.</summary>
    private static readonly HashSet<nint> Collapsed = [];

    private static volatile bool isOff = !OperatingSystem.IsLinux();

    /// <summary>Requests huge pages for an array that was just allocated, of the given size.</summary>
    public static void Ask(Array array, long bytes)
    {
        if (bytes < AlignedArray.LargeBytes || isOff || !OperatingSystem.IsLinux())
        {
            return;
        }

        // Only an address is needed; if the array moved, the worst case is a hint for other memory.
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
            // Including the last page, which the array fills only in part.
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

using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>The JIT options of hot loops.</summary>
internal static class KernelCompilation
{
    /// <summary>
    /// AggressiveOptimization and NoInlining, because tiered compilation with dynamic PGO recompiles hot callers and inlines kernels into
    /// them. Once the inliner's budget is exhausted, a loop inlined last is left with calls for its vector operations and becomes ten times
    /// slower.
    /// </summary>
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}

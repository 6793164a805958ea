using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>How the runtime is to compile the loops that take the time.</summary>
internal static class KernelCompilation
{
    /// <summary>
    /// At once, at its best, and never as a part of its caller. The runtime watches a program and compiles what it does often again, with
    /// what is called from there taken in, and what is called from there in turn. That ends after so many calls: a loop that is taken in
    /// last keeps calls for each addition of its vectors, and needs ten times as long.
    /// </summary>
    public const MethodImplOptions Options = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}

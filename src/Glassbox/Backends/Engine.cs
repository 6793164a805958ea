using Glassbox.Backends.Cpu;

namespace Glassbox;

/// <summary>
/// How the arithmetic uses the processor. Neither setting changes what a program means: the number of threads does not change a single bit
/// of any result.
/// </summary>
public static class Engine
{
    /// <summary>
    /// The most threads that work on one operation, the caller's included. At first the value of the environment variable
    /// <c>GLASSBOX_THREADS</c>, or as many as the process may use processors.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1024.</exception>
    /// <exception cref="InvalidOperationException"><c>GLASSBOX_THREADS</c> is not such a number.</exception>
    public static int Threads
    {
        get => WorkSplit.MaxThreads;
        set => WorkSplit.MaxThreads = value is >= 1 and <= WorkSplit.ThreadLimit
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value,
            $"The number of threads must be 1 to {WorkSplit.ThreadLimit}; received {value}.");
    }

    /// <summary>
    /// The width in bits of the vectors that the matrix product works with: the widest of 512, 256 and 128 that the processor has, unless
    /// the environment variable
    /// <c>GLASSBOX_VECTOR</c> asks for a narrower one. Results of different widths differ by rounding.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>GLASSBOX_VECTOR</c> is not one of the widths that this processor has.</exception>
    public static int VectorBits => VectorWidth.Bits;

    /// <summary>
    /// Calls <paramref name="body"/> with 0 … <paramref name="tasks"/> − 1, in any order and on several threads, and returns when all are
    /// done.
    /// </summary>
    internal static void For(int tasks, Action<int> body) => WorkSplit.For(tasks, body);
}

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Glassbox.Backends.Cpu;

/// <summary>Copies many short rows, for which a call per row would cost more than the copy.</summary>
internal static unsafe class NarrowRows
{
    /// <summary>Source and target may have any row stride; within a row the elements are contiguous.</summary>
    [MethodImpl(KernelCompilation.Options)]
    public static void Copy<T>(MatrixView<T> source, MatrixView<T> target, int rows, int columns) where T : unmanaged
    {
        T* from = source.Start, to = target.Start;
        var last = columns - Vector128<T>.Count;
        for (; rows > 0; rows--, from += source.Row, to += target.Row)
        {
            if (last < 0)
            {
                for (var i = 0; i < columns; i++)
                {
                    to[i] = from[i];
                }

                continue;
            }

            // The last vector may overlap the previous one, which is cheaper than a scalar remainder.
            for (var i = 0; i < last; i += Vector128<T>.Count)
            {
                Vector128.Load(from + i).Store(to + i);
            }

            Vector128.Load(from + last).Store(to + last);
        }
    }
}

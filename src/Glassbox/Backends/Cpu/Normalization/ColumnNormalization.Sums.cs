using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <remarks>
/// The column sums of one block: shifted sums and sums of squares, and backward the sums of gradients and of their products.
/// </remarks>
internal sealed unsafe partial class ColumnNormalization<T>
{
    /// <summary>
    /// The mean of four values per column of a block as shift, and the sums of the deviations from it (which correct the mean) and of their
    /// squares.
    /// </summary>
    private readonly struct BlockMoments(T* x, int count, int columns, T* means, T* rests, T* squares) : IChannelWork<T>
    {
        private readonly T* x = x;
        private readonly T* means = means;
        private readonly T* rests = rests;
        private readonly T* squares = squares;

        [MethodImpl(KernelCompilation.Options)]
        public void Run<V>() where V : struct, IChannels<V, T>
        {
            var (end, step) = ((nint)count * columns, (nint)columns);
            for (var next = 0; next < columns; next += V.Count)
            {
                // The last vector begins earlier and overlaps the previous one, so that it is full.
                var c = Math.Min(next, columns - V.Count);
                T* top = x + c, bottom = x + end;
                var mean = (V.Load(top) + V.Load(top + (count / 4 * step))
                    + (V.Load(top + (count / 2 * step)) + V.Load(top + ((nint)(count * 3L / 4) * step)))) * V.All(T.CreateTruncating(0.25));
                V a0 = V.Zero, a1 = V.Zero, b0 = V.Zero, b1 = V.Zero;
                for (; top < bottom - step; top += 2 * step)
                {
                    // Prefetches the next block of columns.
                    V.Prefetch(top + end);
                    V.Prefetch(top + end + step);
                    var (d0, d1) = (V.Load(top) - mean, V.Load(top + step) - mean);
                    a0 += d0 * d0;
                    a1 += d1 * d1;
                    b0 += d0;
                    b1 += d1;
                }

                if (top < bottom)
                {
                    var d = V.Load(top) - mean;
                    a0 += d * d;
                    b0 += d;
                }

                mean.Store(means + c);
                (a0 + a1).Store(squares + c);
                (b0 + b1).Store(rests + c);
            }
        }
    }

    /// <summary>Σ dy · (x − mean) and Σ dy of each column of a block.</summary>
    private readonly struct BlockSums(T* dy, T* x, T* mean, int count, int columns, T* products, T* sums) : IChannelWork<T>
    {
        private readonly T* dy = dy;
        private readonly T* x = x;
        private readonly T* mean = mean;
        private readonly T* products = products;
        private readonly T* sums = sums;

        [MethodImpl(KernelCompilation.Options)]
        public void Run<V>() where V : struct, IChannels<V, T>
        {
            var (end, step) = ((nint)count * columns, (nint)columns);
            for (var next = 0; next < columns; next += V.Count)
            {
                var c = Math.Min(next, columns - V.Count);
                var middle = V.Load(mean + c);
                V p0 = V.Zero, p1 = V.Zero, s0 = V.Zero, s1 = V.Zero;
                T* gradients = dy + c, values = x + c, bottom = dy + end;
                for (; gradients < bottom - step; gradients += 2 * step, values += 2 * step)
                {
                    V.Prefetch(gradients + end);
                    V.Prefetch(gradients + end + step);
                    V.Prefetch(values + end);
                    V.Prefetch(values + end + step);
                    var (dy0, dy1) = (V.Load(gradients), V.Load(gradients + step));
                    s0 += dy0;
                    s1 += dy1;
                    p0 += dy0 * (V.Load(values) - middle);
                    p1 += dy1 * (V.Load(values + step) - middle);
                }

                if (gradients < bottom)
                {
                    var last = V.Load(gradients);
                    s0 += last;
                    p0 += last * (V.Load(values) - middle);
                }

                (p0 + p1).Store(products + c);
                (s0 + s1).Store(sums + c);
            }
        }
    }
}

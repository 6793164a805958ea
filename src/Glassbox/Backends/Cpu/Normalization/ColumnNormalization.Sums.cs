using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <remarks>The sums of one block's columns: distances from the mean and their squares, and backward the gradients and their products.</remarks>
internal sealed unsafe partial class ColumnNormalization<T>
{
    /// <summary>The mean of four numbers of each column of a block, and the sums of the distances from it (what is missing of the block's mean) and of their squares.</summary>
    private void BlockMoments(T* x, int count, T* means, T* rests, T* squares)
    {
        switch (bits)
        {
            case 512: BlockMoments<V512<T>>(x, count, means, rests, squares); break;
            case 256: BlockMoments<V256<T>>(x, count, means, rests, squares); break;
            case 128: BlockMoments<V128<T>>(x, count, means, rests, squares); break;
            default: ScalarBlockMoments(x, count, means, rests, squares); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BlockMoments<V>(T* x, int count, T* means, T* rests, T* squares) where V : struct, IVector<V, T>
    {
        var (end, step) = ((nint)count * columns, (nint)columns);
        for (var next = 0; next < columns; next += V.Count)
        {
            // The last vector begins earlier, so that it is full.
            var c = Math.Min(next, columns - V.Count);
            var mean = (V.Load(x + c) + V.Load(x + c + (count / 4 * step)) + (V.Load(x + c + (count / 2 * step)) + V.Load(x + c + ((nint)(count * 3L / 4) * step)))) * V.Number(0.25);
            V a0 = V.Zero, a1 = V.Zero, a2 = V.Zero, a3 = V.Zero;
            V b0 = V.Zero, b1 = V.Zero, b2 = V.Zero, b3 = V.Zero;
            var at = (nint)c;
            for (; at < end - (3 * step); at += 4 * step)
            {
                // What the next block has here.
                Memory.Prefetch(x + end + at);
                Memory.Prefetch(x + end + at + step);
                Memory.Prefetch(x + end + at + (2 * step));
                Memory.Prefetch(x + end + at + (3 * step));
                var (d0, d1) = (V.Load(x + at) - mean, V.Load(x + at + step) - mean);
                var (d2, d3) = (V.Load(x + at + (2 * step)) - mean, V.Load(x + at + (3 * step)) - mean);
                a0 += d0 * d0;
                a1 += d1 * d1;
                a2 += d2 * d2;
                a3 += d3 * d3;
                b0 += d0;
                b1 += d1;
                b2 += d2;
                b3 += d3;
            }

            for (; at < end; at += step)
            {
                var d = V.Load(x + at) - mean;
                a0 += d * d;
                b0 += d;
            }

            mean.Store(means + c);
            (a0 + a1 + (a2 + a3)).Store(squares + c);
            (b0 + b1 + (b2 + b3)).Store(rests + c);
        }
    }

    private void ScalarBlockMoments(T* x, int count, T* means, T* rests, T* squares)
    {
        var (end, step) = ((nint)count * columns, (nint)columns);
        for (var c = 0; c < columns; c++)
        {
            var mean = (x[c] + x[c + (count / 4 * step)] + (x[c + (count / 2 * step)] + x[c + ((nint)(count * 3L / 4) * step)])) / T.CreateTruncating(4);
            var (rest, square) = (T.Zero, T.Zero);
            for (var at = (nint)c; at < end; at += step)
            {
                var distance = x[at] - mean;
                square += distance * distance;
                rest += distance;
            }

            (means[c], rests[c], squares[c]) = (mean, rest, square);
        }
    }

    private void BlockSums(T* dy, T* x, T* mean, int count, T* products, T* sums)
    {
        switch (bits)
        {
            case 512: BlockSums<V512<T>>(dy, x, mean, count, products, sums); break;
            case 256: BlockSums<V256<T>>(dy, x, mean, count, products, sums); break;
            case 128: BlockSums<V128<T>>(dy, x, mean, count, products, sums); break;
            default: ScalarBlockSums(dy, x, mean, count, products, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BlockSums<V>(T* dy, T* x, T* mean, int count, T* products, T* sums) where V : struct, IVector<V, T>
    {
        var (end, step) = ((nint)count * columns, (nint)columns);
        for (var next = 0; next < columns; next += V.Count)
        {
            var c = Math.Min(next, columns - V.Count);
            var middle = V.Load(mean + c);
            V p0 = V.Zero, p1 = V.Zero, s0 = V.Zero, s1 = V.Zero;
            var at = (nint)c;
            for (; at < end - step; at += 2 * step)
            {
                Memory.Prefetch(dy + end + at);
                Memory.Prefetch(dy + end + at + step);
                Memory.Prefetch(x + end + at);
                Memory.Prefetch(x + end + at + step);
                var (dy0, dy1) = (V.Load(dy + at), V.Load(dy + at + step));
                s0 += dy0;
                s1 += dy1;
                p0 += dy0 * (V.Load(x + at) - middle);
                p1 += dy1 * (V.Load(x + at + step) - middle);
            }

            if (at < end)
            {
                var last = V.Load(dy + at);
                s0 += last;
                p0 += last * (V.Load(x + at) - middle);
            }

            (p0 + p1).Store(products + c);
            (s0 + s1).Store(sums + c);
        }
    }

    private void ScalarBlockSums(T* dy, T* x, T* mean, int count, T* products, T* sums)
    {
        var (end, step) = ((nint)count * columns, (nint)columns);
        for (var c = 0; c < columns; c++)
        {
            var (product, sum) = (T.Zero, T.Zero);
            for (var at = (nint)c; at < end; at += step)
            {
                sum += dy[at];
                product += dy[at] * (x[at] - mean[c]);
            }

            (products[c], sums[c]) = (product, sum);
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Normalization of the columns of [rows, columns], as batches are normalized: one pass over the memory for the mean and the variance, one to write; backward one for both sums, one to write.
/// </summary>
/// <remarks>
/// The rows are cut into blocks by the shape alone. In a block, distances are those from the mean of a few of its rows, which is near enough to its own mean that next to nothing is lost in the sums; the blocks
/// are joined in order, in double precision, by the formula of Chan, Golub and LeVeque (Updating formulae and a pairwise algorithm for computing sample variances, 1979).
/// </remarks>
internal sealed unsafe class ColumnNormalization<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int BlockElements = 8 * 1024;
    private const int LeastRows = 32;

    /// <summary>Fewer columns than these do not make longer blocks, in which one number after the other would be added to a sum.</summary>
    private const int LeastColumns = 32;
    private const int ElementsPerTask = 64 * 1024;
    private const int LeastWidth = 256;
    private const int MostInVector = 16;
    private const int LineBytes = 64;

    private readonly int rows;
    private readonly int columns;
    private readonly int blockRows;
    private readonly int blocks;

    /// <summary>How many rows are looked at as one, so that few columns still fill vectors.</summary>
    private readonly int rowsInOne;

    /// <summary>Bits of the vectors that columns fill.</summary>
    private readonly int bits;

    public ColumnNormalization(int rows, int columns)
    {
        (this.rows, this.columns) = (rows, columns);
        blockRows = Math.Max(LeastRows, BlockElements / Math.Max(columns, LeastColumns));
        blocks = (rows + blockRows - 1) / blockRows;
        rowsInOne = columns >= LeastWidth ? 1 : RowsInOne(columns);
        bits = VectorWidth.Within<T>(columns);
    }

    private int Width => columns * rowsInOne;

    /// <summary>The mean and the variance (divided by the number of rows) of each column; NaN of no rows.</summary>
    public void Moments(T* x, T* mean, T* variance)
    {
        var size = blocks * columns;
        fixed (T* buffer = Storage.Allocate<T>(3 * size))
        {
            var (means, rests, squares) = (Pointer(buffer), Pointer(buffer + size), Pointer(buffer + (2 * (nint)size)));
            ForBlocks((block, first, count) =>
            {
                var at = (nint)block * columns;
                BlockMoments(x + (first * columns), count, (T*)means + at, (T*)rests + at, (T*)squares + at);
            });
            for (var c = 0; c < columns; c++)
            {
                var (n, average, square) = (0.0, blocks == 0 ? double.NaN : 0.0, 0.0);
                for (var at = (nint)c; at < size; at += columns)
                {
                    var count = Math.Min(blockRows, rows - n);
                    var rest = double.CreateTruncating(((T*)rests)[at]) / count;
                    var distance = double.CreateTruncating(((T*)means)[at]) + rest - average;
                    square += double.CreateTruncating(((T*)squares)[at]) - (rest * rest * count) + (distance * distance * (n * count / (n + count)));
                    n += count;
                    average += distance * (count / n);
                }

                (mean[c], variance[c]) = (T.CreateTruncating(average), T.CreateTruncating(square / n));
            }
        }
    }

    /// <summary>y = gamma · (x − mean) / deviation + beta, in the order of the separate operations.</summary>
    public void Forward(T* x, T* mean, T* deviation, T* gamma, T* beta, T* y)
    {
        fixed (T* memory = Storage.Allocate<T>((4 * Width) + MostInVector))
        {
            var buffer = Aligned(memory);
            for (var c = 0; c < columns; c++)
            {
                (buffer[c], buffer[Width + c], buffer[(2 * Width) + c]) = (mean[c], deviation[c], gamma == null ? T.One : gamma[c]);

                // Nothing but minus zero can be added to both zeros without a change.
                buffer[(3 * Width) + c] = beta == null ? T.NegativeZero : beta[c];
            }

            Repeat(buffer, 4);
            var constants = Pointer(buffer);
            ForRows((first, count) => Forward((T*)constants, Width, x + first, y + first, count));
        }
    }

    /// <summary>dbeta = Σ dy, dgamma = Σ dy · (x − mean) / deviation.</summary>
    public void Sums(T* dy, T* x, T* mean, T* deviation, T* dgamma, T* dbeta)
    {
        fixed (T* buffer = Storage.Allocate<T>(2 * blocks * columns))
        {
            var (products, sums) = (Pointer(buffer), Pointer(buffer + ((nint)blocks * columns)));
            ForBlocks((block, first, count) => BlockSums(
                dy + (first * columns), x + (first * columns), mean, count, (T*)products + ((nint)block * columns), (T*)sums + ((nint)block * columns)));
            for (var c = 0; c < columns; c++)
            {
                var (product, sum) = (0.0, 0.0);
                for (var block = 0; block < blocks; block++)
                {
                    product += double.CreateTruncating(((T*)products)[((nint)block * columns) + c]);
                    sum += double.CreateTruncating(((T*)sums)[((nint)block * columns) + c]);
                }

                (dgamma[c], dbeta[c]) = (T.CreateTruncating(product / double.CreateTruncating(deviation[c])), T.CreateTruncating(sum));
            }
        }
    }

    /// <summary>dx = gamma / deviation · (dy − dbeta / n − (x − mean) / deviation · dgamma / n): what changes the mean and the variance is taken off.</summary>
    public void Gradient(T* dy, T* x, T* mean, T* deviation, T* gamma, T* dgamma, T* dbeta, T* dx)
    {
        fixed (T* memory = Storage.Allocate<T>((4 * Width) + MostInVector))
        {
            var buffer = Aligned(memory);
            var n = T.CreateTruncating(rows);
            for (var c = 0; c < columns; c++)
            {
                (buffer[c], buffer[Width + c], buffer[(2 * Width) + c]) = (mean[c], dbeta[c] / n, dgamma[c] / (n * deviation[c]));
                buffer[(3 * Width) + c] = (gamma == null ? T.One : gamma[c]) / deviation[c];
            }

            Repeat(buffer, 4);
            var constants = Pointer(buffer);
            ForRows((first, count) => Gradient((T*)constants, Width, dy + first, x + first, dx + first, count));
        }
    }

    /// <summary>dx = scale · dy − average − slope · (x − mean), with constants of each column.</summary>
    public void Combine(T* dy, T* x, T* mean, T* scale, T* average, T* slope, T* dx)
    {
        fixed (T* memory = Storage.Allocate<T>((4 * Width) + MostInVector))
        {
            var buffer = Aligned(memory);
            for (var c = 0; c < columns; c++)
            {
                (buffer[c], buffer[Width + c], buffer[(2 * Width) + c], buffer[(3 * Width) + c]) = (mean[c], average[c], slope[c], scale[c]);
            }

            Repeat(buffer, 4);
            var constants = Pointer(buffer);
            ForRows((first, count) => Combine((T*)constants, Width, dy + first, x + first, dx + first, count));
        }
    }

    private static nint Pointer(T* at) => (nint)at;

    /// <summary>The next address at which a whole vector lies in one line of the cache.</summary>
    private static T* Aligned(T* at) => (T*)(((nint)at + LineBytes - 1) & -LineBytes);

    /// <summary>So many rows that there are enough numbers, and that these fill vectors.</summary>
    private static int RowsInOne(int columns)
    {
        var step = Math.Max(1, MostInVector / (columns & -columns));
        return (LeastWidth + (columns * step) - 1) / (columns * step) * step;
    }

    /// <summary>The constants of a row, for each of the rows that are looked at as one.</summary>
    private void Repeat(T* constants, int count)
    {
        for (var end = constants + (count * Width); constants < end; constants += Width)
        {
            for (var row = 1; row < rowsInOne; row++)
            {
                new Span<T>(constants, columns).CopyTo(new Span<T>(constants + (row * columns), columns));
            }
        }
    }

    private void ForBlocks(Action<int, nint, int> body)
    {
        var each = Math.Max(1, ElementsPerTask / (blockRows * columns));
        WorkSplit.For((blocks + each - 1) / each, task =>
        {
            for (var block = task * each; block < Math.Min(blocks, (task + 1) * each); block++)
            {
                body(block, (nint)block * blockRows, Math.Min(blockRows, rows - (block * blockRows)));
            }
        });
    }

    /// <summary>All elements in parts of whole (joined) rows: where a part begins, and how many it has.</summary>
    private void ForRows(Action<nint, nint> body)
    {
        var length = (nint)rows * columns;
        var each = (nint)Math.Max(1, ElementsPerTask / Width) * Width;
        WorkSplit.For((int)((length + each - 1) / each), task => body(task * each, nint.Min(each, length - (task * each))));
    }

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

    // What only passes by does so no faster in vectors of 512 bits, as long as these do not lie within lines of the cache.
    private static void Forward(T* constants, int width, T* x, T* y, nint length)
    {
        switch (VectorWidth.Bits)
        {
            case 512 or 256: Forward<V256<T>>(constants, width, x, y, length); break;
            default: Forward<V128<T>>(constants, width, x, y, length); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward<V>(T* constants, int width, T* x, T* y, nint length) where V : struct, IVector<V, T>
    {
        T* mean = constants, deviation = constants + width, gamma = constants + (2 * width), beta = constants + (3 * width);
        for (; length > 0; length -= width, x += width, y += width)
        {
            var columns = (int)nint.Min(width, length);
            var c = 0;
            for (; c <= columns - V.Count; c += V.Count)
            {
                (((V.Load(x + c) - V.Load(mean + c)) / V.Load(deviation + c) * V.Load(gamma + c)) + V.Load(beta + c)).Store(y + c);
            }

            for (; c < columns; c++)
            {
                y[c] = ((x[c] - mean[c]) / deviation[c] * gamma[c]) + beta[c];
            }
        }
    }

    private static void Gradient(T* constants, int width, T* dy, T* x, T* dx, nint length)
    {
        switch (VectorWidth.Bits)
        {
            case 512 or 256: Gradient<V256<T>>(constants, width, dy, x, dx, length); break;
            default: Gradient<V128<T>>(constants, width, dy, x, dx, length); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gradient<V>(T* constants, int width, T* dy, T* x, T* dx, nint length) where V : struct, IVector<V, T>
    {
        T* mean = constants, average = constants + width, slope = constants + (2 * width), scale = constants + (3 * width);
        for (; length > 0; length -= width, dy += width, x += width, dx += width)
        {
            var columns = (int)nint.Min(width, length);
            var c = 0;
            for (; c <= columns - V.Count; c += V.Count)
            {
                var distance = V.Load(x + c) - V.Load(mean + c);
                ((V.Load(dy + c) - V.Load(average + c) - (distance * V.Load(slope + c))) * V.Load(scale + c)).Store(dx + c);
            }

            for (; c < columns; c++)
            {
                dx[c] = (dy[c] - average[c] - ((x[c] - mean[c]) * slope[c])) * scale[c];
            }
        }
    }

    private static void Combine(T* constants, int width, T* dy, T* x, T* dx, nint length)
    {
        switch (VectorWidth.Bits)
        {
            case 512 or 256: Combine<V256<T>>(constants, width, dy, x, dx, length); break;
            default: Combine<V128<T>>(constants, width, dy, x, dx, length); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine<V>(T* constants, int width, T* dy, T* x, T* dx, nint length) where V : struct, IVector<V, T>
    {
        T* mean = constants, average = constants + width, slope = constants + (2 * width), scale = constants + (3 * width);
        for (; length > 0; length -= width, dy += width, x += width, dx += width)
        {
            var columns = (int)nint.Min(width, length);
            var c = 0;
            for (; c <= columns - V.Count; c += V.Count)
            {
                var distance = V.Load(x + c) - V.Load(mean + c);
                ((V.Load(dy + c) * V.Load(scale + c)) - V.Load(average + c) - (distance * V.Load(slope + c))).Store(dx + c);
            }

            for (; c < columns; c++)
            {
                dx[c] = (dy[c] * scale[c]) - average[c] - ((x[c] - mean[c]) * slope[c]);
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Normalization of the columns of [rows, columns], as batches are normalized: one pass over the memory for the mean and the variance, one to write; backward one for both sums, one to write.
/// </summary>
/// <remarks>
/// The rows are cut into blocks by the shape alone. A block stays in the first-level cache, so that its mean is known before the squared distances from it are added; the blocks are joined in order, in
/// double precision, by the formula of Chan, Golub and LeVeque (Updating formulae and a pairwise algorithm for computing sample variances, 1979).
/// </remarks>
internal sealed unsafe class ColumnNormalization<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int BlockElements = 8 * 1024;
    private const int LeastRows = 32;

    /// <summary>Fewer columns than these do not make longer blocks, in which one number after the other would be added to a sum.</summary>
    private const int LeastColumns = 32;
    private const int ElementsPerTask = 64 * 1024;
    private const int LeastWidth = 256;

    private readonly int rows;
    private readonly int columns;
    private readonly int blockRows;
    private readonly int blocks;

    /// <summary>How many rows are looked at as one, so that few columns still fill vectors.</summary>
    private readonly int rowsInOne;

    public ColumnNormalization(int rows, int columns)
    {
        (this.rows, this.columns) = (rows, columns);
        blockRows = Math.Max(LeastRows, BlockElements / Math.Max(columns, LeastColumns));
        blocks = (rows + blockRows - 1) / blockRows;
        rowsInOne = columns >= LeastWidth ? 1 : (LeastWidth + (columns * Vector<T>.Count) - 1) / (columns * Vector<T>.Count) * Vector<T>.Count;
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
        fixed (T* buffer = Storage.Allocate<T>(4 * Width))
        {
            Tile(buffer, c => mean[c]);
            Tile(buffer + Width, c => deviation[c]);
            Tile(buffer + (2 * Width), c => gamma == null ? T.One : gamma[c]);
            // Nothing but minus zero can be added to both zeros without a change.
            Tile(buffer + (3 * Width), c => beta == null ? T.NegativeZero : beta[c]);
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
        fixed (T* buffer = Storage.Allocate<T>(4 * Width))
        {
            var n = T.CreateTruncating(rows);
            Tile(buffer, c => mean[c]);
            Tile(buffer + Width, c => dbeta[c] / n);
            Tile(buffer + (2 * Width), c => dgamma[c] / (n * deviation[c]));
            Tile(buffer + (3 * Width), c => (gamma == null ? T.One : gamma[c]) / deviation[c]);
            var constants = Pointer(buffer);
            ForRows((first, count) => Gradient((T*)constants, Width, dy + first, x + first, dx + first, count));
        }
    }

    private static nint Pointer(T* at) => (nint)at;

    /// <summary>A value of each column, for each of the rows that are looked at as one.</summary>
    private void Tile(T* target, Func<int, T> value)
    {
        for (var c = 0; c < columns; c++)
        {
            target[c] = value(c);
        }

        for (var row = 1; row < rowsInOne; row++)
        {
            new Span<T>(target, columns).CopyTo(new Span<T>(target + (row * columns), columns));
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

    /// <summary>The mean of each column of a block as far as the sum is exact, and the sums of the distances from it (what is missing of the mean) and of their squares.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BlockMoments(T* x, int count, T* means, T* rests, T* squares)
    {
        var number = T.CreateTruncating(count);
        var (end, step) = ((nint)count * columns, (nint)columns);
        var c = 0;
        for (; c <= columns - Vector<T>.Count; c += Vector<T>.Count)
        {
            Vector<T> a0 = default, a1 = default, a2 = default, a3 = default;
            var at = (nint)c;
            for (; at < end - (3 * step); at += 4 * step)
            {
                a0 += Vector.Load(x + at);
                a1 += Vector.Load(x + at + step);
                a2 += Vector.Load(x + at + (2 * step));
                a3 += Vector.Load(x + at + (3 * step));
            }

            for (; at < end; at += step)
            {
                a0 += Vector.Load(x + at);
            }

            var mean = (a0 + a1 + (a2 + a3)) / new Vector<T>(number);
            (a0, a1, a2, a3) = (default, default, default, default);
            Vector<T> b0 = default, b1 = default, b2 = default, b3 = default;
            for (at = c; at < end - (3 * step); at += 4 * step)
            {
                var (d0, d1) = (Vector.Load(x + at) - mean, Vector.Load(x + at + step) - mean);
                var (d2, d3) = (Vector.Load(x + at + (2 * step)) - mean, Vector.Load(x + at + (3 * step)) - mean);
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
                var d = Vector.Load(x + at) - mean;
                a0 += d * d;
                b0 += d;
            }

            mean.Store(means + c);
            (a0 + a1 + (a2 + a3)).Store(squares + c);
            (b0 + b1 + (b2 + b3)).Store(rests + c);
        }

        for (; c < columns; c++)
        {
            var (sum, rest, square) = (T.Zero, T.Zero, T.Zero);
            for (var at = (nint)c; at < end; at += step)
            {
                sum += x[at];
            }

            var mean = sum / number;
            for (var at = (nint)c; at < end; at += step)
            {
                var distance = x[at] - mean;
                square += distance * distance;
                rest += distance;
            }

            (means[c], rests[c], squares[c]) = (mean, rest, square);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BlockSums(T* dy, T* x, T* mean, int count, T* products, T* sums)
    {
        var (end, step) = ((nint)count * columns, (nint)columns);
        var c = 0;
        for (; c <= columns - Vector<T>.Count; c += Vector<T>.Count)
        {
            var middle = Vector.Load(mean + c);
            Vector<T> p0 = default, p1 = default, s0 = default, s1 = default;
            var at = (nint)c;
            for (; at < end - step; at += 2 * step)
            {
                var (dy0, dy1) = (Vector.Load(dy + at), Vector.Load(dy + at + step));
                s0 += dy0;
                s1 += dy1;
                p0 += dy0 * (Vector.Load(x + at) - middle);
                p1 += dy1 * (Vector.Load(x + at + step) - middle);
            }

            if (at < end)
            {
                var last = Vector.Load(dy + at);
                s0 += last;
                p0 += last * (Vector.Load(x + at) - middle);
            }

            (p0 + p1).Store(products + c);
            (s0 + s1).Store(sums + c);
        }

        for (; c < columns; c++)
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Forward(T* constants, int width, T* x, T* y, nint length)
    {
        T* mean = constants, deviation = constants + width, gamma = constants + (2 * width), beta = constants + (3 * width);
        for (; length > 0; length -= width, x += width, y += width)
        {
            var columns = (int)nint.Min(width, length);
            var c = 0;
            for (; c <= columns - Vector<T>.Count; c += Vector<T>.Count)
            {
                (((Vector.Load(x + c) - Vector.Load(mean + c)) / Vector.Load(deviation + c) * Vector.Load(gamma + c)) + Vector.Load(beta + c)).Store(y + c);
            }

            for (; c < columns; c++)
            {
                y[c] = ((x[c] - mean[c]) / deviation[c] * gamma[c]) + beta[c];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Gradient(T* constants, int width, T* dy, T* x, T* dx, nint length)
    {
        T* mean = constants, average = constants + width, slope = constants + (2 * width), scale = constants + (3 * width);
        for (; length > 0; length -= width, dy += width, x += width, dx += width)
        {
            var columns = (int)nint.Min(width, length);
            var c = 0;
            for (; c <= columns - Vector<T>.Count; c += Vector<T>.Count)
            {
                var distance = Vector.Load(x + c) - Vector.Load(mean + c);
                ((Vector.Load(dy + c) - Vector.Load(average + c) - (distance * Vector.Load(slope + c))) * Vector.Load(scale + c)).Store(dx + c);
            }

            for (; c < columns; c++)
            {
                dx[c] = (dy[c] - average[c] - ((x[c] - mean[c]) * slope[c])) * scale[c];
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Normalization of the columns of [rows, columns], as in batch normalization: forward one pass for the moments and one to write; backward
/// one for both sums and one to write.
/// </summary>
/// <remarks>
/// The rows are divided into blocks by the shape alone. Within a block, deviations are taken from the mean of a few of its rows, close
/// enough to the block's mean to avoid cancellation; the blocks are combined in order, in double precision, by the formula of Chan, Golub
/// and LeVeque (Updating formulae and a pairwise algorithm for computing sample variances, 1979).
/// </remarks>
internal sealed unsafe partial class ColumnNormalization<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int BlockElements = 8 * 1024;
    private const int LeastRows = 32;

    /// <summary>Fewer columns do not make blocks longer, which bounds the number of terms of a sequential sum.</summary>
    private const int LeastColumns = 32;
    private const int ElementsPerTask = 64 * 1024;
    private const int LeastWidth = 256;
    private const int MostInVector = 16;
    private const int LineBytes = 64;

    private readonly int rows;
    private readonly int columns;
    private readonly int blockRows;
    private readonly int blocks;

    /// <summary>The number of rows joined into one, so that few columns still fill vectors.</summary>
    private readonly int rowsInOne;

    public ColumnNormalization(int rows, int columns)
    {
        (this.rows, this.columns) = (rows, columns);
        blockRows = Math.Max(LeastRows, BlockElements / Math.Max(columns, LeastColumns));
        blocks = (rows + blockRows - 1) / blockRows;
        rowsInOne = columns >= LeastWidth ? 1 : RowsInOne(columns);
    }

    private int Width => columns * rowsInOne;

    /// <summary>The mean and the population variance of each column; NaN for no rows.</summary>
    public void Moments(T* x, T* mean, T* variance)
    {
        var size = blocks * columns;
        fixed (T* buffer = HostStorage.Allocate<T>(3 * size))
        {
            var (means, rests, squares) = (Pointer(buffer), Pointer(buffer + size), Pointer(buffer + (2 * (nint)size)));
            ForBlocks(block => MomentsOfBlock(block, x, (T*)means, (T*)rests, (T*)squares));
            for (var c = 0; c < columns; c++)
            {
                var (n, average, square) = (0.0, blocks == 0 ? double.NaN : 0.0, 0.0);
                for (var at = (nint)c; at < size; at += columns)
                {
                    var count = Math.Min(blockRows, rows - n);
                    var rest = double.CreateTruncating(((T*)rests)[at]) / count;
                    var distance = double.CreateTruncating(((T*)means)[at]) + rest - average;
                    square += double.CreateTruncating(((T*)squares)[at]) - (rest * rest * count)
                        + (distance * distance * (n * count / (n + count)));
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
        fixed (T* memory = HostStorage.Allocate<T>((4 * Width) + MostInVector))
        {
            var buffer = Aligned(memory);
            for (var c = 0; c < columns; c++)
            {
                (buffer[c], buffer[Width + c], buffer[(2 * Width) + c]) = (mean[c], deviation[c], gamma == null ? T.One : gamma[c]);

                // Negative zero is the additive identity for both zeros.
                buffer[(3 * Width) + c] = beta == null ? T.NegativeZero : beta[c];
            }

            Repeat(buffer, 4);
            var constants = Pointer(buffer);
            ForRows((first, count) => Pass<Normalized>((T*)constants, x + first, x + first, y + first, count));
        }
    }

    /// <summary>dbeta = Σ dy, dgamma = Σ dy · (x − mean) / deviation.</summary>
    public void Sums(T* dy, T* x, T* mean, T* deviation, T* dgamma, T* dbeta)
    {
        fixed (T* buffer = HostStorage.Allocate<T>(2 * blocks * columns))
        {
            var (products, sums) = (Pointer(buffer), Pointer(buffer + ((nint)blocks * columns)));
            ForBlocks(block => SumsOfBlock(block, dy, x, mean, (T*)products, (T*)sums));
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

    /// <summary>
    /// dx = gamma / deviation · (dy − dbeta / n − (x − mean) / deviation · dgamma / n): the components that change the mean and the
    /// variance are subtracted.
    /// </summary>
    public void Gradient(T* dy, T* x, T* mean, T* deviation, T* gamma, T* dgamma, T* dbeta, T* dx)
    {
        fixed (T* memory = HostStorage.Allocate<T>((4 * Width) + MostInVector))
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
            ForRows((first, count) => Pass<Differentiated>((T*)constants, x + first, dy + first, dx + first, count));
        }
    }

    private static nint Pointer(T* at) => (nint)at;

    /// <summary>The next cache line boundary.</summary>
    private static T* Aligned(T* at) => (T*)(((nint)at + LineBytes - 1) & -LineBytes);

    /// <summary>The number of rows to join so that the elements fill vectors.</summary>
    private static int RowsInOne(int columns)
    {
        var step = Math.Max(1, MostInVector / (columns & -columns));
        return (LeastWidth + (columns * step) - 1) / (columns * step) * step;
    }

    /// <summary>Repeats the constants of a row for each of the joined rows.</summary>
    private void Repeat(T* constants, int count)
    {
        for (var end = constants + (count * Width); constants < end; constants += Width)
        {
            for (var done = columns; done < Width; done *= 2)
            {
                new Span<T>(constants, Math.Min(done, Width - done)).CopyTo(new Span<T>(constants + done, Width - done));
            }
        }
    }

    private int RowsOf(int block) => Math.Min(blockRows, rows - (block * blockRows));

    private void MomentsOfBlock(int block, T* x, T* means, T* rests, T* squares)
    {
        nint from = (nint)block * blockRows * columns, at = (nint)block * columns;
        ChannelVectors.Run<T, BlockMoments>(columns, new(x + from, RowsOf(block), columns, means + at, rests + at, squares + at));
    }

    private void SumsOfBlock(int block, T* dy, T* x, T* mean, T* products, T* sums)
    {
        nint from = (nint)block * blockRows * columns, at = (nint)block * columns;
        ChannelVectors.Run<T, BlockSums>(columns, new(dy + from, x + from, mean, RowsOf(block), columns, products + at, sums + at));
    }

    private void ForBlocks(Action<int> body)
    {
        var each = Math.Max(1, ElementsPerTask / (blockRows * columns));
        WorkSplit.For((blocks + each - 1) / each, task =>
        {
            for (var block = task * each; block < Math.Min(blocks, (task + 1) * each); block++)
            {
                body(block);
            }
        });
    }

    /// <summary>Partitions all elements into whole (joined) rows: start and length of each partition.</summary>
    private void ForRows(Action<nint, nint> body)
    {
        var length = (nint)rows * columns;
        var each = (nint)Math.Max(1, ElementsPerTask / Width) * Width;
        WorkSplit.For((int)((length + each - 1) / each), task => body(task * each, nint.Min(each, length - (task * each))));
    }
}

namespace Glassbox.Backends.Cpu;

/// <remarks>
/// Group normalization of the columns of one sample: on the calling thread, in memory provided by the caller. There are many samples, each
/// a small batch, for which parallelization and allocation would cost as much as the passes.
/// </remarks>
internal sealed unsafe partial class ColumnNormalization<T>
{
    /// <summary>The scratch size in elements for <see cref="GroupMoments"/> and <see cref="ColumnSums"/>.</summary>
    public int BlockRoom => 3 * blocks * columns;

    /// <summary>The scratch size in elements for <see cref="Normalize"/> and <see cref="Combine"/>.</summary>
    public int ConstantsRoom => (4 * Width) + MostInVector;

    /// <summary>The mean and the population variance of each group of adjacent columns.</summary>
    public void GroupMoments(T* x, int members, T* mean, T* variance, T* room)
    {
        T* means = room, rests = means + (blocks * columns), squares = rests + (blocks * columns);
        for (var block = 0; block < blocks; block++)
        {
            MomentsOfBlock(block, x, means, rests, squares);
        }

        var count = (double)rows * members;
        for (var first = 0; first < columns; first += members)
        {
            var sum = 0.0;
            for (var block = 0; block < blocks; block++)
            {
                for (var (at, end) = ((block * columns) + first, (block * columns) + first + members); at < end; at++)
                {
                    sum += (double.CreateTruncating(means[at]) * RowsOf(block)) + double.CreateTruncating(rests[at]);
                }
            }

            var (average, square) = (sum / count, 0.0);
            for (var block = 0; block < blocks; block++)
            {
                var (n, share) = ((double)RowsOf(block), 1.0 / RowsOf(block));
                for (var (at, end) = ((block * columns) + first, (block * columns) + first + members); at < end; at++)
                {
                    var rest = double.CreateTruncating(rests[at]);
                    var distance = double.CreateTruncating(means[at]) + (rest * share) - average;
                    square += double.CreateTruncating(squares[at]) - (rest * rest * share) + (distance * distance * n);
                }
            }

            (*mean++, *variance++) = (T.CreateTruncating(average), T.CreateTruncating(square / count));
        }
    }

    /// <summary>Σ dy · (x − mean) and Σ dy of each column.</summary>
    public void ColumnSums(T* dy, T* x, T* mean, Span<double> products, Span<double> sums, T* room)
    {
        T* parts = room, others = parts + (blocks * columns);
        for (var block = 0; block < blocks; block++)
        {
            SumsOfBlock(block, dy, x, mean, parts, others);
        }

        for (var c = 0; c < columns; c++)
        {
            var (product, sum) = (0.0, 0.0);
            for (var at = c; at < blocks * columns; at += columns)
            {
                product += double.CreateTruncating(parts[at]);
                sum += double.CreateTruncating(others[at]);
            }

            (products[c], sums[c]) = (product, sum);
        }
    }

    /// <summary>
    /// The location of the four constants per column in their scratch memory: stored by kind, at this distance between kinds.
    /// </summary>
    public T* Constants(T* room, out int distance)
    {
        distance = Width;
        return Aligned(room);
    }

    /// <summary>y = (x − mean) / deviation · gamma + beta, with constants in this order.</summary>
    public void Normalize(T* constants, T* x, T* y)
    {
        Repeat(constants, 4);
        Pass<Normalized>(constants, x, x, y, (nint)rows * columns);
    }

    /// <summary>dx = scale · dy − average − slope · (x − mean), with the constants mean, average, slope and scale.</summary>
    public void Combine(T* constants, T* dy, T* x, T* dx)
    {
        Repeat(constants, 4);
        Pass<Combined>(constants, x, dy, dx, (nint)rows * columns);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Normalization of the rows of [rows, columns], as in layer normalization, each row while it is in the L1 cache: one pass over memory
/// forward, and one backward. Without centering the mean counts as zero, as in RMS normalization.
/// </summary>
internal sealed unsafe class RowNormalization<T>(int rows, int columns, bool centered) where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int ElementsPerTask = 64 * 1024;
    private const int MostTasks = 64;

    /// <summary>The block length of <see cref="SumOf{T}"/>, so that the bits equal those of the separate operations.</summary>
    private const int Block = 1024;

    private readonly int rowsPerTask = Math.Max(Math.Max(1, ElementsPerTask / columns), (rows + MostTasks - 1) / MostTasks);

    private int Tasks => (rows + rowsPerTask - 1) / rowsPerTask;

    /// <summary>
    /// y = gamma · (x − mean) / deviation + beta with the mean of each row and deviation = √(variance + epsilon), in the order of the
    /// separate operations.
    /// </summary>
    public void Forward(T* x, T* gamma, T* beta, T epsilon, T* mean, T* deviation, T* y)
    {
        fixed (T* buffer = HostStorage.Allocate<T>(2 * columns))
        {
            Fill(buffer, gamma, T.One);
            // Negative zero is the additive identity for both zeros.
            Fill(buffer + columns, beta, T.NegativeZero);
            var (factors, number) = ((nint)buffer, T.CreateTruncating(columns));
            ForRows(row =>
            {
                var at = (nint)row * columns;
                var middle = centered ? SumOf<T>.Of(new ReadOnlySpan<T>(x + at, columns)) / number : T.Zero;
                var spread = T.Sqrt((Squares(x + at, columns, middle) / number) + epsilon);
                (mean[row], deviation[row]) = (middle, spread);
                Forward(x + at, middle, spread, (T*)factors, columns, y + at);
            });
        }
    }

    /// <summary>
    /// With g = gamma · dy and n = (x − mean) / deviation: dx = (g − mean(g) − n · mean(g · n)) / deviation row by row, dgamma = Σ dy · n
    /// and dbeta = Σ dy over the rows. Each task has its own partial sums, which are added in order.
    /// </summary>
    public void Gradient(T* dy, T* x, T* mean, T* deviation, T* gamma, T* dx, T* dgamma, T* dbeta)
    {
        fixed (T* buffer = HostStorage.Allocate<T>(((2 * Tasks) + 1) * columns))
        {
            new Span<T>(buffer, 2 * Tasks * columns).Clear();
            Fill(buffer + (2 * (nint)Tasks * columns), gamma, T.One);
            var sums = (nint)buffer;
            ForTasks((task, first, end) =>
            {
                var own = (T*)sums + (2 * (nint)task * columns);
                for (var row = first; row < end; row++)
                {
                    var at = (nint)row * columns;
                    Gradient(dy + at, x + at, mean[row], deviation[row], (T*)sums + (2 * (nint)Tasks * columns), dx + at, own,
                        own + columns);
                }
            });
            new Span<T>(dgamma, columns).Clear();
            new Span<T>(dbeta, columns).Clear();
            for (var task = 0; task < Tasks; task++)
            {
                SumOf<T>.Into(new Span<T>(dgamma, columns), new ReadOnlySpan<T>(buffer + (2 * (nint)task * columns), columns));
                SumOf<T>.Into(new Span<T>(dbeta, columns), new ReadOnlySpan<T>(buffer + (((2 * (nint)task) + 1) * columns), columns));
            }
        }
    }

    private void Fill(T* target, T* values, T otherwise)
    {
        if (values == null)
        {
            new Span<T>(target, columns).Fill(otherwise);
        }
        else
        {
            new ReadOnlySpan<T>(values, columns).CopyTo(new Span<T>(target, columns));
        }
    }

    private void ForRows(Action<int> body) => ForTasks((_, first, end) =>
    {
        for (var row = first; row < end; row++)
        {
            body(row);
        }
    });

    private void ForTasks(Action<int, int, int> body) =>
        WorkSplit.For(Tasks, task => body(task, task * rowsPerTask, Math.Min(rows, (task + 1) * rowsPerTask)));

    /// <summary>Σ (x − mean)², pairwise.</summary>
    private static T Squares(T* x, int length, T mean)
    {
        if (length > Block)
        {
            var half = ((length / 2) + Block - 1) / Block * Block;
            return Squares(x, half, mean) + Squares(x + half, length - half, mean);
        }

        var middle = new Vector<T>(mean);
        Vector<T> even = default, odd = default;
        var i = 0;
        for (; i <= length - (2 * Vector<T>.Count); i += 2 * Vector<T>.Count)
        {
            var (a, b) = (Vector.Load(x + i) - middle, Vector.Load(x + i + Vector<T>.Count) - middle);
            even += a * a;
            odd += b * b;
        }

        var total = Vector.Sum(even + odd);
        for (; i < length; i++)
        {
            total += (x[i] - mean) * (x[i] - mean);
        }

        return total;
    }

    [MethodImpl(KernelCompilation.Options)]
    private static void Forward(T* x, T mean, T deviation, T* factors, int columns, T* y)
    {
        T* gamma = factors, beta = factors + columns;
        var (middle, spread) = (new Vector<T>(mean), new Vector<T>(deviation));
        var c = 0;
        for (; c <= columns - Vector<T>.Count; c += Vector<T>.Count)
        {
            (((Vector.Load(x + c) - middle) / spread * Vector.Load(gamma + c)) + Vector.Load(beta + c)).Store(y + c);
        }

        for (; c < columns; c++)
        {
            y[c] = ((x[c] - mean) / deviation * gamma[c]) + beta[c];
        }
    }

    [MethodImpl(KernelCompilation.Options)]
    private void Gradient(T* dy, T* x, T mean, T deviation, T* gamma, T* dx, T* dgamma, T* dbeta)
    {
        var (inverse, middle) = (T.One / deviation, new Vector<T>(mean));
        var (sum, product) = (0.0, 0.0);
        for (var first = 0; first < columns; first += Block)
        {
            var (own, both) = BlockSums(dy + first, x + first, mean, gamma + first, Math.Min(Block, columns - first));
            sum += double.CreateTruncating(own);
            product += double.CreateTruncating(both);
        }

        var average = centered ? T.CreateTruncating(sum / columns) : T.Zero;
        var slope = T.CreateTruncating(product / columns) * inverse * inverse;
        var c = 0;
        for (; c <= columns - Vector<T>.Count; c += Vector<T>.Count)
        {
            var (value, distance) = (Vector.Load(dy + c), Vector.Load(x + c) - middle);
            (((value * Vector.Load(gamma + c)) - new Vector<T>(average) - (distance * slope)) * inverse).Store(dx + c);
            (Vector.Load(dgamma + c) + (value * distance * inverse)).Store(dgamma + c);
            (Vector.Load(dbeta + c) + value).Store(dbeta + c);
        }

        for (; c < columns; c++)
        {
            var distance = x[c] - mean;
            dx[c] = ((dy[c] * gamma[c]) - average - (distance * slope)) * inverse;
            dgamma[c] += dy[c] * distance * inverse;
            dbeta[c] += dy[c];
        }
    }

    /// <summary>Σ g and Σ g · (x − mean), with g = gamma · dy.</summary>
    private static (T Sum, T Product) BlockSums(T* dy, T* x, T mean, T* gamma, int length)
    {
        var middle = new Vector<T>(mean);
        Vector<T> s0 = default, s1 = default, p0 = default, p1 = default;
        var i = 0;
        for (; i <= length - (2 * Vector<T>.Count); i += 2 * Vector<T>.Count)
        {
            var g0 = Vector.Load(dy + i) * Vector.Load(gamma + i);
            var g1 = Vector.Load(dy + i + Vector<T>.Count) * Vector.Load(gamma + i + Vector<T>.Count);
            s0 += g0;
            s1 += g1;
            p0 += g0 * (Vector.Load(x + i) - middle);
            p1 += g1 * (Vector.Load(x + i + Vector<T>.Count) - middle);
        }

        var (sum, product) = (Vector.Sum(s0 + s1), Vector.Sum(p0 + p1));
        for (; i < length; i++)
        {
            sum += dy[i] * gamma[i];
            product += dy[i] * gamma[i] * (x[i] - mean);
        }

        return (sum, product);
    }
}

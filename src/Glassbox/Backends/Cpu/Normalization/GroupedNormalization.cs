using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Normalization of groups of adjacent columns of each sample of [samples, rows, columns], as in group normalization of channels-last
/// images: column sums as for batches, combined per group, so that no data is transposed. A sample is read for the moments, and again,
/// while in the cache, to write; backward for the sums, and again to write.
/// </summary>
internal sealed unsafe class GroupedNormalization<T>(int samples, int rows, int columns, int groups)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ColumnNormalization<T> sample = new(rows, columns);
    private readonly int members = columns / groups;

    private nint SampleSize => (nint)rows * columns;

    /// <summary>The mean and the population variance of each group: [samples, groups].</summary>
    public void Moments(T* x, T* mean, T* variance) => WorkSplit.For(samples, i =>
    {
        using var scratch = new Scratch<T>(sample.BlockRoom);
        fixed (T* room = scratch.Span)
        {
            sample.GroupMoments(x + (i * SampleSize), members, mean + ((nint)i * groups), variance + ((nint)i * groups), room);
        }
    });

    /// <summary>
    /// y = gamma · (x − mean) / deviation + beta with deviation = √(variance + epsilon), in the order of the separate operations.
    /// </summary>
    public void Forward(T* x, T* gamma, T* beta, T epsilon, T* mean, T* deviation, T* y) => WorkSplit.For(samples, i =>
    {
        using var scratch = new Scratch<T>(Math.Max(sample.BlockRoom, sample.ConstantsRoom));
        fixed (T* room = scratch.Span)
        {
            T* own = mean + ((nint)i * groups), spread = deviation + ((nint)i * groups);
            sample.GroupMoments(x + (i * SampleSize), members, own, spread, room);
            var constants = sample.Constants(room, out var next);
            for (var c = 0; c < columns; c++)
            {
                var group = c / members;
                if (c % members == 0)
                {
                    spread[group] = T.Sqrt(spread[group] + epsilon);
                }

                (constants[c], constants[next + c], constants[(2 * next) + c]) =
                    (own[group], spread[group], gamma == null ? T.One : gamma[c]);

                // Negative zero is the additive identity for both zeros.
                constants[(3 * next) + c] = beta == null ? T.NegativeZero : beta[c];
            }

            sample.Normalize(constants, x + (i * SampleSize), y + (i * SampleSize));
        }
    });

    /// <summary>
    /// With g = gamma · dy and n = (x − mean) / deviation: dx = (g − mean(g) − n · mean(g · n)) / deviation group by group, dgamma = Σ dy ·
    /// n and dbeta = Σ dy over samples and rows, added in the order of the samples.
    /// </summary>
    public void Gradient(T* dy, T* x, T* mean, T* deviation, T* gamma, T* dx, T* dgamma, T* dbeta)
    {
        fixed (T* buffer = HostStorage.Allocate<T>(samples * 2 * columns))
        {
            var sums = (nint)buffer;
            WorkSplit.For(samples, i =>
            {
                var products = (T*)sums + ((nint)i * 2 * columns);
                var at = i * SampleSize;
                GradientOfSample(dy + at, x + at, mean + ((nint)i * groups), deviation + ((nint)i * groups), gamma, dx + at, products,
                    products + columns);
            });
            for (var c = 0; c < columns; c++)
            {
                var (product, sum) = (0.0, 0.0);
                for (var i = 0; i < samples; i++)
                {
                    product += double.CreateTruncating(buffer[((nint)i * 2 * columns) + c]);
                    sum += double.CreateTruncating(buffer[((((nint)i * 2) + 1) * columns) + c]);
                }

                (dgamma[c], dbeta[c]) = (T.CreateTruncating(product), T.CreateTruncating(sum));
            }
        }
    }

    /// <summary>
    /// The gradient for one sample; its contributions to dgamma and dbeta are the column sums, from which the groups' means are computed.
    /// </summary>
    private void GradientOfSample(T* dy, T* x, T* mean, T* deviation, T* gamma, T* dx, T* dgamma, T* dbeta)
    {
        using var scratch = new Scratch<T>(columns + Math.Max(sample.BlockRoom, sample.ConstantsRoom));
        using var totals = new Scratch<double>(2 * columns);
        Span<double> products = totals.Span[..columns], sums = totals.Span[columns..];
        fixed (T* means = scratch.Span)
        {
            T* room = means + columns;
            for (var group = 0; group < groups; group++)
            {
                new Span<T>(means + (group * members), members).Fill(mean[group]);
            }

            sample.ColumnSums(dy, x, means, products, sums, room);
            var constants = sample.Constants(room, out var next);
            for (var group = 0; group < groups; group++)
            {
                var (average, slope, share) = (0.0, 0.0, 1 / double.CreateTruncating(deviation[group]));
                var (first, end) = (group * members, (group + 1) * members);
                for (var c = first; c < end; c++)
                {
                    (dgamma[c], dbeta[c]) = (T.CreateTruncating(products[c] * share), T.CreateTruncating(sums[c]));
                    var factor = gamma == null ? 1 : double.CreateTruncating(gamma[c]);
                    average += factor * sums[c];
                    slope += factor * products[c];
                }

                // The products still lack one division by the deviation, which makes three in total.
                (average, slope) = (average * share / ((double)rows * members), slope * share * share * share / ((double)rows * members));
                for (var c = first; c < end; c++)
                {
                    var factor = gamma == null ? 1 : double.CreateTruncating(gamma[c]);
                    (constants[c], constants[next + c], constants[(2 * next) + c]) =
                        (means[c], T.CreateTruncating(average), T.CreateTruncating(slope));
                    constants[(3 * next) + c] = T.CreateTruncating(factor * share);
                }
            }

            sample.Combine(constants, dy, x, dx);
        }
    }
}

using System.Numerics;

namespace Glassbox.Backends.Cpu;

/// <summary>
/// Normalization of groups of neighbouring columns of each sample of [samples, rows, columns], as images with their channels last are normalized by groups: sums are those of columns, as for batches, and are
/// joined for each group, so that nothing has to be moved. A sample is looked at for the mean and the variance, and again, while it is in the cache, to write; backward for the sums, and to write.
/// </summary>
internal sealed unsafe class GroupedNormalization<T>(int samples, int rows, int columns, int groups) where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ColumnNormalization<T> sample = new(rows, columns);
    private readonly int members = columns / groups;

    private nint SampleSize => (nint)rows * columns;

    /// <summary>The mean and the variance (divided by the number of elements) of each group: [samples, groups].</summary>
    public void Moments(T* x, T* mean, T* variance) => WorkSplit.For(samples, i => MomentsOfSample(x + (i * SampleSize), mean + ((nint)i * groups), variance + ((nint)i * groups)));

    /// <summary>y = gamma · (x − mean) / deviation + beta with deviation = √(variance + epsilon), in the order of the separate operations.</summary>
    public void Forward(T* x, T* gamma, T* beta, T epsilon, T* mean, T* deviation, T* y) => WorkSplit.For(samples, i =>
    {
        using var scratch = new Scratch<T>(2 * columns);
        fixed (T* means = scratch.Span)
        {
            T* deviations = means + columns, own = mean + ((nint)i * groups), spread = deviation + ((nint)i * groups);
            MomentsOfSample(x + (i * SampleSize), own, spread);
            for (var group = 0; group < groups; group++)
            {
                spread[group] = T.Sqrt(spread[group] + epsilon);
            }

            Spread(own, means);
            Spread(spread, deviations);
            sample.Forward(x + (i * SampleSize), means, deviations, gamma, beta, y + (i * SampleSize));
        }
    });

    /// <summary>
    /// With g = gamma · dy and n = (x − mean) / deviation: dx = (g − mean(g) − n · mean(g · n)) / deviation group by group, dgamma = Σ dy · n and dbeta = Σ dy over samples and rows, added in the order of the
    /// samples.
    /// </summary>
    public void Gradient(T* dy, T* x, T* mean, T* deviation, T* gamma, T* dx, T* dgamma, T* dbeta)
    {
        fixed (T* buffer = Storage.Allocate<T>(samples * 2 * columns))
        {
            var sums = (nint)buffer;
            WorkSplit.For(samples, i =>
            {
                var products = (T*)sums + ((nint)i * 2 * columns);
                var at = i * SampleSize;
                GradientOfSample(dy + at, x + at, mean + ((nint)i * groups), deviation + ((nint)i * groups), gamma, dx + at, products, products + columns);
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

    /// <summary>Of one sample; its parts of dgamma and dbeta are the column sums, which the groups' means are made of.</summary>
    private void GradientOfSample(T* dy, T* x, T* mean, T* deviation, T* gamma, T* dx, T* products, T* sums)
    {
        using var scratch = new Scratch<T>(5 * columns);
        fixed (T* means = scratch.Span)
        {
            T* deviations = means + columns, scales = means + (2 * columns), averages = means + (3 * columns), slopes = means + (4 * columns);
            Spread(mean, means);
            Spread(deviation, deviations);
            sample.Sums(dy, x, means, deviations, products, sums);
            var count = (double)rows * members;
            for (var group = 0; group < groups; group++)
            {
                var (average, slope, spread) = (0.0, 0.0, double.CreateTruncating(deviation[group]));
                for (var c = group * members; c < (group + 1) * members; c++)
                {
                    var factor = gamma == null ? 1 : double.CreateTruncating(gamma[c]);
                    average += factor * double.CreateTruncating(sums[c]) / count;
                    slope += factor * double.CreateTruncating(products[c]) / count;
                }

                for (var c = group * members; c < (group + 1) * members; c++)
                {
                    scales[c] = T.CreateTruncating((gamma == null ? 1 : double.CreateTruncating(gamma[c])) / spread);
                    (averages[c], slopes[c]) = (T.CreateTruncating(average / spread), T.CreateTruncating(slope / (spread * spread)));
                }
            }

            sample.Combine(dy, x, means, scales, averages, slopes, dx);
        }
    }

    private void MomentsOfSample(T* x, T* mean, T* variance)
    {
        using var scratch = new Scratch<T>(2 * columns);
        fixed (T* means = scratch.Span)
        {
            var variances = means + columns;
            sample.Moments(x, means, variances);
            for (var group = 0; group < groups; group++)
            {
                var (first, end) = (group * members, (group + 1) * members);
                var (average, square) = (0.0, 0.0);
                for (var c = first; c < end; c++)
                {
                    average += double.CreateTruncating(means[c]) / members;
                }

                for (var c = first; c < end; c++)
                {
                    var distance = double.CreateTruncating(means[c]) - average;
                    square += (double.CreateTruncating(variances[c]) + (distance * distance)) / members;
                }

                (mean[group], variance[group]) = (T.CreateTruncating(average), T.CreateTruncating(square));
            }
        }
    }

    /// <summary>What belongs to a group, for each of its columns.</summary>
    private void Spread(T* values, T* target)
    {
        for (var group = 0; group < groups; group++)
        {
            new Span<T>(target + (group * members), members).Fill(values[group]);
        }
    }
}
